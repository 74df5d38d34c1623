import { msToDuration } from "../../core/kernel/duration.ts";
import type { Json } from "../../core/kernel/json.ts";
import type { ParamSchema } from "../../core/plugin-api/manifest.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { durationAt } from "../time/durations.ts";
import { NAMERS, NEVER_NAMES, OPENERS } from "./words.ts";

/** What a hole may take from the stream at `at`: the value and the place after it. Quality below 1 is a guess. */
export interface SlotValue {
  readonly value: Json;
  readonly end: number;
  readonly quality: number;
  /** Said without a name: "something", "the service". */
  readonly open?: true;
}

/** The names that count as known for a kind of slot. */
export interface SlotVocabulary {
  known(slot: string, word: string): boolean;
  isAgent(word: string): boolean;
  /** An English word that is unlikely to be the name of anything. */
  isEnglish(word: string): boolean;
  /** A word that the phrases of some action have. */
  isVerb(word: string): boolean;
}

export interface HoleSetting {
  readonly schema: ParamSchema;
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
  readonly vocabulary: SlotVocabulary;
  /** The message as it was typed. */
  readonly message: string;
  readonly name: string;
  /** Nothing but the end follows in the phrase. */
  readonly last: boolean;
  /** A literal such as "service" or "package" stands beside the hole. */
  readonly named: boolean;
}

/** Values for one hole, best first. Empty: the phrase does not fit here. */
export function slotValues(tokens: readonly Token[], at: number, hole: HoleSetting): readonly SlotValue[] {
  const values = namedValues(tokens, at, hole);
  return values.length > 0 ? values : placeholder(tokens, at, hole);
}

const ANYTHING = /^(?:something|anything|it|that|this|them|one|thing|things|stuff)$/;
/** Words for a thing of a kind, without its name. */
const THINGS: Readonly<Record<string, RegExp>> = {
  service: /^(?:services?|daemons?|units?)$/,
  process: /^(?:process)$/,
  package: /^(?:packages?|software)$/,
  path: /^(?:file|files|log|logs|logfile|folder|directory|script|path)$/,
  url: /^(?:url|site|website|page|endpoint|address|link|api)$/,
  host: /^(?:host|address|machine|server|box|node)$/,
  command: /^(?:command)$/,
};

/** "restart something", "tail the log": asked for. */
function placeholder(
  tokens: readonly Token[],
  at: number,
  { schema, vocabulary, last }: HoleSetting,
): readonly SlotValue[] {
  const token = tokens[at];
  const thing = THINGS[schema["x-slot"] ?? ""];
  if (!token || thing === undefined) return [];
  // "back up mail": the machine stands where the thing is not said, and stays for where.
  if (last && vocabulary.isAgent(token.text) && schema["x-slot"] !== "host")
    return [{ value: null, end: at, quality: 0.8, open: true }];
  if (token.kind !== "word") return [];
  const next = tokens[at + 1];
  const described = next !== undefined && thing.test(next.text) && isDescription(token);
  if (described) return [{ value: null, end: at + 2, quality: 0.8, open: true }];
  if (!ANYTHING.test(token.text) && !thing.test(token.text)) return [];
  const more = token.text === "log" && /^(?:file|files)$/.test(tokens[at + 1]?.text ?? "");
  return [{ value: null, end: more ? at + 2 : at + 1, quality: 0.8, open: true }];
}

/** "the deploy script", "the error log": what kind of thing it is, without its name. */
const isDescription = ({ text }: Token): boolean => text.length > 2 && !NEVER_NAMES.has(text) && !OPENERS.has(text);

function namedValues(tokens: readonly Token[], at: number, hole: HoleSetting): readonly SlotValue[] {
  const { schema } = hole;
  const token = tokens[at];
  if (!token || token.kind === "comma") return [];
  if (schema.type === "array") return listValues(tokens, at, hole);
  if (schema.type === "boolean") return booleanValue(tokens, at, hole);
  const allowed = enumOf(schema);
  if (allowed) return enumValue(tokens, at, allowed, hole);
  if (schema.type === "integer" || schema.type === "number") return numberValue(tokens, at, schema);
  if (schema.type === "object") return [];
  return textValue(tokens, at, hole);
}

function enumOf(schema: ParamSchema): readonly string[] | undefined {
  const list = schema["enum"];
  return Array.isArray(list) && list.every((one) => typeof one === "string") ? (list as string[]) : undefined;
}

interface EnumWords {
  readonly value: string;
  readonly words: readonly string[];
}

