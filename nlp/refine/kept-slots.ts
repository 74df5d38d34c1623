import type { Frame, FrameQuery, Intent } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";

type Slots = Pick<Partial<Frame>, "targets" | "schedule" | "policy" | "outcome" | "clarify" | "confirm">;

/** These happen at once, whatever time was said. */
const AT_ONCE: ReadonlySet<Intent> = new Set<Intent>([
  "task.cancel",
  "task.delete",
  "task.pause",
  "task.resume",
  "execution.cancel",
  "agent.approve",
  "agent.disable",
  "agent.drain",
  "agent.enable",
  "undo",
]);
/** These concern a whole task or run, wherever it runs. */
const WHOLE: ReadonlySet<Intent> = new Set<Intent>(["task.cancel", "task.delete", "task.pause", "execution.cancel"]);

/**
 * What was said of a place and a time beside a command, so that none is dropped in silence: running again takes them; what
 * only happens at once asks ("drain web-1 at 5pm"); what concerns a whole task is confirmed ("pause the backup on db-1").
 */
export function keptSlots(draft: Draft, intent: Intent, query: FrameQuery): Slots {
  const { schedule } = draft.schedule;
  const { targets, policy } = draft;
  const placed = targets.include.length + targets.exclude.length > 0;
  const where = placed ? { targets: { include: targets.include, exclude: targets.exclude } } : {};
  if (intent === "task.retry") {
    const how = Object.keys(policy.policy).length > 0 ? { policy: policy.policy } : {};
    return { ...where, ...(schedule && { schedule }), ...how };
  }
  if (schedule && AT_ONCE.has(intent) && query.to === undefined) return { outcome: "clarify", clarify: "schedule" };
  return placed && WHOLE.has(intent) ? { ...where, confirm: true } : {};
}

/** Names of the slots that hold what was said. */
export const saidOf = (slots: Slots): readonly string[] =>
  Object.keys(slots).filter((slot) => slot === "targets" || slot === "schedule" || slot === "policy");
