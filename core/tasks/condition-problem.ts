import type { JsonObject } from "../kernel/json.ts";
import type { SaidCondition, StepCondition } from "../model/condition.ts";
import type { ActionManifest } from "../plugin-api/manifest.ts";

type Schema = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a condition on the answer of the steps before it, the nearest first; undefined: nothing. Checked when
 * the task is made, so that it is not found out in the middle of a night. Pure.
 */
export function conditionProblem(condition: StepCondition, before: readonly ActionManifest[]): string | undefined {
  const { field, is, value } = condition;
  const schema = before.map(({ result }) => schemaAt(result, field)).find((found) => found !== undefined);
  if (!schema) {
    const [nearest] = before;
    const names = Object.keys((nearest?.result["properties"] as JsonObject | undefined) ?? {});
    return `${nearest?.name ?? "nothing"} answers no "${field}"${names.length > 0 ? `; it answers ${names.join(", ")}` : ""}`;
  }
  const kinds = [schema["type"]].flat().map((kind) => (kind === "integer" ? "number" : kind));
  if (kinds.includes("array") || kinds.includes("object"))
    return `"${field}" is a list, and a condition needs one value`;
  if (!kinds.includes(typeof value) && schema["type"] !== undefined) {
    return `"${field}" is a ${String(kinds[0])}, and ${JSON.stringify(value)} is not`;
  }
  if (is !== "is" && is !== "is-not" && typeof value !== "number") return `"${is}" is for numbers`;
  return undefined;
}

/** The condition with the words that the plugin has for its value. Pure. */
export function saidCondition(condition: StepCondition, before: readonly ActionManifest[]): SaidCondition {
  const measures = before.flatMap(({ measures = [] }) => measures);
  const measure = measures.find(({ field }) => field === condition.field);
  return { ...condition, title: measure?.title ?? condition.field, unit: measure?.unit ?? "" };
}

function schemaAt(result: JsonObject, field: string): Schema | undefined {
  let schema: Schema | undefined = result;
  for (const name of field.split(".")) {
    const properties = schema?.["properties"] as Readonly<Record<string, Schema>> | undefined;
    schema = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
  }
  return schema;
}
