import type { CoreEvents } from "../events/core-events.ts";
import { followersOf } from "../executions/followers-of.ts";
import { queueWaitMs } from "../executions/plan-run.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow } from "../store/tables/run-table.ts";
import { type Blocking, sayBlocking } from "./limit-places.ts";

interface Waiting {
  readonly execution: ExecutionRow;
  readonly run: RunRow;
  readonly limited: Blocking;
}

/**
 * Shows why it does not start although its machine is there. Its time to wait for the machine counts from here: what a
 * limit holds back is not given up because others take long.
 */
export async function noteWaiting(
  writer: Writer,
  events: EventBus<CoreEvents>,
  { execution, run, limited }: Waiting,
  now: number,
): Promise<void> {
  const reason = sayBlocking(limited);
  const told = execution.limited_by === limited.limit.id && execution.wait_reason === reason;
  const waitMs = queueWaitMs(run.policy);
  if (told && execution.expires_at - now > waitMs / 2) return;
  const { id, attempt, run_id: runId } = execution;
  const change = { limited_by: limited.limit.id, wait_reason: reason, expires_at: now + waitMs };
  if ((await writer.update(executionTable, { id, attempt, state: "queued" }, change)) === 0 || told) return;
  await touchTopic(writer, events, { topic: `run:${runId}`, conversationId: followersOf(run), now, passing: true });
  writer.afterCommit(() => {
    events.emit("execution.changed", { executionId: id, runId });
    events.emit("run.changed", { runId });
  });
}
