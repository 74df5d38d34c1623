import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { decideAccess } from "../model/permission.ts";
import type { ExecutionState } from "../model/states.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { changeExecution, moveExecution, settleRun } from "./change-execution.ts";
import { nextAttempt } from "./next-attempt.ts";

interface Deps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
}

export interface CancelOutcome {
  /** Had not started: cancelled at once. */
  readonly cancelled: number;
  /** Running: told to stop; cancelled when the machine confirms that nothing of it is left. */
  readonly stopping: number;
  /** Already at an end, or unknown. */
  readonly untouched: number;
}

/** What people do with work that is under way. */
export class RunService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async cancelRun(writer: Writer, actor: Actor, runId: string): Promise<CancelOutcome> {
    const run = await this.#run(writer, runId);
    const rule = this.#assertMay(actor, run);
    const executions = await writer.select(executionTable, { where: { run_id: runId } });
    return await this.#cancelAll(writer, actor, executions, { object: runId, rule });
  }

  async cancelExecution(writer: Writer, actor: Actor, id: string): Promise<CancelOutcome> {
    const execution = await this.#execution(writer, id);
    const rule = this.#assertMay(actor, await this.#run(writer, execution.run_id));
    return await this.#cancelAll(writer, actor, [execution], { object: id, rule });
  }

  /** A person says how an `unknown` execution ended, or asks for another attempt. */
  async settleUnknown(writer: Writer, actor: Actor, id: string, as: "succeeded" | "failed" | "retry"): Promise<void> {
    const { audit, clock, events } = this.#deps;
    const execution = await this.#execution(writer, id);
    const rule = this.#assertMay(actor, await this.#run(writer, execution.run_id));
    if (execution.state !== "unknown") {
      throw new OctopusError("execution.illegal-move", `Execution ${id} is ${execution.state}, not unknown.`, { id });
    }
    const now = clock.now();
    const change =
      as === "retry"
        ? nextAttempt(execution, now, now)
        : { state: as, fields: { error: as === "failed" ? `${actor.name} said that it failed` : null } };
    await changeExecution(writer, events, execution, change, now);
    await audit.record(writer, actor, {
      action: `execution.settle`,
      object: id,
      decision: "allowed",
      rule,
      detail: { as },
    });
    if (as === "retry") writer.afterCommit(() => events.emit("work.queued", { agentId: execution.agent_id }));
  }

  async #cancelAll(
    writer: Writer,
    actor: Actor,
    executions: readonly ExecutionRow[],
    fact: { readonly object: string; readonly rule: string },
  ): Promise<CancelOutcome> {
    const { audit, clock, events } = this.#deps;
    const now = clock.now();
    const outcome = { cancelled: 0, stopping: 0, untouched: 0 };
    const runs = new Set<string>();
    for (const execution of executions) {
      const state = cancelledState(execution.state as ExecutionState);
      const fields = { cancel_requested_at: now, error: `cancelled by ${actor.name}` };
      const moved = state && (await moveExecution(writer, events, execution, { state, fields }, now));
      if (!moved) outcome.untouched += 1;
      else outcome[state === "cancelled" ? "cancelled" : "stopping"] += 1;
      if (!moved) continue;
      runs.add(execution.run_id);
      writer.afterCommit(() => events.emit("work.queued", { agentId: execution.agent_id }));
    }
    for (const runId of runs) await settleRun(writer, events, runId, now);
    await audit.record(writer, actor, { ...fact, action: "run.cancel", decision: "allowed", detail: { ...outcome } });
    return outcome;
  }

  async #run(writer: Writer, id: string): Promise<RunRow> {
    const [run] = await writer.select(runTable, { where: { id } });
    if (run) return run;
    throw new OctopusError("run.not-found", `There is no run ${id}.`, { id });
  }

  async #execution(writer: Writer, id: string): Promise<ExecutionRow> {
    const [execution] = await writer.select(executionTable, { where: { id } });
    if (execution) return execution;
    throw new OctopusError("execution.not-found", `There is no execution ${id}.`, { id });
  }

  #assertMay(actor: Actor, run: RunRow): string {
    const access = decideAccess(actor, { name: "run.cancel", ownerId: run.requested_by });
    if (access.allowed) return access.rule;
    throw new OctopusError("access.denied", `You may not steer ${run.id}: ${access.why}.`, { rule: access.rule });
  }
}

/** Without a `go` nothing can have started, so those are cancelled at once. */
function cancelledState(state: ExecutionState): "cancelled" | "cancelling" | undefined {
  if (state === "queued" || state === "offered") return "cancelled";
  return state === "running" ? "cancelling" : undefined;
}
