import type { JsonObject } from "../../core/kernel/json.ts";
import type { Frame } from "../../core/model/frame.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";
import { isLexiconWord } from "../match/english.ts";
import { NOUNS } from "../target/target-words.ts";
import { classify } from "../text/classify.ts";
import { CONTRACTIONS } from "../text/contractions.ts";
import type { Token } from "../text/token.ts";
import { beginsZone } from "../time/zones.ts";
import { wordsApart } from "./joined-words.ts";
import { isKnownWord, isLead, isName, mayBeMeant, opensOnly, turnsRequest, vanishes } from "./known-words.ts";
import { type Meant, wordsOneSlipAway } from "./one-slip.ts";

/** A message with words read as others. */
export interface Mended {
  readonly tokens: readonly Token[];
  /** '"teh" = the' */
  readonly notes: readonly string[];
}

/** Longer texts have words that nobody knows, and not by a slip. */
const LONGEST = 30;
const MOST_UNKNOWN = 3;
const MOST_TRIED = 10;
/** Of each of two words. */
const MOST_PAIRED = 4;

interface Guess {
  readonly meant: Meant;
  readonly mended: Mended;
  readonly leads: boolean;
}

interface Try<Found> extends Guess {
  readonly found: Found;
}

/** How the message reads as it was typed. */
interface Read {
  readonly before: Frame;
  readonly known: CompiledCatalog;
}

interface Setting {
  readonly known: CompiledCatalog;
  /** Something was said before that the message may be about. */
  readonly inThread: boolean;
}

/**
 * What the message says when one of its unknown words is the known word a slip away, or two are; undefined where it needs
 * no mending, or where nothing is understood then either, or several things are. `read`: what a mended message means.
 */
export function mendSlips<Found extends { readonly frame: Frame }>(
  before: Frame,
  tokens: readonly Token[],
  { known, inThread }: Setting,
  read: (mended: Mended) => Found,
): Found | undefined {
  if (tokens.length > LONGEST) return undefined;
  const strange = tokens.filter((_token, at) => isStrange(tokens, at, known));
  // Many words that are not of this language at all: a sentence about something else.
  if (strange.length === 0 || strange.length > MOST_UNKNOWN) return undefined;
  const isOurs = inThread || tokens.some((token) => isOwn(token, known));
  const slips = strange.filter(
    (token) => isInTheWay(token, before, known) && (!isLexiconWord(token.text) || (isOurs && !isUnderstood(before))),
  );
  const asked = slips.some(({ text }) => before.params?.["service"] === text);
  const fits = ({ meant, found: { frame } }: Try<Found>) =>
    (isUnderstood(frame) || (asked && asksFor(frame, before))) &&
    mayBeGuessed(frame, known) &&
    (isOurs || names(frame)) &&
    !isValue(meant.word, frame, known);
  const guessed = (said: Mended, slip: Token, most: number) => guesses(said, slip, { before, known }).slice(0, most);
  const plain: Mended = { tokens, notes: [] };
  const first = slips.flatMap((slip) => guessed(plain, slip, MOST_TRIED));
  const one = nearestOf(first, read, fits, known);
  if (one || slips.length < 2 || !isOurs) return one && asGuess(one, known);
  const [slip, other] = slips as [Token, Token];
  const two = guessed(plain, slip, MOST_PAIRED).flatMap(({ meant, mended }) =>
    guessed(mended, other, MOST_PAIRED).map((guess) => ({
      ...guess,
      meant: { ...guess.meant, far: guess.meant.far + meant.far },
    })),
  );
  const both = nearestOf(two, read, fits, known);
  return both && asGuess(both, known);
}

function guesses({ tokens, notes }: Mended, slip: Token, setting: Read): readonly Guess[] {
  const leads = tokens.slice(0, tokens.indexOf(slip)).every(({ text }) => isLead(text, setting.known));
  return meantBy(slip, tokens, leads, setting).map((meant) => {
    const mended = { tokens: withMeant(tokens, slip, meant), notes: [...notes, `"${slip.raw}" = ${meant.word}`] };
    return { meant, mended, leads };
  });
}

/** What the word may mean; nothing where it may be a name that was mistyped. */
function meantBy(slip: Token, tokens: readonly Token[], leads: boolean, { before, known }: Read): readonly Meant[] {
  const meant = (word: string) => mayBeMeant(word, known);
  const at = tokens.indexOf(slip);
  const placed = NOUNS.has(tokens[at + 1]?.text ?? "") || LEADS_PLACE.test(tokens[at - 1]?.text ?? "");
  // "on nowhere" names a machine that does not exist, and not "now here"
  const apart = placed ? [] : wordsApart(slip, meant);
  if (slip.kind === "name") return apart;
  const all = wordsOneSlipAway(slip.text, (word) => meant(word) || isName(word, known));
  const name = all.find(({ word }) => !meant(word));
  // What is English as it stands opens no request and answers no question: it may only be what is asked for.
  const english = isLexiconWord(slip.text);
  const [opens, asks] = [leads && english, english && before.outcome === "clarify"];
  const fitting = all.filter(
    ({ word, far }) =>
      meant(word) && (!name || (!placed && far < name.far)) && !(opens && opensOnly(word)) && !(asks && vanishes(word)),
  );
  return [...fitting, ...(english ? [] : apart)].sort((a, b) => a.far - b.far);
}

const LEADS_PLACE = /^(?:on|in|across|from|except|but|without)$/;

