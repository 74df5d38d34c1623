import type { CompiledCatalog } from "../compiled-catalog.ts";
import { groupAt } from "../target/find-group.ts";
import type { Group } from "../target/group.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";

export interface EditTargets {
  readonly terms: readonly string[];
  readonly end: number;
  /** `not`: behind a bare "not", which takes back or leaves out. */
  readonly kind: "include" | "exclude" | "else" | "same" | "not" | "more";
}

const REST = wordPattern<object>(
  "(everywhere else|everything else|everyone else|anywhere else|all others|the others|the rest|all the others|all the rest|(all other|all the other|the other) (ones|machines|servers|hosts)|on the rest|on the others|on all the others|on all others)",
  {},
);
const LEAVE = wordPattern<object>(
  "(leave out|keep out|take out|leave|keep|take|skip|exclude|drop|omit|ignore|spare|without|except|excluding|minus|remove|but not|not on|not for|all but|everything but|everyone but|all except|everything except) [for|on|from] [the]",
  {},
);
const MORE = wordPattern<object>("(add|include|plus|append) [also] [to|on|in] [the]", {});
const BEHIND = /^(?:out|alone|off|aside|away)$/;
const LEADS = /^(?:on|in|at|from|for|to|of|across|over|with|the)$/;

/** Machines, bare or led, that an edit names: "production", "leave web-2 out", "everywhere else", "there". */
export function editTargets(tokens: readonly Token[], at: number, known: CompiledCatalog): EditTargets | undefined {
  const rest = REST.match(tokens, at)?.end;
  if (rest !== undefined) return { terms: [], end: rest, kind: "else" };
  const word = tokens[at]?.text ?? "";
  if (word === "everywhere") return { terms: ["all"], end: at + 1, kind: "include" };
  if (word === "there") return { terms: [], end: at + 1, kind: "same" };
  const left = LEAVE.match(tokens, at)?.end;
  if (left !== undefined) return without(tokens, left, tokens[at + 1]?.text === "out" ? "omit" : word, known);
  const more = MORE.match(tokens, at)?.end;
  const added = more === undefined ? undefined : sure(groupAt(tokens, more, known, false), known);
  if (added) return { terms: added.terms, end: added.end, kind: "more" };
  const group = sure(groupAt(tokens, LEADS.test(word) ? at + 1 : at, known, false), known);
  const before = tokens[at - 1]?.text;
  return group && { terms: group.terms, end: group.end, kind: before === "not" ? "not" : "include" };
}

/** "keep web-2", "take web-2" mean the opposite without "out". */
function without(
  tokens: readonly Token[],
  from: number,
  verb: string,
  known: CompiledCatalog,
): EditTargets | undefined {
  const group = sure(groupAt(tokens, from, known, false), known);
  if (!group) return undefined;
  const out = BEHIND.test(tokens[group.end]?.text ?? "");
  if (/^(?:leave|keep|take)$/.test(verb) && !out) return undefined;
  return { terms: group.terms, end: out ? group.end + 1 : group.end, kind: "exclude" };
}

/** Only machines that are known, or whose name has a number as machines have. */
function sure(group: Group | undefined, known: CompiledCatalog): Group | undefined {
  const fits = group?.terms.every((term) => {
    const host = term.startsWith("host:") ? term.slice(5) : undefined;
    return host === undefined || known.agents.has(host) || (/^[a-z][\w*?-]*$/.test(host) && /[-*?\d]$/.test(host));
  });
  return fits && group && group.terms.length > 0 && group.pick === undefined ? group : undefined;
}
