import type { Json, JsonObject } from "../kernel/json.ts";
import { cleanLine } from "../plugin-api/answers.ts";
import { type ActionManifest, type ParamSchema, riskOf } from "../plugin-api/manifest.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";

/** Longest text that is taken over from a result. */
const LONGEST = 2_000;
const REFERENCE = /\{\{\s{0,5}previous\.([\w.-]{1,200})\s{0,5}\}\}/g;
const KNOWN = /^(?:machines|failed|headline|value\.[\w-]+(?:\.[\w-]+)*)$/;

/** What later steps may take over from the run before them. */
type Previous = readonly Pick<ExecutionRow, "agent_name" | "state" | "response">[];

export type FilledParams =
  | { readonly kind: "filled"; readonly params: JsonObject }
  /** A whole sentence. */
  | { readonly kind: "problem"; readonly problem: string };

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

/** Puts in what the run before answered. A parameter that is nothing but a reference gets the value as it is. Pure. */
export function fillParams(params: JsonObject, previous: Previous): FilledParams {
  const problems: string[] = [];
  const take = (path: string): Json => {
    const found = lookUp(path, previous);
    if ("value" in found) return found.value;
    problems.push(`{{previous.${path}}}: ${found.problem}.`);
    return "";
  };
  const filled = fill(params, take) as JsonObject;
  const [problem] = problems;
  return problem === undefined ? { kind: "filled", params: filled } : { kind: "problem", problem };
}

function fill(value: Json, take: (path: string) => Json): Json {
  if (Array.isArray(value)) {
    // a list that takes over a list has its items, not a list in it
    return value.flatMap((item: Json) => fill(item, take));
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fill(part as Json, take)]));
  }
  if (typeof value !== "string") return value;
  const [only] = value.matchAll(REFERENCE);
  if (only?.[1] !== undefined && only[0] === value.trim()) return take(only[1]);
  return value.replaceAll(REFERENCE, (_all, path: string) => asText(take(path)));
}

function asText(value: Json): string {
  const text = Array.isArray(value) ? value.map((item: Json) => asText(item)).join(",") : String(value);
  return cleanLine(text, LONGEST);
}

type Found = { readonly value: Json } | { readonly problem: string };

function lookUp(path: string, previous: Previous): Found {
  const succeeded = previous.filter(({ state }) => state === "succeeded");
  if (path === "machines") return namesOf(succeeded, "it succeeded on no machine");
  if (path === "failed") {
    return namesOf(
      previous.filter(({ state }) => state === "failed" || state === "timed_out"),
      "it failed on no machine",
    );
  }
  // A run that failed has answers too, and a step that mends things may need them.
  const answered = (succeeded.length > 0 ? succeeded : previous).filter(({ response }) => response !== null);
  const answers = answered.map(({ agent_name: name, response }) => ({
    name,
    value: path === "headline" ? response?.headline : valueAt(response?.data, path.split(".").slice(1)),
  }));
  const [first] = answers;
  const missing = answers.find(({ value }) => value === undefined);
  if (!first || missing) return { problem: `${missing?.name ?? "no machine"} answered no such thing` };
  const other = answers.find(({ value }) => JSON.stringify(value) !== JSON.stringify(first.value));
  if (other) return { problem: `${first.name} and ${other.name} answered differently, and a step has one value` };
  return { value: typeof first.value === "string" ? cleanLine(first.value, LONGEST) : (first.value as Json) };
}

function namesOf(rows: Previous, none: string): Found {
  return rows.length > 0 ? { value: rows.map(({ agent_name: name }) => name) } : { problem: none };
}

function valueAt(data: Json | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path) {
    if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined;
    }
    value = (value as JsonObject)[name] as Json;
  }
  return value;
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
