import type { CompiledCatalog } from "../compiled-catalog.ts";
import { isLexiconWord } from "../match/english.ts";
import { NEVER_NAMES } from "../match/words.ts";
import { isOneSlip } from "../text/is-one-slip.ts";
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
  for (let at = 0; at < tokens.length; ) {
    const pieces = several(tokens[at], known);
    const found = pieces ? undefined : respelled(tokens, at, known);
    const end = found?.end ?? at + 1;
    spelled.push(...(pieces ?? (found ? [inOne(tokens, at, found)] : tokens.slice(at, end))));
    if (found && !found.usual) repaired.push(`"${saidIn(tokens, at, end)}" = ${found.text}`);
    at = end;
  }
  return { tokens: spelled, repaired };
}

const saidIn = (tokens: readonly Token[], from: number, to: number): string =>
  tokens
    .slice(from, to)
    .map(({ raw }) => raw)
    .join(" ");

function inOne(tokens: readonly Token[], at: number, { text, kind, end }: Respelled): Token {
  const [first, last] = [tokens[at], tokens[end - 1]];
  return { kind, text, raw: text, start: first?.start ?? 0, end: last?.end ?? 0 };
}

/** "web-{1,2}" and "dev/test" as their parts, with commas between. */
function several(token: Token | undefined, known: CompiledCatalog): readonly Token[] | undefined {
  if (token?.kind !== "name" && token?.kind !== "word") return undefined;
  const parts = bracedParts(token.text) ?? slashedParts(token.text, known);
  return parts?.flatMap((text, index): readonly Token[] => {
    const part: Token = { ...token, text, raw: text, kind: /\d/.test(text) ? "name" : "word" };
    return index === 0 ? [part] : [{ ...token, kind: "comma", text: ",", raw: "," }, part];
  });
}

const MOST_PARTS = 50;

function bracedParts(text: string): readonly string[] | undefined {
  const open = text.indexOf("{");
  const close = text.indexOf("}", open);
  if (open < 1) return undefined;
  const [stem, inside, rest] = [
    text.slice(0, open),
    text.slice(open + 1, close < 0 ? undefined : close),
    close < 0 ? "" : text.slice(close + 1),
  ];
  if (![stem, inside.replaceAll(",", ""), rest].every((part) => /^[\w.-]{0,60}$/.test(part))) return undefined;
  const items = inside.split(",").flatMap((item) => {
    const [, from, to] = /^(\d{1,4})(?:\.\.|-)(\d{1,4})$/.exec(item) ?? [];
    const size = Number(to) - Number(from) + 1;
    return size > 0 && size <= MOST_PARTS
      ? Array.from({ length: size }, (_, index) => String(Number(from) + index))
      : [item];
  });
  const parts = items.filter((item) => item !== "").map((item) => `${stem}${item}${rest}`);
  return /^[a-z]/.test(stem) && parts.length > 0 && parts.length <= MOST_PARTS ? parts : undefined;
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
  /** Another name that everybody uses, and no slip. */
  readonly usual?: true;
}

function respelled(tokens: readonly Token[], at: number, known: CompiledCatalog): Respelled | undefined {
  const token = tokens[at];
  if (!token || (token.kind !== "word" && token.kind !== "name")) return undefined;
  if (token.kind === "name") {
    const name = known.agents.has(token.text) ? undefined : known.compactNames.get(compactName(token.text));
    return name === undefined ? undefined : { text: name, kind: "name", end: at + 1 };
  }
  return (
    usualService(token, at, known) ??
    numbered(tokens, at, known) ??
    kindRepair(tokens, at, known) ??
    joint(tokens, at, known)
  );
}

const LONGEST_JOINT = 4;

/** "web-1 anr web-2", "all of them, nt on web-1": a slip in the small word between machines would mean other machines. */
function joint(tokens: readonly Token[], at: number, known: CompiledCatalog): Respelled | undefined {
  const { text } = tokens[at] as Token;
  if (text.length > LONGEST_JOINT || known.words.has(text) || isLexiconWord(text)) return undefined;
  const isMachine = (place: number): boolean => known.agents.has(tokens[place]?.text ?? "");
  if (isMachine(at - 1) && isMachine(at + 1) && isOneSlip(text, "and"))
    return { text: "and", kind: "word", end: at + 1 };
  const led = /^(?:on|in|at|for)$/.test(tokens[at + 1]?.text ?? "") && (isMachine(at + 2) || isMachine(at + 3));
  const apart = tokens[at - 1]?.kind === "comma" || /^(?:but|and)$/.test(tokens[at - 1]?.text ?? "");
  return led && apart && isOneSlip(text, "not") ? { text: "not", kind: "word", end: at + 1 } : undefined;
}

/** What people call services: word -> names it may have here. */
const SERVICE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ["postgres", ["postgresql", "postgresql.service"]],
  ["pg", ["postgresql", "postgres"]],
  ["apache", ["apache2", "httpd"]],
  ["httpd", ["apache2"]],
  ["mysql", ["mysqld", "mariadb"]],
  ["ssh", ["sshd"]],
  ["sshd", ["ssh"]],
  ["crond", ["cron"]],
  ["dockerd", ["docker"]],
  ["mongo", ["mongod", "mongodb"]],
  ["rabbit", ["rabbitmq", "rabbitmq-server"]],
  ["rabbitmq", ["rabbitmq-server"]],
  ["memcache", ["memcached"]],
]);

function usualService({ text }: Token, at: number, known: CompiledCatalog): Respelled | undefined {
  const ways = SERVICE_NAMES.get(text);
  const services = known.catalog.services;
  if (!ways || services.includes(text) || known.nameWords.has(text)) return undefined;
  const [only, another] = ways.filter((name) => services.includes(name));
  return only === undefined || another ? undefined : { text: only, kind: "word", end: at + 1, usual: true };
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
