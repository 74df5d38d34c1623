import type { JsonObject } from "../../core/kernel/json.ts";
import type { Frame } from "../../core/model/frame.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import { isLexiconWord } from "../match/english.ts";
import { NOUNS } from "../target/target-words.ts";
import type { Token } from "../text/token.ts";
import { beginsZone } from "../time/zones.ts";
import { isKnownWord, isLead, isName, mayBeMeant, turnsRequest } from "./known-words.ts";
import { type Meant, wordsOneSlipAway } from "./one-slip.ts";

/** A message with one word read as another. */
export interface Mended {
  readonly tokens: readonly Token[];
  /** '"teh" = the' */
  readonly note: string;
}

/** Longer texts have words that nobody knows, and not by a slip. */
const LONGEST = 30;
const MOST_UNKNOWN = 2;
const MOST_TRIED = 10;

interface Try<Found> extends Meant {
  readonly note: string;
  readonly leads: boolean;
  readonly found: Found;
}

/**
 * What the message says when one of its unknown words is the known word a slip away; undefined where the message needs no
 * mending, or where nothing is understood then either, or several things are. `read`: what a mended message means.
 */
export function mendSlips<Found extends { readonly frame: Frame }>(
  before: Frame,
  tokens: readonly Token[],
  { known, inThread }: { readonly known: CompiledCatalog; readonly inThread: boolean },
  read: (mended: Mended) => Found,
): Found | undefined {
  if (tokens.length > LONGEST) return undefined;
  const strange = tokens.filter((token, at) => isStrange(token, tokens[at + 1], known));
  // Many words that are not of this language at all: a sentence about something else.
  if (strange.length === 0 || strange.length > MOST_UNKNOWN) return undefined;
  const isOurs = inThread || tokens.some((token) => OWN.has(token.text));
  const unknown = strange.filter((token) => !isLexiconWord(token.text) && isInTheWay(token, before, known));
  const tries = unknown.flatMap((token) => {
    const leads = tokens.slice(0, tokens.indexOf(token)).every(({ text }) => isLead(text, known));
    return meantBy(token, tokens, known).map((meant): Try<Found> => {
      const one = mended(tokens, token, meant);
      return { ...meant, note: one.note, leads, found: read(one) };
    });
  });
  const found = nearestOf(
    tries,
    (frame) => isUnderstood(frame) && mayBeGuessed(frame, known) && (isOurs || names(frame)),
  );
  return found && asGuess(found, known);
}

/** What the word may mean; nothing where it may be a name that was mistyped. */
function meantBy(token: Token, tokens: readonly Token[], known: CompiledCatalog): readonly Meant[] {
  const all = wordsOneSlipAway(token.text, (word) => mayBeMeant(word, known) || isName(word, known));
  const at = tokens.indexOf(token);
  const placed = NOUNS.has(tokens[at + 1]?.text ?? "") || LEADS_PLACE.test(tokens[at - 1]?.text ?? "");
  const name = all.find(({ word }) => !mayBeMeant(word, known));
  const words = all.filter(({ word, far }) => mayBeMeant(word, known) && (!name || (!placed && far < name.far)));
  return words.slice(0, MOST_TRIED);
}

const LEADS_PLACE = /^(?:on|in|across|from|except|but|without)$/;

/** The one meaning of those that lie nearest; none where a word as near is one that is not guessed. */
function nearestOf<Found extends { readonly frame: Frame }>(
  tries: readonly Try<Found>[],
  fits: (frame: Frame) => boolean,
): Try<Found> | undefined {
  const understood = tries.filter(({ found }) => fits(found.frame));
  const far = Math.min(...understood.map((one) => one.far));
  const [first, ...others] = understood.filter((one) => one.far === far);
  if (!first || others.some(({ found }) => meaningOf(found.frame) !== meaningOf(first.found.frame))) return undefined;
  return tries.some((one) => one.far <= far && isKept(one)) ? undefined : first;
}

/** It may be meant, and is not guessed. */
const isKept = ({ word, leads, found: { frame } }: Try<{ readonly frame: Frame }>): boolean =>
  NEVER_GUESSED.has(frame.intent) || (turnsRequest(word, leads) && !isUnderstood(frame));

