import type { Json, JsonObject } from "../../core/kernel/json.ts";
import type { ActionManifest, ParamSchema } from "../../core/plugin-api/manifest.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import { vocabularyOf } from "../match/find-actions.ts";
import { compilePhrase, type PhraseNode } from "../match/phrase.ts";
import { slotValues } from "../match/slot-values.ts";
import type { Token } from "../text/token.ts";

export interface EditParam {
  readonly name: string;
  readonly value: Json;
  readonly end: number;
  /** 1: known or clear by its shape. */
  readonly quality: number;
}

/** What an edit reads values of: the action of the request before, and what was said of it. */
export interface EditedAction {
  readonly action: ActionManifest;
  readonly params: JsonObject;
  readonly known: CompiledCatalog;
  readonly message: string;
}

/** Kinds of values that are recognised without a word around them. */
const NAMED = new Set(["service", "path", "host", "url", "package", "process"]);

/** The one parameter of the last action that can take what stands at `at`; none where two can. */
export function editParam(tokens: readonly Token[], at: number, edited: EditedAction): EditParam | undefined {
  const found = Object.entries(edited.action.params.properties).flatMap(([name, schema]) => {
    const one = readParam(tokens, at, name, schema, edited);
    return one ? [one] : [];
  });
  const best = Math.max(...found.map(({ quality }) => quality));
  const [only, another] = found.filter(({ quality }) => quality === best);
  return another ? undefined : only;
}

function readParam(
  tokens: readonly Token[],
  at: number,
  name: string,
  schema: ParamSchema,
  edited: EditedAction,
): EditParam | undefined {
  const number = schema.type === "integer" || schema.type === "number";
  const slot = schema["x-slot"] ?? "";
  const shaped = (slot === "path" || slot === "url") && tokens[at]?.kind === slot;
  const named = NAMED.has(slot) && (shaped || edited.params[name] !== undefined);
  if (schema["x-secret"] || !(number || named)) return undefined;
  const isShare = slot === "percent";
  if (isShare && !isPercent(tokens, at)) return undefined;
  if (number && !isShare) return readNumber(tokens, at, name, schema, edited);
  return readOne(tokens, at, name, schema, edited);
}

function readOne(
  tokens: readonly Token[],
  at: number,
  name: string,
  schema: ParamSchema,
  { action, known, message }: EditedAction,
): EditParam | undefined {
  const setting = { schema, message, name, last: false, named: false };
  const [found] = slotValues(tokens, at, {
    ...setting,
    synonyms: action.synonyms ?? {},
    vocabulary: vocabularyOf(known),
  });
  const { value = null, end = at, quality = 0, open } = found ?? {};
  return open || value === null ? undefined : { name, value, end, quality };
}

/** A number belongs to the parameter whose noun stands beside it; alone at the end to the only one there is. */
function readNumber(
  tokens: readonly Token[],
  at: number,
  name: string,
  schema: ParamSchema,
  edited: EditedAction,
): EditParam | undefined {
  const nouns = nounsOf(edited.action, name);
  const from = leadEnd(tokens, at, nouns);
  const found = readOne(tokens, from ?? at, name, schema, edited);
  if (!found || from !== undefined) return found;
  const next = tokens[found.end];
  if (nouns.has(next?.text ?? "")) return { ...found, end: found.end + 1 };
  const alone = numbersOf(edited.action).length === 1 || edited.params[name] !== undefined;
  const ends = next === undefined || next.kind === "stop";
  return alone && ends && tokens[at]?.kind === "number" ? { ...found, quality: 0.9 } : undefined;
}

const isPercent = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === "percent" || /^(?:%|percent|pct)$/.test(tokens[at + 1]?.text ?? "");

const numbersOf = ({ params }: ActionManifest): readonly string[] =>
  Object.entries(params.properties).flatMap(([name, { type }]) =>
    type === "integer" || type === "number" ? [name] : [],
  );

/** "count 10", "lines = 100", "port to 8080": the place of the number. */
function leadEnd(tokens: readonly Token[], at: number, nouns: ReadonlySet<string>): number | undefined {
  if (!nouns.has(tokens[at]?.text ?? "")) return undefined;
  return /^(?:to|of|=|:|is)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
}

const nounCache = new WeakMap<ActionManifest, Map<string, ReadonlySet<string>>>();
const NO_NOUN = /^(?:in|of|on|from|the|with|and|to|at|for|a|by|is|last|first)$/;

/** The words for a number: its name, other words for it, and what stands behind its hole in the phrases. */
function nounsOf(action: ActionManifest, name: string): ReadonlySet<string> {
  const cached = nounCache.get(action) ?? new Map<string, ReadonlySet<string>>();
  nounCache.set(action, cached);
  const known = cached.get(name);
  if (known) return known;
  const around = action.phrases.flatMap((source) => wordsBehind(compilePhrase(source, action.synonyms).nodes, name));
  const all = [name.toLowerCase(), ...(action.synonyms?.[name] ?? []), ...around].filter((word) => !NO_NOUN.test(word));
  const nouns = new Set(all.flatMap((word) => [word, `${word}s`, word.replace(/s$/, "")]));
  cached.set(name, nouns);
  return nouns;
}

function wordsBehind(nodes: readonly PhraseNode[], name: string): readonly string[] {
  return nodes.flatMap((node, at) => {
    const next = nodes[at + 1];
    if (node.kind !== "hole" || node.name !== name || next?.kind !== "literal") return [];
    return next.choices.flatMap(([word]) => (word === undefined ? [] : [word]));
  });
}
