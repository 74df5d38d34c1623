import type { CompiledCatalog } from "../compiled-catalog.ts";
import { NEVER_NAMES } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import type { Group } from "./group.ts";
import { NOUNS } from "./target-words.ts";

/** "web-1 to web-4", "web-1..4", "web-[1-4]": every machine by name. */
export function rangeAt(tokens: readonly Token[], at: number, known: CompiledCatalog): Group | undefined {
  const token = tokens[at];
  if (token?.kind !== "name") return undefined;
  return shortRange(token, at, known) ?? longRange(token, tokens, at);
}

function shortRange(token: Token, at: number, known: CompiledCatalog): Group | undefined {
  const short = /^([a-z][a-z0-9_.-]{0,60}?)\[?(\d{1,4})(?:\.{2,3}|-|:)([a-z_-]{0,40}?)(\d{1,4})\]?$/.exec(token.text);
  if (!short || known.agents.has(token.text) || !/\.\.|\[/.test(token.text)) return undefined;
  const [, stem = "", from = "", again = "", to = ""] = short;
  return again === "" || again === stem ? spelled(stem, from, to, at + 1) : undefined;
}

function longRange(token: Token, tokens: readonly Token[], at: number): Group | undefined {
  if (!/^(?:to|through|thru|until|till|-|\.\.)$/.test(tokens[at + 1]?.text ?? "")) return undefined;
  const first = /^(.*?)(\d{1,4})$/.exec(token.text);
  const last = /^(.*?)(\d{1,4})$/.exec(tokens[at + 2]?.text ?? "");
  if (!first || !last || (last[1] !== first[1] && last[1] !== "")) return undefined;
  return spelled(first[1] ?? "", first[2] ?? "", last[2] ?? "", at + 3);
}

/** More than this many machines are not meant by a range of names. */
const LONGEST_RANGE = 500;

function spelled(stem: string, first: string, last: string, end: number): Group | undefined {
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from >= LONGEST_RANGE) return undefined;
  const terms = Array.from(
    { length: to - from + 1 },
    (_, index) => `host:${stem}${String(from + index).padStart(first.startsWith("0") ? first.length : 1, "0")}`,
  );
  return { terms, end, strong: true };
}

/** A machine by name or glob; with `guess` also a name that the catalog does not know. */
export function hostAt(
  tokens: readonly Token[],
  at: number,
  known: CompiledCatalog,
  guess: boolean,
): Group | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (known.agents.has(token.text)) {
    const end = NOUNS.has(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
    return { terms: [`host:${token.text}`], end, strong: true };
  }
  if (/^host:.+/.test(token.text)) return { terms: [token.text], end: at + 1, strong: true };
  const isGlob = token.kind === "name" && /[*?]/.test(token.text);
  if (isGlob) return { terms: [`host:${token.text}`], end: at + 1, strong: true };
  const guessed = guess && (isHostLike(token) || isPlainHost(tokens, at));
  return guessed ? { terms: [`host:${token.text}`], end: at + 1, strong: false } : undefined;
}

const isHostLike = ({ kind, text }: Token): boolean =>
  kind === "name" && /^[a-z0-9][\w.-]*$/.test(text) && /[a-z]/.test(text);

/** "on gateway", at the end of what is said about where. */
function isPlainHost(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "word" || token.text.length < 2 || tokens[at - 1]?.text !== "on") return false;
  const general = [NEVER_NAMES, NOUNS, NOT_MACHINES].some((words) => words.has(token.text));
  const next = tokens[at + 1];
  const ends = next === undefined || next.kind === "stop" || AFTER_HOST.test(next.text);
  return !general && ends;
}

const AFTER_HOST = /^(?:every|at|and|then|in|please|now|but|except|daily|hourly|tomorrow|tonight)$/;

const NOT_MACHINES = new Set(
  "demand disk purpose time hold failure success weekdays weekends holiday schedule top fire average sight behalf fridays mondays tuesdays wednesdays thursdays saturdays sundays monday tuesday wednesday thursday friday saturday sunday repeat call duty vacation site cpu memory".split(
    " ",
  ),
);
