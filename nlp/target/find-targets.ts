import type { CompiledCatalog } from "../compiled-catalog.ts";
import { FINITE } from "../match/words.ts";
import { oncePerPlace } from "../text/once-per-place.ts";
import type { Token } from "../text/token.ts";
import { exclusion } from "./exclusion.ts";
import { groupAt, isThis } from "./find-group.ts";
import type { Group } from "./group.ts";
import { kindsBehind } from "./kinds.ts";
import { sameAt, thereAt } from "./same-machines.ts";

export interface TargetsFound {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly pick?: number | string;
  readonly used: readonly { readonly from: number; readonly to: number; readonly slot: string }[];
  /** "on it", "there": the machines talked about before. */
  readonly same?: "known" | "needed";
  readonly assumed?: readonly string[];
}

const WEAK_LEAD = /^(?:on|in|at|@|across|over|onto|against|upon)$/;
const STRONG_LEAD = /^(?:from|for|of|with|only|to)$/;

interface Found {
  readonly group: Group;
  readonly from: number;
  readonly without: boolean;
}

/** Finds where something shall happen in the tokens that are not `taken`. */
export function findTargets(tokens: readonly Token[], taken: readonly boolean[], known: CompiledCatalog): TargetsFound {
  const found = groupsIn(tokens, taken, known);
  const terms = (without: boolean) =>
    found.filter((one) => one.without === without).flatMap(({ group }) => group.terms);
  const [include, exclude] = [terms(false), terms(true)];
  const same = found.find(({ group }) => group.same)?.group.same;
  const pick = found.find(({ group }) => group.pick !== undefined)?.group.pick;
  const assumed = found.flatMap(({ group }) => group.assumed ?? []);
  const everywhere = exclude.length > 0 && include.length === 0 && same === undefined ? ["all"] : include;
  return {
    include: [...new Set(everywhere)],
    exclude: [...new Set(exclude)],
    used: found.map(({ group, from, without }) => ({
      from,
      to: group.end,
      slot: without && !group.isPlace ? "exclude" : "targets",
    })),
    ...(pick !== undefined && { pick }),
    ...(same && { same }),
    ...(assumed.length > 0 && { assumed }),
  };
}

/** Whether the tokens begin with machines. */
export const beginsTargets = (tokens: readonly Token[], known: CompiledCatalog): boolean =>
  placeAt(tokens, 0, known) !== undefined;

interface PlaceFound {
  readonly group: Group;
  readonly without: boolean;
}

/** Machines that are said or left out at `at`; asked again for each part that a message may be cut into. */
const placeAt = oncePerPlace((tokens, at, known: CompiledCatalog): PlaceFound | undefined => {
  const without = exclusion(tokens, at, known);
  const group = without ?? inclusion(tokens, at, known);
  return group && { group, without: without !== undefined };
});

function groupsIn(tokens: readonly Token[], taken: readonly boolean[], known: CompiledCatalog): readonly Found[] {
  const found: Found[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (taken[at]) continue;
    const place = placeAt(tokens, at, known);
    if (!place || taken.slice(at, place.group.end).includes(true)) continue;
    found.push({ ...place, from: at });
    at = place.group.end - 1;
  }
  return found;
}

function inclusion(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const word = tokens[at]?.text ?? "";
  if (EVERYWHERE.test(word)) return { terms: ["all"], end: at + 1, strong: true };
  if (word === "where") return described(tokens, at, known);
  if (WEAK_LEAD.test(word)) return sameAt(tokens, at) ?? ledGroup(tokens, at, known);
  if (STRONG_LEAD.test(word)) return strongGroup(tokens, at, known);
  if (PICK.test(word)) return picked(tokens, at, known);
  return thereAt(tokens, at) ?? bareGroup(tokens, at, known);
}

const EVERYWHERE = /^(?:everywhere|anywhere|fleet-?wide|site-?wide|estate-?wide|across-the-board)$/;

/** "where env is staging" */
function described(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const kinds = kindsBehind(tokens, at, known);
  return kinds.terms.length > 0 ? { terms: kinds.terms, end: kinds.end, strong: true } : undefined;
}

const PICK = /^(?:pick|choose|select|take|use)$/;

/** "from web-1"; not "with redis": what else these words lead must be machines without doubt. */
function strongGroup(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const group = groupAt(tokens, at + 1, known, false);
  const isHost = group?.terms.length === 1 && group.terms[0]?.startsWith("host:") === true;
  return group?.strong && !(isHost && tokens[at]?.text === "with") ? group : undefined;
}

/** "all web servers" without "on"; single names only where they lead the sentence. */
function bareGroup(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const group = groupAt(tokens, at, known, false);
  if (!group || isLed(tokens, at, group.end, known)) return group;
  const bareHosts = group.terms.every((term) => term.startsWith("host:")) && !isThis(tokens, at);
  return group.strong && !bareHosts ? group : undefined;
}

/** "web-1 and web-2: check disk", "can mail reach 10.0.0.1": machines without "on". */
function isLed(tokens: readonly Token[], at: number, end: number, known: CompiledCatalog): boolean {
  const before = tokens[at - 1];
  if (tokens[end]?.text === ":") return before === undefined || before.kind === "stop";
  if (isHeading(tokens, at, end, known)) return true;
  const asks = /^(?:can|could|does|do|will)$/.test(before?.text ?? "");
  return asks && /^(?:reach|ping|see|resolve|connect|talk)$/.test(tokens[end]?.text ?? "");
}

/** "web-4 disk?", "@octopus web-1..3 restart nginx": machines first, then a word that some action begins with. */
function isHeading(tokens: readonly Token[], at: number, end: number, known: CompiledCatalog): boolean {
  const opens = tokens
    .slice(0, at)
    .every(({ text }) => text.startsWith("@") || /^(?:please|octopus|ok|now)$/.test(text));
  const next = tokens[end];
  return (
    opens && next?.kind === "word" && known.words.has(next.text) && !FINITE.has(next.text) && !JOINS.test(next.text)
  );
}

const JOINS = /^(?:is|are|was|has|to|of|for|from|in|on|at|with|the|and|or|can|does|up|down|out|still)$/;

/** "pick three web servers and ..." */
function picked(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const group = groupAt(tokens, at + 1, known, false);
  const joint = group && tokens[group.end]?.text === "and";
  return group?.strong && joint ? { ...group, end: group.end + 1 } : undefined;
}

function ledGroup(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const from = tokens[at + 1]?.text === "only" ? at + 2 : at + 1;
  if (EVERYWHERE.test(tokens[from]?.text ?? "")) return { terms: ["all"], end: from + 1, strong: true };
  return groupAt(tokens, from, known, /^(?:on|across|in)$/.test(tokens[at]?.text ?? ""));
}
