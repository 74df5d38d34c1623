import { isKnownZone } from "../../core/kernel/wall-time.ts";
import type { Token } from "../text/token.ts";

const CITIES =
  "london Europe/London|paris Europe/Paris|berlin Europe/Berlin|madrid Europe/Madrid|rome Europe/Rome|amsterdam Europe/Amsterdam|zurich Europe/Zurich|vienna Europe/Vienna|warsaw Europe/Warsaw|lisbon Europe/Lisbon|dublin Europe/Dublin|stockholm Europe/Stockholm|oslo Europe/Oslo|helsinki Europe/Helsinki|athens Europe/Athens|istanbul Europe/Istanbul|moscow Europe/Moscow|cairo Africa/Cairo|johannesburg Africa/Johannesburg|dubai Asia/Dubai|mumbai Asia/Kolkata|delhi Asia/Kolkata|kolkata Asia/Kolkata|bangalore Asia/Kolkata|singapore Asia/Singapore|tokyo Asia/Tokyo|seoul Asia/Seoul|shanghai Asia/Shanghai|sydney Australia/Sydney|melbourne Australia/Melbourne|auckland Pacific/Auckland|toronto America/Toronto|chicago America/Chicago|denver America/Denver|pacific America/Los_Angeles|eastern America/New_York|central America/Chicago|mountain America/Denver";
const TWO_WORD_CITIES: Readonly<Record<string, string>> = {
  "new york": "America/New_York",
  "los angeles": "America/Los_Angeles",
  "san francisco": "America/Los_Angeles",
  "sao paulo": "America/Sao_Paulo",
  "mexico city": "America/Mexico_City",
  "hong kong": "Asia/Hong_Kong",
};
const SHORT: Readonly<Record<string, string>> = {
  utc: "UTC",
  gmt: "UTC",
  zulu: "UTC",
  cet: "Europe/Paris",
  cest: "Europe/Paris",
  bst: "Europe/London",
  est: "America/New_York",
  edt: "America/New_York",
  pst: "America/Los_Angeles",
  pdt: "America/Los_Angeles",
  cst: "America/Chicago",
  mst: "America/Denver",
  jst: "Asia/Tokyo",
};
const CITY = new Map(CITIES.split("|").map((line) => line.split(" ") as [string, string]));

const TWO_WORD_STARTS = new Set(Object.keys(TWO_WORD_CITIES).map((name) => name.split(" ")[0] ?? ""));

/** Whether a zone can begin with the token. */
export const beginsZone = ({ text }: Token): boolean =>
  Object.hasOwn(SHORT, text) || CITY.has(text) || TWO_WORD_STARTS.has(text) || text.includes("/");

/** "UTC", "Berlin time", "New York time", "Europe/Berlin" at `at`. */
export function zoneAt(
  tokens: readonly Token[],
  at: number,
): { readonly tz: string; readonly end: number } | undefined {
  const first = tokens[at]?.text ?? "";
  const from = first === "in" || first === "the" ? at + 1 : at;
  const plain = plainZone(tokens[from]);
  if (plain !== undefined) return { tz: plain, end: tokens[from + 1]?.text === "time" ? from + 2 : from + 1 };
  const one = CITY.get(tokens[from]?.text ?? "");
  if (one !== undefined && tokens[from + 1]?.text === "time") return { tz: one, end: from + 2 };
  const two = TWO_WORD_CITIES[`${tokens[from]?.text ?? ""} ${tokens[from + 1]?.text ?? ""}`];
  return two !== undefined && tokens[from + 2]?.text === "time" ? { tz: two, end: from + 3 } : undefined;
}

/** A city at `at` without "time" behind it: a zone only where nothing else can be meant. */
export function cityZone(
  tokens: readonly Token[],
  at: number,
): { readonly tz: string; readonly end: number } | undefined {
  const [first = "", second = ""] = [tokens[at]?.text, tokens[at + 1]?.text];
  const one = CITY.get(first);
  if (one !== undefined) return { tz: one, end: at + 1 };
  const two = TWO_WORD_CITIES[`${first} ${second}`];
  return two === undefined ? undefined : { tz: two, end: at + 2 };
}

/** Needs no "time" behind it. */
function plainZone(token: Token | undefined): string | undefined {
  if (!token) return undefined;
  if (Object.hasOwn(SHORT, token.text)) return SHORT[token.text];
  return /^[A-Za-z]{2,20}\/[A-Za-z_]{2,30}$/.test(token.raw) && isKnownZone(token.raw) ? token.raw : undefined;
}
