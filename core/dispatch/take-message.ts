import { createHash } from "node:crypto";
import type { CoreEvents } from "../events/core-events.ts";
import { changeExecution } from "../executions/change-execution.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { canonicalJson } from "../kernel/json.ts";
import type { Access } from "../model/permission.ts";
import type { RefuseMessage, ResultMessage, ToAgent, WantMessage } from "../protocol/messages.ts";
import type { Writer } from "../store/rows.ts";
import { attemptTable, type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { skipBlocked } from "./offer-work.ts";
import { planElsewhere } from "./plan-elsewhere.ts";
import { planResult } from "./plan-result.ts";
import { planWant } from "./plan-want.ts";

/** How soon a machine that was busy or draining is asked again. */
const ASK_AGAIN_MS = 5_000;

export interface TakeContext {
  readonly events: EventBus<CoreEvents>;
  readonly agentId: string;
  readonly now: number;
  readonly leaseMs: number;
  /** [0, 1), for jitter. */
  readonly fraction: number;
  /** Whether a machine could begin at once. */
  ready(agentId: string): boolean;
  /** Why the run must not start on this machine at this moment, as a sentence; undefined where it may. */
  readonly blocked?: ((agentId: string, run: RunRow) => string | undefined) | undefined;
  /** Whether the person behind the run may still do this. */
  mayRun(writer: Writer, run: RunRow): Promise<Access>;
}

/** A message that decides the state of an attempt. */
export type DecidingMessage = WantMessage | RefuseMessage | ResultMessage;

/** Carries out one deciding message in the caller's unit; the answers are to be sent after its commit. */
export async function takeMessage(
  writer: Writer,
  message: DecidingMessage,
  context: TakeContext,
): Promise<readonly ToAgent[]> {
  const [execution] = await writer.select(executionTable, { where: { id: message.execution } });
  switch (message.type) {
    case "want":
      return await takeWant(writer, execution, message, context);
    case "refuse":
      return await takeRefusal(writer, execution, message, context);
    case "result":
      return await takeResult(writer, execution, message, context);
  }
}

async function takeWant(
  writer: Writer,
  execution: ExecutionRow | undefined,
  want: WantMessage,
  context: TakeContext,
): Promise<readonly ToAgent[]> {
  const { agentId, events, now } = context;
  const key = { execution: want.execution, attempt: want.attempt };
  const [run] = execution ? await writer.select(runTable, { where: { id: execution.run_id } }) : [];
  const access = run ? await context.mayRun(writer, run) : NO_RUN;
  const blocked = run && context.blocked?.(agentId, run);
  const plan = planWant(execution, want, { agentId, now, access, blocked });
  if (plan.kind === "repeat-go") {
    // The agent counts its lease from this want, so the server must not count from an older one.
    const current = { id: want.execution, attempt: want.attempt, state: "running" };
    await writer.update(executionTable, current, { lease_until: now + context.leaseMs });
    return [{ type: "go", ...key, nonce: want.nonce }];
  }
  if (plan.kind === "no" || !execution) {
    return [{ type: "no", ...key, reason: plan.kind === "no" ? plan.reason : "unknown" }];
  }
  if (plan.kind === "block") {
    await skipBlocked(writer, events, execution, plan.reason, now);
    return [{ type: "no", ...key, reason: plan.reason }];
  }
  if (plan.kind === "revoke") {
    await changeExecution(writer, events, execution, { state: "cancelled", fields: { error: plan.reason } }, now);
    return [{ type: "no", ...key, reason: plan.reason }];
  }
  const fields = { lease_until: now + context.leaseMs, started_at: now };
  const moved = await changeExecution(writer, events, execution, { state: "running", fields }, now, run);
  if (!moved) return [{ type: "no", ...key, reason: "it changed meanwhile" }];
  const attempt = { execution_id: want.execution, attempt: want.attempt };
  await writer.update(attemptTable, attempt, { state: "running", started_at: now });
  return [{ type: "go", ...key, nonce: want.nonce }];
}

const NO_RUN: Access = { allowed: false, rule: "no-run", why: "its run is gone" };

async function takeRefusal(
  writer: Writer,
  execution: ExecutionRow | undefined,
  refusal: RefuseMessage,
  { agentId, events, now }: TakeContext,
): Promise<readonly ToAgent[]> {
  const { execution: id, attempt, kind, reason } = refusal;
  const current = execution?.agent_id === agentId && execution.attempt === attempt && execution.state === "offered";
  if (!execution || !current) return [];
  const later = kind === "draining" || kind === "busy";
  const change = later
    ? ({ state: "queued", fields: { not_before: now + ASK_AGAIN_MS } } as const)
    : ({ state: "failed", fields: { error: `The machine refused: ${reason}` } } as const);
  await changeExecution(writer, events, execution, change, now);
  if (!later) {
    const fields = { state: "failed", finished_at: now, error: reason };
    await writer.update(attemptTable, { execution_id: id, attempt }, fields);
  }
  return [];
}

async function takeResult(
  writer: Writer,
  execution: ExecutionRow | undefined,
  result: ResultMessage,
  context: TakeContext,
): Promise<readonly ToAgent[]> {
  const { agentId, events, now, fraction } = context;
  const rack: ToAgent = { type: "rack", execution: result.execution, attempt: result.attempt };
  if (!execution || execution.agent_id !== agentId) return [rack];
  const recorded = await writer.update(
    attemptTable,
    { execution_id: result.execution, attempt: result.attempt, agent_id: agentId, finished_at: null },
    attemptFields(result, now),
  );
  if (recorded === 0) return [rack];
  const [run] = await writer.select(runTable, { where: { id: execution.run_id } });
  const change = planResult(execution, result, { now, fraction, policy: run?.policy ?? {} });
  const open = (id: string) => context.ready(id) && (!run || context.blocked?.(id, run) === undefined);
  const elsewhere = change && run && planElsewhere(execution, run, change, open);
  if (elsewhere) await writer.update(runTable, { id: run.id }, { spares: elsewhere.left });
  if (change) await changeExecution(writer, events, execution, elsewhere?.change ?? change, now);
  return [rack];
}

function attemptFields(result: ResultMessage, now: number) {
  const { response } = result;
  return {
    state: result.outcome,
    finished_at: now,
    duration_ms: Math.round(result.durationMs),
    exit_code: result.exitCode ?? null,
    response: response ?? null,
    response_digest: response ? createHash("sha256").update(canonicalJson(response)).digest("hex") : null,
    error: result.error ?? null,
    ran_as: result.ranAs,
    log_chunks: result.logChunks,
  };
}
