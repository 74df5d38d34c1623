import type { CoreEvents } from "../events/core-events.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { moveExecution } from "./move-execution.ts";
import { firstWaitMs, queueWaitMs } from "./plan-run.ts";

/** What becomes of an execution that its machine did not take in time. */
export type UntakenPlan =
  | { readonly kind: "expire" }
  /** Nobody can take its place at this moment, and its own time is not over. */
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "replace"; readonly by: Spare; readonly left: readonly Spare[] };

export interface Spare {
  readonly id: string;
  readonly name: string;
}

/**
 * With `pick` any of the previewed machines will do, so one that is ready takes the place of one that did not begin. What
 * has begun stays with its machine: only there is it known how far it came. Pure.
 */
export function planUntaken(
  execution: Pick<ExecutionRow, "started_at" | "not_before">,
  { policy, spares }: Pick<RunRow, "policy" | "spares">,
  { now, ready }: { readonly now: number; readonly ready: (agentId: string) => boolean },
): UntakenPlan {
  if (spares === null || spares.length === 0 || execution.started_at !== null) return { kind: "expire" };
  const by = spares.find((spare) => ready(spare.id));
  if (by) return { kind: "replace", by, left: spares.filter((spare) => spare !== by) };
  const end = execution.not_before + queueWaitMs(policy);
  return now < end ? { kind: "wait", until: Math.min(end, now + firstWaitMs(policy, true)) } : { kind: "expire" };
}

/** Gives it to the other machine, as a new attempt, so that nothing the first one still says counts. */
export async function replaceMachine(
  writer: Writer,
  events: EventBus<CoreEvents>,
  { execution, run, plan, now }: { execution: ExecutionRow; run: RunRow; plan: UntakenPlan; now: number },
): Promise<boolean> {
  if (plan.kind !== "replace") return false;
  const { by, left } = plan;
  const fields = {
    attempt: execution.attempt + 1,
    max_attempts: execution.max_attempts + 1,
    agent_id: by.id,
    agent_name: by.name,
    not_before: now,
    expires_at: now + firstWaitMs(run.policy, left.length > 0),
  };
  const { id, attempt } = execution;
  const moved =
    execution.state === "offered"
      ? await moveExecution(writer, events, execution, { state: "queued", fields }, now)
      : (await writer.update(executionTable, { id, state: "queued", attempt }, fields)) > 0;
  if (!moved) return false;
  await writer.update(runTable, { id: run.id }, { spares: left });
  await touchTopic(writer, events, { topic: `run:${run.id}`, conversationId: run.conversation_id, now });
  writer.afterCommit(() => {
    events.emit("execution.changed", { executionId: id, runId: run.id });
    events.emit("run.changed", { runId: run.id });
    events.emit("work.queued", { agentId: by.id });
  });
  return true;
}
