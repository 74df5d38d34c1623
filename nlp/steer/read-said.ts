import type { TargetSelector } from "../../core/model/target.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import { type Draft, mask } from "../draft.ts";
import { beginsTargets, findTargets } from "../target/find-targets.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { placeAt, roleOf, taskAt, userAt } from "./names.ts";
import type { Said } from "./said.ts";
import { machineStatus } from "./status-words.ts";
import type { StretchFound } from "./stretch.ts";
import { FILLERS, usualWord } from "./usual-words.ts";

interface Found {
  readonly words: string[];
  readonly tasks: string[];
  readonly runs: string[];
  readonly plans: string[];
  readonly users: string[];
  readonly roles: string[];
  readonly places: string[];
  readonly include: string[];
  readonly exclude: string[];
  readonly numbers: number[];
  readonly assumed: string[];
  readonly spans: { from: number; to: number; slot: string }[];
  percent?: number;
  quoted?: Token;
  points: boolean;
  mine: boolean;
}

type Ranges = readonly { readonly from: number; readonly to: number }[];

/** Takes the names and values out of a sentence; `time` and `taken` were understood otherwise. */
export function readSaid(draft: Draft, tokens: readonly Token[], time: StretchFound | undefined, taken: Ranges): Said {
  return time || taken.length > 0 ? readNew(draft, tokens, time, taken) : readPlain(draft, tokens);
}

/** Several readers ask the same of a sentence that speaks of no time. */
const plain = new WeakMap<readonly Token[], { readonly known: CompiledCatalog; readonly said: Said }>();

function readPlain(draft: Draft, tokens: readonly Token[]): Said {
  const before = plain.get(tokens);
  if (before?.known === draft.known) return before.said;
  const said = readNew(draft, tokens, undefined, []);
  plain.set(tokens, { known: draft.known, said });
  return said;
}

function readNew(draft: Draft, tokens: readonly Token[], time: StretchFound | undefined, taken: Ranges): Said {
  const masked = mask(tokens.length, [...taken, ...(time?.used ?? [])]);
  const found = emptyFound();
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    const next = !token || masked[at] ? at + 1 : (nameEnd(draft, tokens, at, masked, found) ?? at + 1);
    if (token && next === at + 1 && !masked[at] && !found.spans.some(({ from }) => from === at)) word(token, found);
    at = Math.max(next, at + 1);
  }
  return settled(found, time);
}

const emptyFound = (): Found => ({
  words: [],
  tasks: [],
  runs: [],
  plans: [],
  users: [],
  roles: [],
  places: [],
  include: [],
  exclude: [],
  numbers: [],
  assumed: [],
  spans: [],
  points: false,
  mine: false,
});

function settled(found: Found, time: StretchFound | undefined): Said {
  const { include, exclude, percent, quoted, ...rest } = found;
  const everywhere = include.length === 0 && exclude.length > 0 ? ["all"] : [...new Set(include)];
  const targets: TargetSelector | undefined =
    everywhere.length > 0 ? { include: everywhere, exclude: [...new Set(exclude)] } : undefined;
  const { used: _used, ...stretch } = time ?? { used: [] };
  return {
    ...rest,
    ...(targets && { targets }),
    ...(percent !== undefined && { percent }),
    ...(quoted && { quoted }),
    ...(time && { time: stretch }),
    spans: [...found.spans, ...(time?.used ?? []).map((range) => ({ ...range, slot: "query" }))],
  };
}

/** What is named at `at`: notes it and returns the place behind it. */
function nameEnd(
  draft: Draft,
  tokens: readonly Token[],
  at: number,
  masked: readonly boolean[],
  found: Found,
): number | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  const take = (end: number, slot: string): number => {
    found.spans.push({ from: at, to: end, slot });
    return end;
  };
  const task = taskAt(tokens, at, draft.known);
  if (task) {
    found.tasks.push(task.value);
    if (task.assumed !== undefined) found.assumed.push(task.assumed);
    return take(task.end, "ref");
  }
  const id = idAt(tokens, at, found);
  if (id !== undefined) return take(id, "ref");
  const place = placeAt(tokens, at);
  if (place) {
    found.places.push(place.value);
    return take(place.end, "ref");
  }
  const user = userAt(token, draft.known);
  if (user !== undefined) {
    found.users.push(user);
    return take(at + 1, "ref");
  }
  if (token.kind === "quoted") {
    found.quoted ??= token;
    return take(at + 1, "ref");
  }
  return machinesAt(draft, tokens, at, masked, found, take);
}

const ID_NOUN = /^(?:run|execution|plan|request|task|schedule|job)$/;

