import type { TokenKind } from "./token.ts";

/** Numbers or names with ranges and steps, in a list; or the special signs of single fields. */
const CRON_FIELD =
  /^(?:\?|L|\d[L#]\d?|(?:\*|\d{1,4}|[a-z]{3})(?:-(?:\d{1,4}|[a-z]{3}))?(?:\/\d{1,3})?(?:,(?:\*|\d{1,4}|[a-z]{3})(?:-(?:\d{1,4}|[a-z]{3}))?(?:\/\d{1,3})?){0,30})$/i;

/** First fitting kind wins; each pattern is anchored and without nested repeats. */
const KINDS: readonly (readonly [TokenKind, RegExp])[] = [
  ["url", /^[a-z][a-z0-9+.-]{0,15}:\/\/\S+$/i],
  ["id", /^[TREP]-\d{1,15}$/i],
  ["path", /^(?:~?\/\S*|[a-z]:[\\/]\S*|\.{1,2}\/\S*)$/i],
  ["flag", /^--?[a-z][a-z0-9-]{0,60}(?:=\S{1,300})?$/i],
  ["date", /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?$/i],
  ["clock", /^(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:[ap]\.?m?\.?)?$/i],
  ["clock", /^(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?[ap](?:\.?m\.?)?$/i],
  ["clock", /^(?:[01]?\d|2[0-3])h(?:[0-5]\d)$/i],
  ["percent", /^\d{1,3}(?:\.\d{1,3})?%$/],
  ["address", /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:\/\d{1,2}|:\d{1,5})?$/],
  ["address", /^[0-9a-f]{0,4}:[0-9a-f:.]{0,40}:[0-9a-f.]{0,15}(?:%\w{1,16})?$/i],
  ["ordinal", /^\d{1,4}(?:st|nd|rd|th)$/i],
  ["number", /^\d{1,9}(?:\.\d{1,6})?$/],
  ["amount", /^\d{1,6}(?:\.\d{1,3})?(?:s|sec|secs|m|min|mins|h|hr|hrs|d|w|ms|x)$/i],
  ["amount", /^\d{1,3}h\d{1,3}m?$/i],
  ["channel", /^#[a-z][\w-]{0,79}$/i],
  ["pair", /^[a-z_][\w.-]{0,60}=\S{1,300}$/i],
  ["word", /^[\p{L}]+(?:[-'][\p{L}]+)*$/u],
];

/** What one piece without spaces is. */
export function classify(piece: string): { readonly kind: TokenKind; readonly value?: number } {
  if (/^[a-zA-Z]+$/.test(piece)) return { kind: "word" };
  for (const [kind, pattern] of KINDS) {
    if (!pattern.test(piece)) continue;
    if (kind === "number" || kind === "ordinal" || kind === "percent") return { kind, value: Number.parseFloat(piece) };
    return { kind };
  }
  return { kind: /[\p{L}\d]/u.test(piece) || /^[*?]+$/.test(piece) ? "name" : "stop" };
}

/** Five fields with a wildcard among them, or a plain minute and hour before three fields. */
export function looksLikeCron(text: string): boolean {
  const fields = text.trim().split(/ +/);
  return (
    fields.length === 5 && fields.some((field) => field.includes("*")) && fields.every((one) => CRON_FIELD.test(one))
  );
}
