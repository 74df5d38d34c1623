import type { Json, JsonObject } from "../kernel/json.ts";
import { cleanLine } from "../plugin-api/answers.ts";
import { type PreviousAnswers, valueAt } from "./previous-answers.ts";
import { REFERENCE } from "./previous-references.ts";

/** Longest text that is taken over from a result. */
const LONGEST = 2_000;

export type FilledParams =
  | { readonly kind: "filled"; readonly params: JsonObject }
  /** A whole sentence. */
  | { readonly kind: "problem"; readonly problem: string };

/** Puts in what the run before answered. A parameter that is nothing but a reference gets the value as it is. Pure. */
export function fillParams(params: JsonObject, previous: PreviousAnswers): FilledParams {
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

function lookUp(path: string, previous: PreviousAnswers): Found {
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

function namesOf(rows: PreviousAnswers, none: string): Found {
  return rows.length > 0 ? { value: rows.map(({ agent_name: name }) => name) } : { problem: none };
}
