import { classify, looksLikeCron } from "./classify.ts";
import { CONTRACTIONS } from "./contractions.ts";
import type { CleanText } from "./normalise.ts";
import { withPlainTimes } from "./plain-times.ts";
import type { Token, TokenKind } from "./token.ts";

const CRON =
  /(?:[\d*][\d*,/-]{0,40}[ ]+){2}[\d*?L][\d*,/?LW-]{0,40}[ ]+[\da-zA-Z*][\da-zA-Z*,/-]{0,40}[ ]+[\da-zA-Z*][\da-zA-Z*,/#?-]{0,40}(?=[\s.,;!?)'"`]|$)/y;
const QUOTES = new Set(["`", '"', "'"]);
const LEADING = new Set(["(", "[", "{", "*", "_", "~", ">"]);
const TRAILING = /[.,;:!?)\]}>~]/;

/** Names of cron lines, as crontab(5) has them; "@reboot" is no time. */
const CRON_NAMES: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);
/** RFC 3339 with the zone letter of UTC. */
const UTC_INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)Z$/i;

/** Cuts a message into tokens with offsets into the original. Linear. */
export function tokenise({ text, origin }: CleanText): readonly Token[] {
  const tokens: Token[] = [];
  const push = (kind: TokenKind, raw: string, from: number, to: number, value?: number) => {
    const start = origin[from] ?? 0;
    const end = to > from ? (origin[to - 1] ?? start) + 1 : start;
    tokens.push({ kind, raw, text: raw.toLowerCase(), start, end, ...(value !== undefined && { value }) });
  };
  let at = 0;
  while (at < text.length) {
    if (text[at] === "\n") push("stop", "\n", at, at + 1);
    at = isBlank(text[at]) ? at + 1 : (readWhole(text, at, push) ?? readPart(text, at, push));
  }
  return withPlainTimes(tokens);
}

const isBlank = (sign: string | undefined): boolean => sign === " " || sign === "\n";

/** Something that may contain blanks: quoted text or a cron line. Returns where it ends. */
function readWhole(text: string, at: number, push: Push): number | undefined {
  const quoted = QUOTES.has(text[at] ?? "") ? readQuoted(text, at) : undefined;
  if (quoted) {
    push(looksLikeCron(quoted.content) ? "cron" : "quoted", quoted.content, at, quoted.end);
    return quoted.end;
  }
  const cron = readCron(text, at);
  if (cron === undefined) return undefined;
  push("cron", cron.trim(), at, at + cron.length);
  return at + cron.length;
}

function readPart(text: string, at: number, push: Push): number {
  let end = at;
  while (end < text.length && !isBlank(text[end])) end += 1;
  readChunk(text, at, end, push);
  return end;
}

type Push = (kind: TokenKind, raw: string, from: number, to: number, value?: number) => void;

function readQuoted(text: string, at: number): { readonly content: string; readonly end: number } | undefined {
  const fence = text.startsWith("```", at) ? "```" : (text[at] ?? "");
  const close = text.indexOf(fence, at + fence.length);
  if (close < 0 || close === at + fence.length) return undefined;
  const end = close + fence.length;
  const boundary = end >= text.length || /[\s.,;:!?)\]]/.test(text[end] ?? "");
  return boundary ? { content: text.slice(at + fence.length, close).trim(), end } : undefined;
}

function readCron(text: string, at: number): string | undefined {
  const sign = text[at] ?? "";
  if (!(sign === "*" || (sign >= "0" && sign <= "9"))) return undefined;
  CRON.lastIndex = at;
  const found = CRON.exec(text)?.[0];
  return found !== undefined && looksLikeCron(found) ? found : undefined;
}

function readChunk(text: string, from: number, to: number, push: Push): void {
  let start = from;
  let end = to;
  while (start < end - 1 && LEADING.has(text[start] ?? "") && !/^\*[-.\w]/.test(text.slice(start, end))) start += 1;
  const after: { readonly sign: string; readonly at: number }[] = [];
  while (end > start && TRAILING.test(text[end - 1] ?? "")) {
    end -= 1;
    after.unshift({ sign: text[end] ?? "", at: end });
  }
  if (end > start) readPieces(text, start, end, push);
  for (const { sign, at } of after) {
    if (sign === ",") push("comma", ",", at, at + 1);
    else if (/[.;!?:]/.test(sign)) push("stop", sign, at, at + 1);
  }
}

function readPieces(text: string, from: number, to: number, push: Push): void {
  const chunk = text.slice(from, to);
  if (!chunk.includes(",") || /^(?:[a-z]{1,10}:\/\/|\/|[{]|[\w.-]{1,60}\{)/i.test(chunk)) {
    readPiece(chunk, from, push);
    return;
  }
  let at = from;
  for (const piece of chunk.split(",")) {
    if (piece !== "") readPiece(piece, at, push);
    at += piece.length;
    if (at < to) push("comma", ",", at, at + 1);
    at += 1;
  }
}

function readPiece(piece: string, from: number, push: Push): void {
  const expanded = CONTRACTIONS.get(piece.toLowerCase().replace(MISSED_APOSTROPHE, "'"));
  if (expanded) {
    for (const word of expanded) push("word", word, from, from + piece.length);
    return;
  }
  const line = CRON_NAMES.get(piece.toLowerCase());
  if (line !== undefined) {
    push("cron", line, from, from + piece.length);
    return;
  }
  const [, instant] = UTC_INSTANT.exec(piece) ?? [];
  if (instant !== undefined) {
    push("date", instant, from, from + instant.length);
    push("word", "utc", from + instant.length, from + piece.length);
    return;
  }
  const bare = piece.replace(/'s?$/i, "");
  const { kind, value } = classify(bare);
  push(kind, bare, from, from + piece.length, value);
}

/** The key beside the apostrophe: "don;t", "what;s". */
const MISSED_APOSTROPHE = /(?<=[a-z])[;`\]](?=(?:t|s|m|re|ve|ll|d)$)/;