const enumWords = new WeakMap<readonly string[], ReadonlyMap<string, readonly EnumWords[]>>();

/** By the first word of each way to say a value; a schema belongs to one action, and so to one set of synonyms. */
function waysToSay(allowed: readonly string[], { synonyms }: HoleSetting): ReadonlyMap<string, readonly EnumWords[]> {
  const known = enumWords.get(allowed);
  if (known) return known;
  const made = new Map<string, EnumWords[]>();
  for (const value of allowed) {
    const ways = [value.toLowerCase(), ...(synonyms[value] ?? []), ...(synonyms[value.toLowerCase()] ?? [])];
    for (const way of ways) {
      const words = way.toLowerCase().split(" ");
      const list = made.get(words[0] ?? "") ?? [];
      made.set(words[0] ?? "", list);
      list.push({ value, words });
    }
  }
  enumWords.set(allowed, made);
  return made;
}

function enumValue(
  tokens: readonly Token[],
  at: number,
  allowed: readonly string[],
  hole: HoleSetting,
): readonly SlotValue[] {
  for (const { value, words } of waysToSay(allowed, hole).get(tokens[at]?.text ?? "") ?? []) {
    const end = matchWords(tokens, at, words);
    if (end !== undefined) return [{ value, end, quality: 1 }];
  }
  return [];
}

function matchWords(tokens: readonly Token[], at: number, words: readonly string[]): number | undefined {
  return words.every((word, index) => tokens[at + index]?.text === word && tokens[at + index]?.kind !== "quoted")
    ? at + words.length
    : undefined;
}

function booleanValue(tokens: readonly Token[], at: number, hole: HoleSetting): readonly SlotValue[] {
  const words = [hole.name.toLowerCase(), ...(hole.synonyms[hole.name] ?? [])];
  const end = words.map((word) => matchWords(tokens, at, word.split(" "))).find((found) => found !== undefined);
  return end === undefined ? [] : [{ value: true, end, quality: 1 }];
}

function numberValue(tokens: readonly Token[], at: number, schema: ParamSchema): readonly SlotValue[] {
  const token = tokens[at];
  if (!token) return [];
  if (schema["x-slot"] === "percent" && token.kind === "percent") return fitting(token.value, at + 1, schema);
  const value = token.kind === "number" ? token.value : token.kind === "word" ? numberWord(token.text) : undefined;
  const percent = schema["x-slot"] === "percent" && /^(?:%|percent|pct)$/.test(tokens[at + 1]?.text ?? "");
  return fitting(value, percent ? at + 2 : at + 1, schema);
}

function fitting(value: number | undefined, end: number, schema: ParamSchema): readonly SlotValue[] {
  if (value === undefined || (schema.type === "integer" && !Number.isInteger(value))) return [];
  return [{ value, end, quality: 1 }];
}

function listValues(tokens: readonly Token[], at: number, hole: HoleSetting): readonly SlotValue[] {
  const items = hole.schema["items"] as ParamSchema | undefined;
  const item: HoleSetting = {
    ...hole,
    schema: {
      ...items,
      type: items?.type ?? "string",
      title: "",
      ...(hole.schema["x-slot"] && { "x-slot": hole.schema["x-slot"] }),
    },
  };
  if (hole.schema["x-slot"] === "text") return restList(tokens, at);
  const found: SlotValue[] = [];
  let [next] = slotValues(tokens, at, item);
  while (next) {
    found.push(next);
    const joint = afterJoint(tokens, next.end);
    next = joint === next.end ? undefined : slotValues(tokens, joint, item)[0];
  }
  if (found.some(({ open }) => open)) return [];
  const values = [...new Set(found.map(({ value }) => value))];
  const quality = Math.min(...found.map((one) => one.quality));
  return values.length === 0 ? [] : [{ value: values, end: found.at(-1)?.end ?? at, quality }];
}

/** After "," and "and"; the same place when there is neither. */
function afterJoint(tokens: readonly Token[], at: number): number {
  const comma = tokens[at]?.kind === "comma" ? at + 1 : at;
  return /^(?:and|&|or)$/.test(tokens[comma]?.text ?? "") ? comma + 1 : comma;
}

/** Arguments as they were typed, to the end. */
function restList(tokens: readonly Token[], at: number): readonly SlotValue[] {
  const rest = tokens.slice(at).filter((token) => token.kind !== "comma" && token.kind !== "stop");
  const joins = rest.every(({ text }) => /^(?:but|and|or|then)$/.test(text));
  return joins ? [] : [{ value: rest.map((token) => token.raw), end: tokens.length, quality: 0.95 }];
}

