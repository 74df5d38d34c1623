import type { Frame, FrameQuery, Intent } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { ControlCandidate } from "../match/candidate.ts";
import { findRange } from "../time/query-range.ts";
import { spansOf } from "./spans.ts";

/** Questions to which a stretch of time belongs. */
const RANGED: readonly Intent[] = ["run.list", "execution.list", "task.list", "stats.show", "why"];

/** The frame of a sentence that steers Octopus itself. */
export function controlFrame(draft: Draft, best: ControlCandidate): Frame {
  const intent = settle(draft, best);
  const range = RANGED.includes(intent) ? findRange(draft.tokens, draft.setting) : undefined;
  const agent = RANGED.includes(intent) ? onlyHost(draft, best) : undefined;
  const mine =
    draft.tokens.some((token) => token.text === "my" || token.text === "mine") ||
    (intent === "run.list" && draft.tokens.some((token) => token.text === "i"));
  const until = intent === "task.pause" ? pauseEnd(draft) : undefined;
  const query: FrameQuery = {
    ...best.query,
    ...(range && { from: range.from, to: range.to }),
    ...(until !== undefined && { to: until }),
    ...(agent !== undefined && { agent }),
    ...(mine && RANGED.includes(intent) && { owner: "me" }),
  };
  const ref = refOf(draft, best, intent);
  const quiet =
    (intent === "confirm" || intent === "deny") && !draft.context.addressed && draft.context.question === undefined;
  const span = range && {
    start: draft.tokens[range.used.from]?.start ?? 0,
    end: draft.tokens[range.used.to - 1]?.end ?? 0,
    slot: "query",
  };
  const spans = spansOf({ ...draft, time: { ...draft.time, used: [] } }, best);
  return {
    intent,
    outcome: quiet || intent === "smalltalk" ? "ignore" : "act",
    ...(ref !== undefined && { ref }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(draft.repaired.length > 0 && CHANGING.includes(intent) && { confirm: true }),
    spans: span ? [...spans, span].sort((a, b) => a.start - b.start) : spans,
    score: Math.round(best.score * 100) / 100,
    said: ["intent", ...(best.ref === undefined ? [] : ["ref"]), ...Object.keys(query)],
    ...(range?.assumed !== undefined && { assumed: [range.assumed] }),
  };
}

/** Of these a corrected word is confirmed. */
const CHANGING: readonly Intent[] = [
  "task.cancel",
  "task.delete",
  "task.pause",
  "execution.cancel",
  "agent.disable",
  "agent.drain",
  "agent.approve",
];

/** The same words mean different things beside a question, a schedule or an id. */
function settle(draft: Draft, best: ControlCandidate): Intent {
  const { context } = draft;
  const { intent, ref } = best;
  if (ref !== undefined) return byId(intent, ref);
  if (intent === "execution.cancel") {
    if (context.question !== undefined) return "deny";
    const { schedule } = context.lastFrame ?? {};
    return schedule || (context.lastRun === undefined && context.lastTask !== undefined) ? "task.cancel" : intent;
  }
  return intent;
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
