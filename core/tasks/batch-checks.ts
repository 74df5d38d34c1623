import { isApproved } from "../approvals/is-approved.ts";
import type { CoreEvents } from "../events/core-events.ts";
import { openBatch, stopRollout } from "../executions/advance-rollout.ts";
import { settleRun } from "../executions/change-execution.ts";
import { createRun } from "../executions/create-run.ts";
import { planRun } from "../executions/plan-run.ts";
import type { Clock } from "../kernel/clock.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { BatchCheck } from "../model/policy.ts";
import type { Actor } from "../model/user.ts";
import type { Store, Writer } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { taskTable } from "../store/tables/task-table.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";
import type { TaskService } from "./task-service.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly tasks: Pick<TaskService, "preview">;
  /** The person behind a run as an actor; undefined when gone or disabled. */
  ownerOf(writer: Writer, userId: string): Promise<Actor | undefined>;
}

/** The net under the events. */
const SWEEP_EVERY_MS = 2_000;
const BATCH = 200;

/**
 * Makes the check between two batches of a rollout, and lets the next batch begin or stops the rest when the check is
 * over. What is to be done stands in the store since the unit that ended the batch; each part has a unit of its own, and
 * the key of the check's run makes it happen once, whatever dies when.
 */
export class BatchChecks implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  #subscriptions: readonly Unsubscribe[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
    const onError = (error: unknown) => deps.logger.warn({ error }, "checks between batches could not be made");
    this.#loop = new Loop(() => this.runOnce(), { everyMs: SWEEP_EVERY_MS, clock: deps.clock, onError });
  }

  async start(): Promise<void> {
    if (this.#subscriptions.length > 0) return;
    const { events } = this.#deps;
    const wake = () => this.#loop.wake();
    this.#subscriptions = [events.on("batch.ended", wake), events.on("run.ended", wake)];
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    await this.#loop.stop();
  }

  /** Returns how many rollouts it moved. */
  async runOnce(): Promise<number> {
    const { logger, store } = this.#deps;
    const where = { state: "running", follow: { in: ["check", "checking"] } };
    const rows = await store.select(runTable, { where, orderBy: [{ column: "seq" }], limit: BATCH });
    let moved = 0;
    for (const { id } of rows) {
      try {
        if (await store.write((writer) => this.#move(writer, id))) moved += 1;
      } catch (error) {
        logger.error({ error, runId: id }, "a check between two batches could not be made");
      }
    }
    return moved;
  }

  /** As it is now: somebody else may have dealt with it meanwhile. */
  async #move(writer: Writer, id: string): Promise<boolean> {
    const [run] = await writer.select(runTable, { where: { id } });
    if (run?.state !== "running") return false;
    if (run.follow === "check") return await this.#begin(writer, run);
    return run.follow === "checking" && (await this.#conclude(writer, run));
  }

  async #begin(writer: Writer, run: RunRow): Promise<boolean> {
    const { clock, events } = this.#deps;
    const { check } = run.policy;
    const batch = run.next_step ?? 0;
    const judged = check && (await this.#judge(writer, run, check, batch - 1));
    if (!judged || typeof judged === "string") {
      await this.#stop(writer, run, `Stopped because the check after batch ${batch - 1} could not be made: ${judged}`);
      return true;
    }
    const now = clock.now();
    const [task] = await writer.select(taskTable, { where: { id: run.task_id } });
    const { action, machines, ownRisk: risk, request } = judged.preview;
    const created =
      task &&
      (await createRun(writer, events, {
        task,
        actor: judged.actor,
        trigger: "check",
        dueAt: now,
        now,
        risk,
        // Told on the card of the rollout.
        conversationId: null,
        planned: planRun({ action, policy: {}, machines, now }),
        work: { action: request.action, params: request.params, policy: {} },
        origin: { kind: "check", parentId: run.id, batch },
      }));
    if (!created) return false;
    await writer.update(runTable, { id: run.id }, { follow: "checking", waits_for: created.run.id });
    await settleRun(writer, events, run.id, now, "running");
    return true;
  }

  /** By the same preview as a request of the person behind the rollout; a sentence where that does not allow it. */
  async #judge(
    writer: Writer,
    run: RunRow,
    { action, params = {} }: BatchCheck,
    batch: number,
  ): Promise<{ readonly actor: Actor; readonly preview: TaskPreview } | string> {
    const actor = await this.#deps.ownerOf(writer, run.requested_by);
    if (!actor) return `${run.requested_by_name}, who asked for it, is disabled or gone.`;
    const rows = await writer.select(executionTable, { where: { run_id: run.id, batch } });
    const good = rows.filter((row) => row.state === "succeeded");
    const machines = (good.length > 0 ? good : rows).map((row) => ({ id: row.agent_id, name: row.agent_name }));
    const targets = { include: machines.map(({ name }) => `host:${name}`), exclude: [] };
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const preview = this.#preview(actor, { action, params, targets, machines, policy: {}, then: [], text: "" });
    if (typeof preview === "string") return preview;
    const { access } = preview;
    if (!access.allowed && !(access.approval && (await isApproved(writer, run))))
      return `${actor.name} may no longer do this: ${access.why}.`;
    return preview.problems.length > 0 ? preview.problems.join(" ") : { actor, preview };
  }

  #preview(actor: Actor, request: TaskRequest): TaskPreview | string {
    try {
      return this.#deps.tasks.preview(actor, request);
    } catch (error) {
      if (isOctopusError(error)) return error.message;
      throw error;
    }
  }

  /** The check may still be at work, or nobody knows how it ended; then the rollout waits, as for a machine of its own. */
  async #conclude(writer: Writer, run: RunRow): Promise<boolean> {
    const { clock, events } = this.#deps;
    const [check] = await writer.select(runTable, { where: { id: run.waits_for ?? "" } });
    if (check?.state === "running" || check?.state === "unknown") return false;
    const batch = run.next_step ?? 0;
    if (check?.state !== "succeeded") {
      const how = check ? `${check.id} ${check.state}` : "it is gone";
      await this.#stop(writer, run, `Stopped because the check after batch ${batch - 1} did not pass: ${how}.`);
      return true;
    }
    const now = clock.now();
    await writer.update(runTable, { id: run.id }, DONE);
    await openBatch(writer, events, { ...run, ...DONE }, batch, now);
    await settleRun(writer, events, run.id, now, "running");
    return true;
  }

  async #stop(writer: Writer, run: RunRow, reason: string): Promise<void> {
    const { clock, events } = this.#deps;
    const now = clock.now();
    await stopRollout(writer, events, run, reason, now);
    await writer.update(runTable, { id: run.id }, DONE);
    await settleRun(writer, events, run.id, now);
  }
}

const DONE = { follow: null, next_step: null, waits_for: null } as const;