/** The one meaning of those that lie nearest; none where a word as near is one that is not guessed. Farther ones are not read. */
function nearestOf<Found extends { readonly frame: Frame }>(
  guessed: readonly Guess[],
  read: (mended: Mended) => Found,
  fits: (one: Try<Found>) => boolean,
  known: CompiledCatalog,
): Try<Found> | undefined {
  const distances = [...new Set(guessed.map(({ meant }) => meant.far))].sort((a, b) => a - b);
  const tries: Try<Found>[] = [];
  for (const far of distances) {
    const level = guessed.filter(({ meant }) => meant.far === far);
    tries.push(...level.map((guess) => ({ ...guess, found: read(guess.mended) })));
    const [first, ...others] = tries.filter(fits);
    if (!first) continue;
    if (others.some(({ found }) => meaningOf(found.frame) !== meaningOf(first.found.frame))) return undefined;
    const harmless = !changes(first.found.frame, known);
    return tries.some((one) => isKept(one, harmless)) ? undefined : first;
  }
  return undefined;
}

/** It may be meant, and is not guessed. */
const isKept = (
  { meant: { word }, leads, found: { frame } }: Try<{ readonly frame: Frame }>,
  harmless: boolean,
): boolean => NEVER_GUESSED.has(frame.intent) || (turnsRequest(word, leads, harmless) && !isUnderstood(frame));

const meaningOf = ({ spans: _spans, score: _score, said: _said, assumed: _assumed, ...meaning }: Frame): string =>
  JSON.stringify(meaning);

const withMeant = (tokens: readonly Token[], slip: Token, { word }: Meant): readonly Token[] =>
  tokens.flatMap((token) => {
    if (token !== slip) return [token];
    const words = CONTRACTIONS.get(word) ?? word.split(" ");
    return words.map((text): Token => ({ ...slip, ...classify(text), text, raw: text }));
  });

const LEFT_OUT = /^I left out/;
const isUnderstood = ({ outcome, assumed = [] }: Frame): boolean =>
  outcome === "act" && !assumed.some((note) => LEFT_OUT.test(note));

/** "restart on web-4 tomorow": without the name that was none, the service is asked for. */
const asksFor = ({ outcome, clarify, action }: Frame, before: Frame): boolean =>
  outcome === "clarify" && clarify === "service" && action === before.action;

/** A yes and a no are not guessed, nor what may destroy without a place for it. */
function mayBeGuessed(frame: Frame, { catalog }: CompiledCatalog): boolean {
  const { intent, action, targets } = frame;
  if (NEVER_GUESSED.has(intent)) return false;
  return targets !== undefined || catalog.actions.find(({ name }) => name === action)?.risk !== "destructive";
}

/** Answers, and what happens at once without being read back. */
const NEVER_GUESSED: ReadonlySet<string> = new Set(
  "confirm deny smalltalk alias.create place.protect place.unprotect channel.default channel.quiet channel.digest".split(
    " ",
  ),
);

/** It names something of ours, so that it is not about the world. */
const names = ({ targets, ref, params = {}, query = {} }: Frame): boolean =>
  targets !== undefined || (ref ?? query.task ?? query.agent) !== undefined || Object.keys(params).length > 0;

/** What only the bot has: who speaks of it speaks to it. */
const OWN: ReadonlySet<string> = new Set(
  "octopus run runs ran task tasks schedule schedules scheduled execution executions machine machines agent agents server servers host hosts plugin plugins failed failures freeze freezes unfreeze user users stats statistics job jobs alias aliases label labels undo revert commands".split(
    " ",
  ),
);

const isOwn = ({ kind, text }: Token, known: CompiledCatalog): boolean =>
  OWN.has(text) || isName(text, known) || OURS.has(kind) || known.names.get("service")?.has(text) === true;

const OURS: ReadonlySet<Token["kind"]> = new Set<Token["kind"]>(["path", "address", "url", "id", "name"]);

/** Whatever it changes is read back first, and what was read is told. */
function asGuess<Found extends { readonly frame: Frame }>(
  { found, mended }: Try<Found>,
  known: CompiledCatalog,
): Found {
  const { frame } = found;
  const told = frame.assumed ?? [];
  const read = mended.notes.map((note) => `I read ${note}`).filter((note) => !told.includes(note));
  const confirm = changes(frame, known) ? { confirm: true } : {};
  return { ...found, frame: { ...frame, ...confirm, assumed: [...read, ...told] } };
}

const LOOKS = /^(?:.*\.(?:list|show|results)|why|explain|help|select)$/;

function changes({ intent, action, params, then: steps = [] }: Frame, { catalog }: CompiledCatalog): boolean {
  if (action === undefined) return !LOOKS.test(intent);
  return [{ action, params }, ...steps].some((work) => {
    const manifest = catalog.actions.find(({ name }) => name === work.action);
    return manifest === undefined || riskOf(manifest, work.params ?? {}) !== "read";
  });
}

/** A guess gives no name to anything: "ping from each linux node" pings no "mode". */
function isValue(word: string, { params = {}, then: steps = [] }: Frame, known: CompiledCatalog): boolean {
  if (known.names.get("service")?.has(word) || known.words.has(word)) return false;
  return [params, ...steps.map((step) => step.params)].some((one) => Object.values(one).flat().includes(word));
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
function isStrange(tokens: readonly Token[], at: number, known: CompiledCatalog): boolean {
  const token = tokens[at] as Token;
  const { kind, raw, text } = token;
  if (kind === "name") return wordsApart(token, () => false).length > 0 && !known.agents.has(text);
  if (kind !== "word" || text.length < 2 || !/^[A-Za-z]?[a-z]+$/.test(raw)) return false;
  if (tokens[at + 1]?.text === ":" || beginsZone(token)) return false;
  return !isKnownWord(text, known) && !known.agents.has(text) && !known.users.has(text);
}
