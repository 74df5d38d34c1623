import { openBatch, stopRollout } from "../executions/advance-rollout.ts";
import { settleRun } from "../executions/change-execution.ts";
import { createRun } from "../executions/create-run.ts";
import { planRun } from "../executions/plan-run.ts";
import type { Service } from "../kernel/service.ts";
import type { BatchCheck } from "../model/policy.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import { executionTable, type RunRow, runTable } from "../store/tables/run-table.ts";
import { taskTable } from "../store/tables/task-table.ts";
import { type FollowDeps, FollowLoop } from "./follow-loop.ts";
import { type JudgeDeps, judgeFollower, personBehind } from "./judge-follower.ts";
import type { TaskPreview } from "./task-request.ts";

/**
 * Makes the check between two batches of a rollout, and lets the next batch begin or stops the rest when the check is
 * over. The key of the check's run makes it happen once, whatever dies when.
 */
export class BatchChecks implements Service {
  readonly #deps: FollowDeps & JudgeDeps;
  readonly #loop: FollowLoop;

  constructor(deps: FollowDeps & JudgeDeps) {
    this.#deps = deps;
    this.#loop = new FollowLoop(deps, {
      due: { where: { state: "running", follow: { in: ["check", "checking"] } }, orderBy: [{ column: "seq" }] },
      wakes: ["batch.ended", "run.ended"],
      move: (writer, run) => this.#move(writer, run),
      failure: "a check between two batches could not be made",
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** Returns how many rollouts it moved. */
  async runOnce(): Promise<number> {
    return await this.#loop.runOnce();
  }

  async #move(writer: Writer, run: RunRow): Promise<boolean> {
    if (run.state !== "running") return false;
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

  /** A sentence where it cannot be made. */
  async #judge(
    writer: Writer,
    run: RunRow,
    { action, params = {} }: BatchCheck,
    batch: number,
  ): Promise<{ readonly actor: Actor; readonly preview: TaskPreview } | string> {
    const actor = await personBehind(this.#deps, writer, run);
    if (typeof actor === "string") return actor;
    const rows = await writer.select(executionTable, { where: { run_id: run.id, batch } });
    const good = rows.filter((row) => row.state === "succeeded");
    const machines = (good.length > 0 ? good : rows).map((row) => ({ id: row.agent_id, name: row.agent_name }));
    const targets = { include: machines.map(({ name }) => `host:${name}`), exclude: [] };
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const request = { action, params, targets, machines, policy: {}, then: [], text: "" };
    const preview = await judgeFollower(this.#deps, writer, { actor, run, request });
    return typeof preview === "string" ? preview : { actor, preview };
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
