import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Policy } from "../model/policy.ts";
import type { Writer } from "../store/rows.ts";
import { type RunRow, runTable } from "../store/tables/run-table.ts";
import { stopRuns } from "./stop-runs.ts";

export type RunTurn =
  | { readonly kind: "now" }
  | { readonly kind: "after"; readonly runId: string }
  /** One run waits already, and more than one never does. */
  | { readonly kind: "full"; readonly reason: string };

/**
 * When a new run of a task may start, by its overlap rule, with a chain counting as one run until its last step. `queue`:
 * after the one under way, in the order of asking. `replace`: the one under way, and one that waits, are cancelled, and
 * the new one starts when they are gone; what has an unknown end may still be at work, so it is waited for as well.
 */
export async function takeTurn(
  writer: Writer,
  events: EventBus<CoreEvents>,
  wanted: { readonly taskId: string; readonly overlap: Policy["overlap"]; readonly by: string; readonly now: number },
): Promise<RunTurn> {
  const { taskId, overlap } = wanted;
  if (overlap !== "queue" && overlap !== "replace") return { kind: "now" };
  const waiting = await writer.select(runTable, { where: { task_id: taskId, follow: "wait" } });
  const before = await runsInTheWay(writer, taskId);
  const [first] = before;
  if (overlap === "queue") {
    const [next] = waiting;
    if (next) return { kind: "full", reason: `${next.id} waits already for its turn, and one at most may wait.` };
    return first ? { kind: "after", runId: first.id } : { kind: "now" };
  }
  await stopRuns(writer, events, [...before, ...waiting], {
    by: `${wanted.by}, who started a newer run`,
    now: wanted.now,
  });
  const [left] = await runsInTheWay(writer, taskId);
  return left ? { kind: "after", runId: left.id } : { kind: "now" };
}

/** Runs of a task that may be at work, or will be followed by a step; oldest first, without those that wait. */
export async function runsInTheWay(writer: Writer, taskId: string): Promise<readonly RunRow[]> {
  const open = await writer.select(runTable, {
    where: { task_id: taskId, state: { in: ["running", "unknown"] }, follow: { ne: "wait" } },
    orderBy: [{ column: "seq" }],
  });
  const followed = await writer.select(runTable, { where: { task_id: taskId, follow: "step" } });
  return [...open, ...followed];
}
