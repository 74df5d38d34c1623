import type { JsonObject } from "../../core/kernel/json.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { type Draft, mask } from "../draft.ts";
import { quantityAt } from "../target/quantity.ts";
import { type EditedAction, type EditParam, editParam } from "./edit-param.ts";
import { type EditTargets, editTargets } from "./edit-targets.ts";
import { BESIDE_GUESS, CORRECTS, GLUE, LEADS_GUESS, THINGS } from "./edit-words.ts";

/** What a sentence changes of the request before, when every word of it was understood. */
export interface Edit {
  readonly params: JsonObject;
  readonly targets?: TargetSelector;
  /** So many of them. */
  readonly pick?: number | string;
  /** Other machines, rather than fewer of the same. */
  readonly elsewhere: boolean;
  /** A value that is only probably one. */
  readonly guessed: boolean;
  readonly words: readonly string[];
}

interface Found {
  readonly params: EditParam[];
  readonly targets: EditTargets[];
  readonly words: string[];
  readonly picks: (number | string)[];
}

/** Asks or forbids, rather than edits. */
const REFUSES =
  /\b(?:do|would|have|is|are|it|i|you) not\b|^(?:what (?!about)|how (?!about)|is |are |do (?:i|you) |would |have |should |can |i (?!meant|mean|want|would))/;
const ABOUT_LIMIT = /^(?:warn|warning|alert|alarm|complain|threshold|limit|above|over|below|when|if|at)$/;

/** Reads the words besides time and policy; undefined where one of them is no part of an edit. */
export function readEdit(draft: Draft, last: Frame): Edit | undefined {
  const { tokens, known, message } = draft;
  const action = known.catalog.actions.find(({ name }) => name === last.action);
  if (!action || REFUSES.test(tokens.map(({ text }) => text).join(" "))) return undefined;
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used, ...draft.time.looseUsed]);
  const edited: EditedAction = { action, params: last.params ?? {}, known, message };
  const found: Found = { params: [], targets: [], words: [], picks: [] };
  for (let at = 0; at < tokens.length; ) {
    const end = taken[at] ? at + 1 : pieceEnd(draft, at, edited, found);
    if (end === undefined || taken.slice(at + 1, end).includes(true)) return undefined;
    at = end;
  }
  return settled(found, last);
}

const THESE = /^(?:them|those|these)$/;

/** Notes what stands at `at` and returns the place behind it. */
function pieceEnd({ tokens, known }: Draft, at: number, edited: EditedAction, found: Found): number | undefined {
  const token = tokens[at];
  if (!token || token.kind === "comma" || token.kind === "stop") return at + 1;
  const some = quantityAt(tokens, at);
  if (some?.pick !== undefined && tokens.slice(at, some.end).some(({ text }) => THESE.test(text))) {
    found.picks.push(some.pick);
    return some.end;
  }
  const value = editParam(tokens, at, edited);
  const machines = value?.quality === 1 && !known.agents.has(token.text) ? undefined : editTargets(tokens, at, known);
  if (machines) {
    found.targets.push(machines);
    return machines.end;
  }
  if (GLUE.has(token.text) || THINGS.has(token.text)) {
    found.words.push(token.text);
    return at + 1;
  }
  if (value && (token.kind !== "quoted" || found.words.length > 0)) {
    found.params.push(value);
    return value.end;
  }
  const limits =
    ABOUT_LIMIT.test(token.text) && tokens.some(({ kind, text }) => kind === "percent" || text === "percent");
  return limits ? at + 1 : undefined;
}

function settled({ params, targets, words, picks }: Found, last: Frame): Edit | undefined {
  const corrects = words.some((word) => CORRECTS.has(word));
  const fresh = params.filter(({ name, value }) => !corrects || value !== last.params?.[name]);
  const names = new Set(fresh.map(({ name }) => name));
  if (names.size < fresh.length || (params.length > 0 && fresh.length === 0)) return undefined;
  const guessed = fresh.some(({ quality }) => quality < 0.9);
  if (guessed && !isSureEdit(words)) return undefined;
  if (words.includes("not") && params.length > 0 && fresh.length === params.length) return undefined;
  const place = targetsOf(targets, corrects, last.targets);
  const [pick, another] = picks;
  // "half of them first" leaves the other half for later, and says not when.
  if (pick !== undefined && words.includes("first")) return undefined;
  if (place === "unclear" || another !== undefined) return undefined;
  return {
    params: Object.fromEntries(fresh.map(({ name, value }) => [name, value])),
    ...(place && { targets: place }),
    ...(pick !== undefined && { pick }),
    elsewhere: targets.some(({ kind }) => kind === "include" || kind === "else"),
    guessed,
    words,
  };
}

/** "what about foo", not "what is this foo". */
const isSureEdit = (words: readonly string[]): boolean =>
  words.every((word) => BESIDE_GUESS.has(word)) && words.some((word) => LEADS_GUESS.has(word));

function targetsOf(
  found: readonly EditTargets[],
  corrects: boolean,
  last: TargetSelector | undefined,
): TargetSelector | "unclear" | undefined {
  const before = new Set(last?.include);
  const termsOf = (kind: EditTargets["kind"]) => found.filter((one) => one.kind === kind).flatMap(({ terms }) => terms);
  const refused = termsOf("not");
  const takenBack = refused.some((term) => before.has(term));
  const said = [...new Set([...termsOf("include"), ...(takenBack ? refused : [])])];
  const include = corrects ? said.filter((term) => !before.has(term)) : said;
  const exclude = [...new Set([...termsOf("exclude"), ...(takenBack ? [] : refused)])];
  if (said.length > 0 && include.length === 0) return "unclear";
  if (found.some(({ kind }) => kind === "else")) {
    if (!last || before.has("all") || said.length > 0) return "unclear";
    return { include: ["all"], exclude: [...new Set([...last.include, ...exclude])] };
  }
  const more = termsOf("more");
  if (more.length > 0) return include.length + exclude.length > 0 ? "unclear" : withMore(last, more);
  if (include.length > 0) return { include, exclude: exclude.filter((term) => !before.has(term)) };
  if (exclude.length === 0) return undefined;
  return fewer(last, exclude);
}

const withMore = (last: TargetSelector | undefined, more: readonly string[]): TargetSelector => ({
  include: [...new Set([...(last?.include ?? []), ...more])],
  exclude: last?.exclude ?? [],
});

/** "drop web-2": without it where it was named, else all but it. */
function fewer(last: TargetSelector | undefined, exclude: readonly string[]): TargetSelector | "unclear" {
  const before = new Set(last?.include);
  const named = exclude.filter((term) => before.has(term)).length;
  if (!last || (named > 0 && (named < exclude.length || named === before.size))) return "unclear";
  if (named > 0) return { ...last, include: last.include.filter((term) => !exclude.includes(term)) };
  return { include: last.include, exclude: [...new Set([...last.exclude, ...exclude])] };
}
