import type { CompiledCatalog } from "../compiled-catalog.ts";
import { isLexiconWord } from "../match/english.ts";
import { NEVER_NAMES } from "../match/words.ts";
import { nearestWord } from "../text/nearest-word.ts";
import type { Token } from "../text/token.ts";
import { compactName } from "./compact-name.ts";
import { ENV, NOUNS, OS, ROLES } from "./target-words.ts";

export interface Spelled {
  readonly tokens: readonly Token[];
  /** What was read as another word than it was typed, as sentences. */
  readonly repaired: readonly string[];
}

/**
 * Machines as the catalog spells them: "web1" and "web 1" are web-1, "web-{1,2}" and "web-1/web-2" are two, "on
 * prodution" is production. A name that could be two machines stays as it is.
 */
export function spellNames(tokens: readonly Token[], known: CompiledCatalog): Spelled {
  const spelled: Token[] = [];
  const repaired: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const pieces = token.kind === "name" || token.kind === "word" ? several(token, known) : undefined;
    const found = pieces ? undefined : respelled(tokens, at, known);
    if (found) {
      const said = tokens.slice(at, found.end).map(({ raw }) => raw);
      repaired.push(`"${said.join(" ")}" = ${found.text}`);
      const end = tokens[found.end - 1]?.end ?? token.end;
      spelled.push({ ...token, kind: found.kind, text: found.text, raw: found.text, end });
      at = found.end - 1;
    } else spelled.push(...(pieces ?? [token]));
  }
  return { tokens: spelled, repaired };
}

/** "web-{1,2}" and "dev/test" as their parts, with commas between. */
function several(token: Token, known: CompiledCatalog): readonly Token[] | undefined {
  const parts = bracedParts(token.text) ?? slashedParts(token.text, known);
  return parts?.flatMap((text, index): readonly Token[] => {
    const part: Token = { ...token, text, raw: text, kind: /\d/.test(text) ? "name" : "word" };
    return index === 0 ? [part] : [{ ...token, kind: "comma", text: ",", raw: "," }, part];
  });
}

const MOST_PARTS = 50;

function bracedParts(text: string): readonly string[] | undefined {
  if (!text.includes("{")) return undefined;
  const [, stem = "", inside = "", rest = ""] =
    /^([a-z][\w.-]{0,60})\{([\w,.-]{1,200})(?:\}([\w.-]{0,60}))?$/.exec(text) ?? [];
  const items = inside.split(",").flatMap((item) => {
    const [, from, to] = /^(\d{1,4})(?:\.\.|-)(\d{1,4})$/.exec(item) ?? [];
    const size = Number(to) - Number(from) + 1;
    return size > 0 && size <= MOST_PARTS
      ? Array.from({ length: size }, (_, index) => String(Number(from) + index))
      : [item];
  });
  const parts = items.filter((item) => item !== "").map((item) => `${stem}${item}${rest}`);
  return stem !== "" && parts.length > 0 && parts.length <= MOST_PARTS ? parts : undefined;
}

function slashedParts(text: string, known: CompiledCatalog): readonly string[] | undefined {
  const parts = text.includes("/") ? text.split("/") : [];
  const named = (part: string) => known.agents.has(part) || isKind(part, known);
  return parts.length > 1 && parts.length <= MOST_PARTS && parts.every(named) ? parts : undefined;
}

const isKind = (word: string, known: CompiledCatalog): boolean =>
  ENV.has(word) || OS.has(word) || ROLES.has(word) || known.labels.has(word);

interface Respelled {
  readonly text: string;
  readonly kind: Token["kind"];
  readonly end: number;
}

function respelled(tokens: readonly Token[], at: number, known: CompiledCatalog): Respelled | undefined {
  const token = tokens[at];
  if (!token || (token.kind !== "word" && token.kind !== "name")) return undefined;
  if (token.kind === "name") {
    const name = known.agents.has(token.text) ? undefined : known.compactNames.get(compactName(token.text));
    return name === undefined ? undefined : { text: name, kind: "name", end: at + 1 };
  }
  return numbered(tokens, at, known) ?? kindRepair(tokens, at, known);
}

/** "web 3", but not "web 3 times". */
function numbered(tokens: readonly Token[], at: number, known: CompiledCatalog): Respelled | undefined {
  const [word, number] = [tokens[at], tokens[at + 1]];
  if (number?.kind !== "number" || !/^\d{1,4}$/.test(number.text)) return undefined;
  const name = known.compactNames.get(`${word?.text}${number.text}`);
  if (name === undefined || COUNTED.test(tokens[at + 2]?.text ?? "")) return undefined;
  return { text: name, kind: "name", end: at + 2 };
}

const COUNTED =
  /^(?:times?|x|%|percent|at|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|retries|retry|canary|canaries|lines?|am|pm|o'clock|web|servers?|machines?|boxes|hosts?|nodes?)$/;

const LEADS = /^(?:on|in|across|all|every|the|of|for|from|except|but|not|and|only)$/;

/** "on prodution", "all stagin servers": a slip in a word that only says which machines. */
function kindRepair(tokens: readonly Token[], at: number, known: CompiledCatalog): Respelled | undefined {
  const { text = "" } = tokens[at] ?? {};
  if (text.length < 5 || !LEADS.test(tokens[at - 1]?.text ?? "")) return undefined;
  const placed = /^(?:on|in|across)$/.test(tokens[at - 1]?.text ?? "");
  if (!(placed || isPlace(tokens[at + 1]))) return undefined;
  if (isKind(text, known) || NOUNS.has(text) || NEVER_NAMES.has(text) || known.nameWords.has(text)) return undefined;
  if (known.words.has(text) || known.agents.has(text) || isLexiconWord(text)) return undefined;
  const word = nearestWord(text, [ENV, OS, known.labels]);
  return word === undefined ? undefined : { text: word, kind: "word", end: at + 1 };
}

const isPlace = (token: Token | undefined): boolean => token !== undefined && NOUNS.has(token.text);