function idAt(tokens: readonly Token[], at: number, found: Found): number | undefined {
  const noun = tokens[at]?.text ?? "";
  const led = ID_NOUN.test(noun) && !(noun === "run" && (at === 0 || !tokens[at + 1]?.text.startsWith("r-")));
  const from = led ? at + 1 : at;
  const token = tokens[from];
  if (token?.kind !== "id") return undefined;
  const id = token.raw.toUpperCase();
  if (id.startsWith("P-")) found.plans.push(id);
  else if (id.startsWith("T-")) found.tasks.push(id);
  else found.runs.push(id);
  return from + 1;
}

const ON: Token = { kind: "word", text: "on", raw: "on", start: 0, end: 0 };
const WITHOUT = /^(?:except|excluding|without|but)$/;
const LEAD =
  /^(?:on|in|at|across|of|for|from|to|all|every|both|everywhere|anywhere|everything|any|the|our|machine|server|host|agent|box|node)$/;

/** Machines, with or without "on" before them. Guesses no name that the catalog does not know. */
function machinesAt(
  draft: Draft,
  tokens: readonly Token[],
  at: number,
  masked: readonly boolean[],
  found: Found,
  take: (end: number, slot: string) => number,
): number | undefined {
  const token = tokens[at];
  if (!token || !mayBeMachines(draft, tokens, at)) return undefined;
  const noun = /^(?:machine|server|host|agent|box|node|client)$/.test(token.text);
  const from = behindLead(tokens, at, noun);
  const without = WITHOUT.test(token.text);
  const stop = masked.indexOf(true, from);
  const rest = tokens.slice(from, stop < 0 ? tokens.length : stop);
  const spoken = without ? rest : [ON, ...rest];
  if (!beginsTargets(spoken, draft.known)) return undefined;
  const part = findTargets(spoken, [], draft.known);
  const first = part.used.find(({ from: start }) => start === 0);
  if (!first || part.same) return undefined;
  const shift = without ? 0 : 1;
  const own = findTargets(
    without ? rest.slice(0, first.to) : [ON, ...rest.slice(0, first.to - shift)],
    [],
    draft.known,
  );
  if (own.include.some((term) => isGuess(term, draft, rest))) return undefined;
  found.include.push(...(without ? [] : own.include));
  found.exclude.push(...own.exclude);
  return take(from + first.to - shift, without ? "exclude" : "targets");
}

/** "on web-1", "machine web-1", "the agent on web-1": the place of the name. */
function behindLead(tokens: readonly Token[], at: number, noun: boolean): number {
  const led = (place: number) => /^(?:of|for|from|to|on|in|at|across)$/.test(tokens[place]?.text ?? "");
  if (noun) return led(at + 1) ? at + 2 : at + 1;
  return led(at) ? at + 1 : at;
}

/** A plain word that only might be a machine; "the draining machines" are in a state, and have no such label. */
function isGuess(term: string, { known }: Draft, tokens: readonly Token[]): boolean {
  const label = term.startsWith("label:") ? term.slice(6) : "";
  if (label !== "" && !known.labels.has(label) && machineStatus([label])) return true;
  const name = term.startsWith("host:") ? term.slice(5) : "";
  if (name === "" || known.agents.has(name)) return false;
  return !/[\d*?]/.test(name) || tokens.some((token) => token.text === name && token.kind === "word");
}

function mayBeMachines({ known }: Draft, tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token) return false;
  if (LEAD.test(token.text) || WITHOUT.test(token.text) || known.agents.has(token.text)) return true;
  if (token.kind === "name") return true;
  return token.kind === "word" && KIND_WORD.test(token.text) ? true : known.labels.has(token.text.replace(/s$/, ""));
}

const KIND_WORD =
  /^(?:production|prod|live|staging|stage|test|testing|dev|development|linux|windows|win|macos|mac|macs|osx|label|labelled|labeled|tagged)$/;

/** A word that names nothing. */
function word(token: Token, found: Found): void {
  const { text, kind } = token;
  if (kind === "comma" || kind === "stop") return;
  if (kind === "percent") {
    found.percent = token.value ?? 0;
    return;
  }
  const role = roleOf(text);
  if (role !== undefined) {
    found.roles.push(role);
    return;
  }
  if (/^(?:my|mine|i)$/.test(text)) found.mine = true;
  if (/^(?:it|that|this|them|those|these)$/.test(text)) {
    found.points = true;
    return;
  }
  if (FILLERS.has(text)) return;
  const number = kind === "number" ? token.value : numberWord(text);
  if (number !== undefined) {
    found.numbers.push(number);
    return;
  }
  found.words.push(usualWord(text));
}
