import type { Frame } from "../../core/model/frame.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import type { ParseContext, PendingQuestion } from "../../nlp/parse-context.ts";
import type { ConversationContext } from "./conversation-context.ts";
import { fillSlot } from "./fill-slot.ts";
import type { Incoming } from "./incoming.ts";
import { instantOf } from "./local-time.ts";
import { type Asked, decodeAsked } from "./question-log.ts";
import type { ConversationServices } from "./services.ts";

interface Situation {
  readonly incoming: Incoming;
  readonly context: ConversationContext;
  /** Open questions to this person here, oldest first. */
  readonly mine: readonly PendingRow[];
  readonly catalog: Catalog;
  readonly timeZone: string;
  readonly now: number;
}

/** Intents that mean: nothing was recognised, so that an open question may claim the words. */
const WEAK = ["out_of_scope", "smalltalk", "select", "confirm", "deny"];

/** What the message means, in the light of the question that is open. Pure but for the parser it is given. */
export function interpret(parse: ConversationServices["parse"], situation: Situation): Frame {
  const { incoming, catalog, mine } = situation;
  const last = mine.at(-1);
  const asked = last && decodeAsked(last);
  const clarifying = last?.kind === "clarify" && asked?.ok ? asked.value : undefined;
  const { frame } = parse(incoming.text, catalog, parseContext(situation, last, asked?.ok ? asked.value : undefined));
  if (!clarifying) return frame;
  const answer = frame.intent === "select" && frame.ref !== undefined ? frame.ref : incoming.text;
  const filled = fillSlot(clarifying, answer, catalog);
  if (!filled) return frame;
  const understood = frame.outcome === "act" && !WEAK.includes(frame.intent);
  return understood && !filled.exact ? frame : filled.frame;
}

function parseContext(situation: Situation, last: PendingRow | undefined, asked: Asked | undefined): ParseContext {
  const { incoming, context, timeZone, now } = situation;
  const { lastQuestion, lastTask, lastRun, lastList } = context;
  const question = last && questionOf(last, asked);
  const lastFrame = waitingWork(last, asked) ?? context.lastFrame;
  return {
    now,
    timeZone,
    addressed: incoming.addressed,
    ...(lastFrame && { lastFrame }),
    ...(lastQuestion && { lastQuestion }),
    ...(lastTask !== undefined && { lastTask }),
    ...(lastRun !== undefined && { lastRun }),
    ...(lastList && { lastList }),
    ...(question && { question }),
    ...(lastTask !== undefined && isToCome(context, timeZone, now) && { waiting: lastTask }),
  };
}

/** What was asked for last has one time, and that is still ahead. */
function isToCome({ lastFrame }: ConversationContext, timeZone: string, now: number): boolean {
  const { schedule } = lastFrame ?? {};
  const at = schedule?.kind === "once" ? instantOf(schedule.at, schedule.tz ?? timeZone) : undefined;
  return at !== undefined && at > now;
}

/** "leave web-4 out" while a plan waits is about that plan, and not about what ran before it. */
function waitingWork(row: PendingRow | undefined, asked: Asked | undefined): Frame | undefined {
  return row?.kind === "confirm" && asked?.frame.intent === "task.create" ? asked.frame : undefined;
}

function questionOf(row: PendingRow, asked: Asked | undefined): PendingQuestion | undefined {
  if (row.kind === "confirm") return { kind: "confirm", id: row.id };
  if (!asked?.slot) return undefined;
  const { frame, slot } = asked;
  return { kind: "clarify", id: row.id, slot, frame, ...(frame.options && { options: frame.options }) };
}