function textValue(tokens: readonly Token[], at: number, hole: HoleSetting): readonly SlotValue[] {
  const token = tokens[at];
  if (!token) return [];
  const slot = hole.schema["x-slot"] ?? "word";
  const one: One = (quality, value = token.raw) => [{ value, end: at + 1, quality }];
  const quoted = token.kind === "quoted";
  switch (slot) {
    case "path":
    case "url":
      return token.kind === slot || (quoted && SHAPES[slot].test(token.raw)) ? one(1) : [];
    case "host":
      return hostValue(token, hole, one);
    case "duration":
      return durationValue(tokens, at);
    case "command":
      return commandValue(tokens, at, hole);
    case "agent":
      return hole.vocabulary.isAgent(token.text) ? one(1, token.text) : [];
    case "text":
      return quoted || !NEVER_NAMES.has(token.text) ? one(quoted ? 1 : 0.95) : [];
    default:
      return nameValue(tokens, at, hole, one);
  }
}

/** Quoted, or everything to the end as it was typed. */
function commandValue(tokens: readonly Token[], at: number, { last, message }: HoleSetting): readonly SlotValue[] {
  const token = tokens[at];
  if (token?.kind === "quoted") return [{ value: token.raw, end: at + 1, quality: 1 }];
  return last ? restText(tokens, at, message) : [];
}

const SHAPES = { path: /^(?:[/~]|[a-z]:\\)/i, url: /^[a-z]{2,10}:\/\//i } as const;

function durationValue(tokens: readonly Token[], at: number): readonly SlotValue[] {
  const span = durationAt(tokens, at);
  return span ? [{ value: msToDuration(span.ms), end: span.end, quality: 1 }] : [];
}

type One = (quality: number, value?: string) => readonly SlotValue[];

function restText(tokens: readonly Token[], at: number, message: string): readonly SlotValue[] {
  const from = tokens[at]?.start;
  const to = tokens.at(-1)?.end;
  if (from === undefined || to === undefined) return [];
  return [{ value: message.slice(from, to).trim(), end: tokens.length, quality: 0.9 }];
}

function hostValue(token: Token, hole: HoleSetting, one: One): readonly SlotValue[] {
  if (token.kind === "address") return one(1);
  if (hole.vocabulary.isAgent(token.text) || hole.vocabulary.known("host", token.text)) return one(1, token.text);
  if (token.kind === "name" && /^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?$/.test(token.text)) return one(0.99, token.text);
  if (token.kind !== "word" || NEVER_NAMES.has(token.text) || hole.vocabulary.isEnglish(token.text)) return [];
  return one(0.8, token.text);
}

/** Services, processes, packages and plain words: known names first, then what looks like a name. */
function nameValue(tokens: readonly Token[], at: number, hole: HoleSetting, one: One): readonly SlotValue[] {
  const token = tokens[at] as Token;
  const slot = hole.schema["x-slot"] ?? "word";
  const { kind, text } = token;
  if (kind === "quoted") return /^\S{1,128}$/.test(token.raw) ? one(1) : [];
  if (kind !== "word" && kind !== "name") return [];
  const general = NEVER_NAMES.has(text);
  if (slot === "word") return general ? [] : one(0.95);
  if (hole.vocabulary.known(slot, text)) return one(1, slot === "service" ? text : token.raw);
  return general || /[@*?]/.test(text) || hole.vocabulary.isAgent(text) ? [] : guessedName(tokens, at, hole, one);
}

/** A name nobody knows: believed where its look or the word beside it says that it is one. */
function guessedName(
  tokens: readonly Token[],
  at: number,
  { named, vocabulary }: HoleSetting,
  one: One,
): readonly SlotValue[] {
  const token = tokens[at] as Token;
  if (token.kind === "name" || (named && isBesideNoun(tokens, at))) return one(0.98);
  return token.common || vocabulary.isEnglish(token.text) ? [] : one(0.8);
}

/**
 * A name nobody knows is believed right beside the word that says what it is: "service billing", "the billing service",
 * and neither "the service on web-1 only" nor "whether the service".
 */
function isBesideNoun(tokens: readonly Token[], at: number): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const joins = (left?: Token, right?: Token): boolean => left !== undefined && right?.start === left.end + 1;
  return (
    (NAMERS.has(before?.text ?? "") && joins(before, token)) || (NAMERS.has(after?.text ?? "") && joins(token, after))
  );
}
