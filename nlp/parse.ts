import { type WallMs, wallMsAt } from "../core/kernel/wall-time.ts";
import type { Frame } from "../core/model/frame.ts";
import type { Catalog } from "./catalog.ts";
import { compiledCatalog } from "./compiled-catalog.ts";
import { DAY_PARTS } from "./day-parts.ts";
import type { Draft, TraceEntry } from "./draft.ts";
import type { ParseContext } from "./parse-context.ts";
import { PIPELINE } from "./pipeline.ts";
import { type Mended, mendSlips } from "./slips/mend-slips.ts";
import { frameOfCandidate } from "./stages/decide.ts";
import { normalise } from "./text/normalise.ts";
import type { Token } from "./text/token.ts";
import { tokenise } from "./text/tokenise.ts";
import type { TimeSetting } from "./time/time-facts.ts";

export interface ParseResult {
  readonly frame: Frame;
  /** How it came to that, in order. */
  readonly trace: readonly TraceEntry[];
  /** What else it could have meant, best first. */
  readonly alternatives: readonly { readonly frame: Frame; readonly score: number }[];
}

/** UTF-16 units of the longest message that is read. */
export const LONGEST_MESSAGE = 2_000;
const MOST_ALTERNATIVES = 3;

/** The meaning of one message. Pure: the same text, catalog and context give the same frame, byte for byte. */
export function parse(text: string, catalog: Catalog, context: ParseContext): ParseResult {
  const { now, timeZone, dayParts } = context;
  const alone: ParseContext = { now, timeZone, addressed: true, ...(dayParts && { dayParts }) };
  if (text.length > LONGEST_MESSAGE) return tooLong(text.length);
  const readPart = (part: string): Frame => read(part, tokensOf(part), catalog, alone).frame;
  const tokens = tokensOf(text);
  const plain = read(text, tokens, catalog, context, { readPart });
  const again = (mended: Mended): ParseResult => read(text, mended.tokens, catalog, context, { readPart, mended });
  const setting = { known: compiledCatalog(catalog), inThread: isThread(context) };
  return mendSlips(plain.frame, tokens, setting, again) ?? plain;
}

/** Something was said before that a short message may be about. */
const isThread = ({ lastFrame, lastRun, lastTask, lastList, lastQuestion, question }: ParseContext): boolean =>
  (lastFrame ?? lastRun ?? lastTask ?? lastList ?? lastQuestion ?? question) !== undefined;

const tokensOf = (text: string): readonly Token[] => tokenise(normalise(text));

function read(
  text: string,
  tokens: readonly Token[],
  catalog: Catalog,
  context: ParseContext,
  { readPart, mended }: { readonly readPart?: Draft["readPart"]; readonly mended?: Mended } = {},
): ParseResult {
  const blank: Draft = {
    message: text,
    known: compiledCatalog(catalog),
    context,
    setting: settingOf(context),
    tokens,
    policy: { policy: {}, used: [] },
    clauses: [],
    time: { facts: {}, assumed: [], loose: {}, looseUsed: [], used: [] },
    schedule: { assumed: [] },
    targets: { include: [], exclude: [], used: [] },
    candidates: [],
    repaired: mended?.notes ?? [],
    frame: undefined,
    ...(readPart && { readPart }),
    trace: [
      { stage: "read", note: `${tokens.length} words and signs` },
      ...(mended?.notes ?? []).map((note) => ({ stage: "repair", note })),
    ],
  };
  const done = PIPELINE.reduce((draft, [, stage]) => stage(draft), blank);
  const frame = done.frame ?? { intent: "out_of_scope", outcome: "ignore", spans: [], score: 0, said: [] };
  return { frame, trace: done.trace, alternatives: alternativesOf(done) };
}

function alternativesOf(draft: Draft): ParseResult["alternatives"] {
  return draft.candidates
    .slice(1, 1 + MOST_ALTERNATIVES)
    .map((candidate) => ({ frame: frameOfCandidate(draft, candidate), score: candidate.score }));
}

function tooLong(length: number): ParseResult {
  const assumed = [`The message has ${length} characters; at most ${LONGEST_MESSAGE} are read.`];
  const frame: Frame = { intent: "out_of_scope", outcome: "ignore", spans: [], score: 0, said: [], assumed };
  return { frame, trace: [{ stage: "read", note: assumed[0] ?? "" }], alternatives: [] };
}

function settingOf({ now, timeZone, dayParts = {} }: ParseContext): TimeSetting {
  const configured = Object.entries(dayParts).map(([word, clock]) => {
    const [hour = 0, minute = 0] = clock.split(":").map(Number);
    return [word, { hour, minute }] as const;
  });
  const wallIn = (zone: string): WallMs => wallMsAt(now, zone);
  return { nowWall: wallIn(timeZone), wallIn, dayParts: { ...DAY_PARTS, ...Object.fromEntries(configured) } };
}
