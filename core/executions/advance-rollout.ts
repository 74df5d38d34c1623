import type { CoreEvents } from "../events/core-events.ts";
import { durationToMs } from "../kernel/duration.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { moveExecution } from "./move-execution.ts";
import { firstWaitMs, HELD_UNTIL } from "./plan-run.ts";
import { planRollout, type RolloutFacts } from "./rollout.ts";

/**
 * Opens the next batch of a rollout, or stops it, in the unit of whatever moved one of its executions. Returns the run
 * as it is then. Nothing is remembered outside the store, so a server that dies here goes on where it was.
 */
export async function advanceRollout(
  writer: Writer,
  events: EventBus<CoreEvents>,
  run: RunRow,
  now: number,
): Promise<RunRow> {
  if (run.batch_count === null || run.finished_at !== null || run.follow !== null) return run;
  const plan = planRollout(await rolloutFacts(writer, run));
  if (plan.kind === "open" && run.policy.check) return await awaitCheck(writer, events, run, plan.batch);
  if (plan.kind === "open") return await openBatch(writer, events, run, plan.batch, now);
  return plan.kind === "stop" ? await stopRollout(writer, events, run, plan.reason, now) : run;
}

async function rolloutFacts(writer: Writer, run: RunRow): Promise<RolloutFacts> {
  const ofRun = { run_id: run.id };
  const broken = { in: ["failed", "timed_out", "unknown"] };
  const unended = { in: ["queued", "offered", "running", "cancelling", "unknown"] };
  const [held] = await writer.select(executionTable, {
    where: { ...ofRun, state: "queued", not_before: HELD_UNTIL },
    orderBy: [{ column: "batch" }],
    limit: 1,
  });
  return {
    policy: run.policy,
    total: run.execution_count,
    failed: await writer.count(executionTable, { ...ofRun, state: broken }),
    failedCanaries: await writer.count(executionTable, { ...ofRun, state: broken, batch: 1 }),
    open: await writer.count(executionTable, { ...ofRun, state: unended, not_before: { lt: HELD_UNTIL } }),
    nextBatch: held?.batch ?? undefined,
  };
}

/** The next batch begins when the check of the one before it has passed; `BatchChecks` sees to that. */
async function awaitCheck(writer: Writer, events: EventBus<CoreEvents>, run: RunRow, batch: number): Promise<RunRow> {
  const change = { follow: "check", next_step: batch };
  await writer.update(runTable, { id: run.id }, change);
  writer.afterCommit(() => events.emit("batch.ended", { runId: run.id }));
  return { ...run, ...change };
}

/** Lets the machines of this batch begin. */
export async function openBatch(
  writer: Writer,
  events: EventBus<CoreEvents>,
  run: RunRow,
  batch: number,
  now: number,
): Promise<RunRow> {
  const pauseMs = run.policy.stagger === undefined ? 0 : (durationToMs(run.policy.stagger) ?? 0);
  await releaseBatch(writer, events, { run, batch, from: now + pauseMs });
  await writer.update(runTable, { id: run.id }, { open_batch: batch });
  return { ...run, open_batch: batch };
}

/** Lets what is held of this batch (all where there are none) start from that instant on. */
export async function releaseBatch(
  writer: Writer,
  events: EventBus<CoreEvents>,
  { run, batch, from }: { readonly run: RunRow; readonly batch: number | null; readonly from: number },
): Promise<void> {
  const held = { run_id: run.id, batch, state: "queued", not_before: HELD_UNTIL };
  const opened = await writer.select(executionTable, { where: held });
  await writer.update(executionTable, held, {
    not_before: from,
    expires_at: from + firstWaitMs(run.policy, (run.spares ?? []).length > 0),
  });
  writer.afterCommit(() => {
    for (const agentId of new Set(opened.map((execution) => execution.agent_id))) {
      events.emit("work.queued", { agentId });
    }
  });
}

/** What has not begun will not; what runs is left to end, because nobody gains by a machine half done. */
export async function stopRollout(
  writer: Writer,
  events: EventBus<CoreEvents>,
  run: RunRow,
  reason: string,
  now: number,
): Promise<RunRow> {
  const waiting = await writer.select(executionTable, {
    where: { run_id: run.id, state: { in: ["queued", "offered"] } },
  });
  for (const execution of waiting.filter(neverBegan)) {
    await moveExecution(writer, events, execution, { state: "skipped", fields: { error: reason } }, now);
  }
  if (run.reason !== null) return run;
  await writer.update(runTable, { id: run.id }, { reason });
  return { ...run, reason };
}

/** Between two attempts it has begun, and is finished like the rest. */
function neverBegan(execution: ExecutionRow): boolean {
  return execution.started_at === null;
}
