import type { Frame, FrameQuery, Intent, Span } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { ControlCandidate } from "../match/candidate.ts";
import { findRange, type RangeFound } from "../time/query-range.ts";
import { keptSlots, saidOf } from "./kept-slots.ts";
import { spansOf } from "./spans.ts";

/** Questions to which a stretch of time belongs. */
const RANGED: readonly Intent[] = ["run.list", "execution.list", "task.list", "stats.show", "why"];

/** The frame of a sentence that steers Octopus itself. */
export function controlFrame(draft: Draft, best: ControlCandidate): Frame {
  const intent = settle(draft, best);
  const range = RANGED.includes(intent) ? findRange(draft.tokens, draft.setting) : undefined;
  const query = queryOf(draft, best, intent, range);
  const ref = refOf(draft, best, intent);
  const kept = keptSlots(draft, intent, query);
  const read = draft.repaired.map((note) => `I read ${note}`);
  const assumed = range?.assumed === undefined ? read : [...read, range.assumed];
  return {
    intent,
    outcome: isQuiet(draft, intent) ? "ignore" : "act",
    ...(ref !== undefined && { ref }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(draft.repaired.length > 0 && CHANGING.includes(intent) && { confirm: true }),
    ...kept,
    spans: spansWith(draft, best, range),
    score: Math.round(best.score * 100) / 100,
    said: ["intent", ...(best.ref === undefined ? [] : ["ref"]), ...Object.keys(query), ...saidOf(kept)],
    ...(assumed.length > 0 && { assumed }),
  };
}

/** People say hello, yes and no to each other, too. */
function isQuiet({ context }: Draft, intent: Intent): boolean {
  if (intent === "smalltalk") return true;
  return (intent === "confirm" || intent === "deny") && !context.addressed && context.question === undefined;
}

function queryOf(draft: Draft, best: ControlCandidate, intent: Intent, range: RangeFound | undefined): FrameQuery {
  const ranged = RANGED.includes(intent);
  const agent = ranged ? onlyHost(draft, best) : undefined;
  const mine = intent === "run.list" ? /^(?:my|mine|i)$/ : /^(?:my|mine)$/;
  const until = intent === "task.pause" ? pauseEnd(draft) : undefined;
  return {
    ...best.query,
    ...(range && { from: range.from, to: range.to }),
    ...(until !== undefined && { to: until }),
    ...(agent !== undefined && { agent }),
    ...(ranged && draft.tokens.some((token) => mine.test(token.text)) && { owner: "me" }),
  };
}

function spansWith(draft: Draft, best: ControlCandidate, range: RangeFound | undefined): readonly Span[] {
  const spans = spansOf({ ...draft, time: { ...draft.time, used: [] } }, best);
  const first = range && draft.tokens[range.used.from];
  const last = range && draft.tokens[range.used.to - 1];
  if (!first || !last) return spans;
  return [...spans, { start: first.start, end: last.end, slot: "query" }].sort((a, b) => a.start - b.start);
}

/** Of these a corrected word is confirmed. */
const CHANGING: readonly Intent[] = [
  "task.cancel",
  "task.delete",
  "task.pause",
  "task.resume",
  "task.retry",
  "execution.cancel",
  "agent.disable",
  "agent.drain",
  "agent.approve",
  "agent.enable",
];

/** The same words mean different things beside a question, a schedule or an id. */
function settle(draft: Draft, best: ControlCandidate): Intent {
  const { context } = draft;
  const { intent, ref } = best;
  if (ref !== undefined) return byId(intent, ref);
  if (intent === "confirm" && isRun(draft)) return "task.retry";
  if (intent === "execution.cancel") {
    if (context.question !== undefined) return "deny";
    const { schedule } = context.lastFrame ?? {};
    return schedule || (context.lastRun === undefined && context.lastTask !== undefined) ? "task.cancel" : intent;
  }
  return intent;
}

/** "run it now" where no question is open: of the task that was talked about. */
function isRun({ context, tokens }: Draft): boolean {
  const { question, lastFrame, lastTask } = context;
  const runs = tokens.some(({ text }) => text === "run" || text === "start");
  return question === undefined && lastFrame === undefined && lastTask !== undefined && runs;
}

function byId(intent: Intent, ref: string): Intent {
  const isTask = /^T-/i.test(ref);
  const isRun = /^[RE]-/i.test(ref);
  if (intent === "execution.cancel" && isTask) return "task.cancel";
  if (intent === "execution.cancel" && /^P-/i.test(ref)) return "deny";
  if (intent === "execution.show" && isTask) return "task.show";
  if (intent === "task.cancel" && isRun) return "execution.cancel";
  if (intent === "task.show" && isRun) return "execution.show";
  return intent;
}

/** "cancel that": what was talked about last. */
function refOf({ context }: Draft, best: ControlCandidate, intent: Intent): string | undefined {
  if (best.ref !== undefined) return best.ref;
  if (
    intent === "execution.cancel" ||
    intent === "execution.show" ||
    intent === "execution.results" ||
    intent === "why"
  )
    return context.lastRun;
  if (intent === "task.cancel" || intent === "task.pause" || intent === "task.resume" || intent === "task.delete")
    return context.lastTask;
  return intent === "task.retry" ? (context.lastRun ?? context.lastTask) : undefined;
}

function onlyHost(draft: Draft, best: ControlCandidate): string | undefined {
  const terms = [...draft.targets.include, ...best.hosts.map((token) => `host:${token.text}`)];
  const [first] = terms;
  return terms.length === 1 && first?.startsWith("host:") ? first.slice(5) : undefined;
}

/** "pause it until thursday", "pause it for 2 hours" */
function pauseEnd({ schedule, time, setting }: Draft): string | undefined {
  const { end, forMs, delayMs } = { ...time.facts, ...time.loose };
  if (schedule.schedule && schedule.schedule.kind !== "once") return schedule.schedule.end;
  const at =
    end ??
    (forMs === undefined ? undefined : setting.nowWall + forMs) ??
    (delayMs === undefined ? undefined : setting.nowWall + delayMs);
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 19);
}
