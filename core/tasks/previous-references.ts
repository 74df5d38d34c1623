import type { Json, JsonObject } from "../kernel/json.ts";
import { type ActionManifest, type ParamSchema, riskOf } from "../plugin-api/manifest.ts";

/** "{{previous.machines}}" in a text, with the path. */
export const REFERENCE = /\{\{\s{0,5}previous\.([\w.-]{1,200})\s{0,5}\}\}/g;
const KNOWN = /^(?:machines|failed|headline|value\.[\w-]+(?:\.[\w-]+)*)$/;

/** Whether any text of it refers to the run before: "{{previous.machines}}", "{{previous.value.file}}". Pure. */
export function refersToPrevious(value: Json | undefined): boolean {
  if (typeof value === "string") return /\{\{\s{0,5}previous/i.test(value) || value.search(REFERENCE) >= 0;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some((part: Json | undefined) => refersToPrevious(part));
}

/**
 * What is wrong with how a step refers to the run before it; undefined: nothing. A command line is never made from what
 * another machine answered, and neither is what decides how risky the step is, because that was confirmed. Pure.
 */
export function referenceProblem(action: ActionManifest, params: JsonObject): string | undefined {
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || !refersToPrevious(value)) continue;
    const wrong = wrongReference(value);
    if (wrong !== undefined) {
      return `"${wrong}" is not known; there are {{previous.machines}}, {{previous.failed}}, {{previous.headline}} and {{previous.value.NAME}}`;
    }
    if (action.params.properties[name]?.["x-slot"] === "command") {
      return `${name} is a command, and what a machine answered is never made part of one`;
    }
    if (ANSWER.test(JSON.stringify(value)) && !mayAnswer(action, params, name)) {
      return `${name} of a step that changes machines cannot follow from what a machine answered, only from which machines there were`;
    }
    if (action.riskWhen?.some((rule) => rule.param === name)) {
      return `${name} decides how risky it is, so it cannot follow from what a machine answered`;
    }
  }
  return undefined;
}

/** What a machine says of itself, as against which machines there were. */
const ANSWER = /\{\{\s{0,5}previous\.(?:value|headline)/;
/** Names of what is there already; a path or a text would let one machine choose what another one runs, reads or sends. */
const NAMING = new Set(["service", "host", "count"]);

function mayAnswer(action: ActionManifest, params: JsonObject, name: string): boolean {
  const schema = action.params.properties[name];
  if (riskOf(action, params) === "read") return true;
  return schema !== undefined && (schema.type !== "string" ? isNumber(schema) : NAMING.has(schema["x-slot"] ?? ""));
}

const isNumber = ({ type }: ParamSchema): boolean => type === "integer" || type === "number" || type === "boolean";

/** The parameters with examples of the right kind in place of what is not known yet, to be checked by the schema. Pure. */
export function exampleParams(action: ActionManifest, params: JsonObject): JsonObject {
  const entries = Object.entries(params).map(([name, value]) => {
    const schema = action.params.properties[name];
    return [name, schema && value !== undefined && refersToPrevious(value) ? exampleOf(schema, value) : value] as const;
  });
  return Object.fromEntries(entries);
}

/** The first reference, or start of one, that means nothing. */
function wrongReference(value: Json): string | undefined {
  if (value !== null && typeof value === "object") {
    for (const part of Object.values(value)) {
      const wrong = wrongReference(part as Json);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (typeof value !== "string") return undefined;
  const known = value.replaceAll(REFERENCE, (all, path: string) => (KNOWN.test(path) ? "" : all));
  return refersToPrevious(known) ? (/\{\{[^}]{0,80}\}{0,2}/.exec(known)?.[0] ?? known.slice(0, 80)) : undefined;
}

function exampleOf(schema: ParamSchema, value: Json): Json {
  const [example] = schema.examples ?? [];
  if (example !== undefined) return example as Json;
  const minimum = Number(schema["minimum"] ?? 1);
  const plain = { string: "example", integer: minimum, number: minimum, boolean: true, array: [], object: {} };
  return plain[schema.type] ?? value;
}
