import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import { decideAccess } from "../model/permission.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { type ExecutionRow, executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { type CancelOutcome, cancelExecutions } from "./cancel-executions.ts";
import { changeExecution } from "./change-execution.ts";
import { nextAttempt } from "./next-attempt.ts";
import { chainOf, stopRuns } from "./stop-runs.ts";

interface Deps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
}

/** What people do with work that is under way. */
export class RunService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Stops the run and the chain that it belongs to: no step follows it. */
  async cancelRun(writer: Writer, actor: Actor, runId: string): Promise<CancelOutcome> {
    const run = await this.#run(writer, runId);
    const rule = this.#assertMay(actor, run);
    const { audit, clock, events } = this.#deps;
    const chain = await chainOf(writer, run);
    const outcome = await stopRuns(writer, events, chain, { by: actor.name, now: clock.now() });
    const fact = { action: "run.cancel", object: runId, decision: "allowed", rule, detail: { ...outcome } } as const;
    await audit.record(writer, actor, fact);
    return outcome;
  }

  async cancelExecution(writer: Writer, actor: Actor, id: string): Promise<CancelOutcome> {
    const execution = await this.#execution(writer, id);
    const rule = this.#assertMay(actor, await this.#run(writer, execution.run_id));
    const { audit, clock, events } = this.#deps;
    const outcome = await cancelExecutions(writer, events, [execution], { by: actor.name, now: clock.now() });
    const fact = { action: "run.cancel", object: id, decision: "allowed", rule, detail: { ...outcome } } as const;
    await audit.record(writer, actor, fact);
    return outcome;
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