const meaningOf = ({ spans: _spans, score: _score, said: _said, assumed: _assumed, ...meaning }: Frame): string =>
  JSON.stringify(meaning);

function mended(tokens: readonly Token[], slip: Token, { word }: Meant): Mended {
  return {
    tokens: tokens.map((token) => (token === slip ? { ...token, text: word, raw: word } : token)),
    note: `"${slip.raw}" = ${word}`,
  };
}

const LEFT_OUT = /^I left out/;
const isUnderstood = ({ outcome, assumed = [] }: Frame): boolean =>
  outcome === "act" && !assumed.some((note) => LEFT_OUT.test(note));

/** A yes, a no and what may destroy are not guessed, nor what names nothing of ours. */
function mayBeGuessed(frame: Frame, { catalog }: CompiledCatalog): boolean {
  const { intent, action } = frame;
  if (NEVER_GUESSED.has(intent)) return false;
  return catalog.actions.find(({ name }) => name === action)?.risk !== "destructive";
}

const NEVER_GUESSED: ReadonlySet<string> = new Set(["confirm", "deny", "smalltalk", "alias.create"]);

/** It names something of ours, so that it is not about the world. */
const names = ({ targets, ref, params = {} }: Frame): boolean =>
  targets !== undefined || ref !== undefined || Object.keys(params).length > 0;

/** What only the bot has: who speaks of it speaks to it. */
const OWN: ReadonlySet<string> = new Set(
  "octopus run runs ran task tasks schedule schedules scheduled execution executions machine machines agent agents server servers host hosts plugin plugins failed failures freeze freezes unfreeze user users stats statistics job jobs alias aliases label labels undo revert commands".split(
    " ",
  ),
);

/** Whatever it changes is read back first, and what was read is told. */
function asGuess<Found extends { readonly frame: Frame }>({ found, note }: Try<Found>, known: CompiledCatalog): Found {
  const { frame } = found;
  const read = `I read ${note}`;
  const assumed = frame.assumed?.includes(read) ? frame.assumed : [read, ...(frame.assumed ?? [])];
  return { ...found, frame: { ...frame, ...(changes(frame, known) && { confirm: true }), assumed } };
}

const LOOKS = /^(?:.*\.(?:list|show|results)|why|explain|help|select)$/;

function changes({ intent, action, params, then: steps = [] }: Frame, { catalog }: CompiledCatalog): boolean {
  if (action === undefined) return !LOOKS.test(intent);
  return [{ action, params }, ...steps].some((work) => {
    const manifest = catalog.actions.find(({ name }) => name === work.action);
    return manifest === undefined || riskOf(manifest, work.params ?? {}) !== "read";
  });
}

/** In a message that was understood: what no slot has, or what was taken for a name that nothing here has. */
function isInTheWay(token: Token, frame: Frame, known: CompiledCatalog): boolean {
  if (!isUnderstood(frame) || /^(?:confirm|deny)$/.test(frame.intent)) return true;
  const { text, start, end } = token;
  if (!frame.spans.some((span) => start >= span.start && end <= span.end)) return true;
  const works = [frame, ...(frame.then ?? [])];
  return works.some(({ params, targets }) => isStrangeName(text, params ?? {}, targets, known));
}

function isStrangeName(text: string, params: JsonObject, targets: Frame["targets"], known: CompiledCatalog): boolean {
  const { service, args, packages } = params;
  const listed = [args, packages].some((list) => Array.isArray(list) && list.includes(text));
  if ((service === text && !known.catalog.services.includes(text)) || (listed && text.length > 3)) return true;
  const terms = [...(targets?.include ?? []), ...(targets?.exclude ?? [])];
  return terms.includes(`host:${text}`) || (terms.includes(`label:${text}`) && !known.labels.has(text));
}

/** A word of plain letters that means nothing here; not "TODO", nor the name before a colon. */
function isStrange(token: Token, next: Token | undefined, known: CompiledCatalog): boolean {
  const { kind, raw, text } = token;
  if (kind !== "word" || text.length < 2 || !/^[A-Za-z]?[a-z]+$/.test(raw) || next?.text === ":") return false;
  if (beginsZone(token)) return false;
  return !isKnownWord(text, known) && !known.agents.has(text) && !known.users.has(text);
}
