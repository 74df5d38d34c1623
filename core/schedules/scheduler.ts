import type { CoreEvents } from "../events/core-events.ts";
import { createRun, type NewRun } from "../executions/create-run.ts";
import { planRun } from "../executions/plan-run.ts";
import { takeTurn } from "../executions/take-turn.ts";
import type { Clock } from "../kernel/clock.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Risk } from "../model/risk.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store, Writer } from "../store/rows.ts";
import { runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { freezeSteps } from "../tasks/freeze-steps.ts";
import type { TaskPreview } from "../tasks/task-request.ts";
import type { TaskService } from "../tasks/task-service.ts";
import { type DueFacts, planDue } from "./plan-due.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly tasks: TaskService;
  /** The owner as an actor; undefined when the owner is gone or disabled. */
  ownerOf(writer: Writer, ownerId: string): Promise<Actor | undefined>;
}

type Judged = Pick<NewRun, "risk" | "planned" | "stillborn" | "steps" | "waitsFor">;

/** Due tasks looked at at once. */
const BATCH = 500;
/** How many due times of one task a turn deals with: enough to catch up faster than the clock runs. */
const ROUNDS = 50;

/**
 * Fires what is due. Due times live in the store and move on in the unit that creates the run, so a due time fires once
 * whatever dies when; a loop calls runOnce every second, and nothing depends on a timer having fired.
 */
export class Scheduler {
  readonly #deps: Deps;
  /** When the last turn ended well; the readiness check compares it with the clock. */
  #lastTurnAt: number;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#lastTurnAt = deps.clock.now();
  }

  get lastTurnAt(): number {
    return this.#lastTurnAt;
  }

  /** Returns how many due times it dealt with. */
  async runOnce(): Promise<number> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    await this.#endPauses(now);
    let total = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const due = await store.select(taskTable, {
        where: { state: "active", next_due_at: { lte: now } },
        orderBy: [{ column: "next_due_at" }],
        limit: BATCH,
      });
      const fired = (await Promise.all(due.map((task) => this.#guarded(task, () => this.#fireOne(task))))).filter(
        Boolean,
      );
      total += fired.length;
      if (fired.length === 0) break;
    }
    this.#lastTurnAt = clock.now();
    return total;
  }

  async #fireOne(task: TaskRow): Promise<boolean> {
    return await this.#deps.store.write((writer) => this.#fire(writer, task.id));
  }

  /** One task that cannot be dealt with must not hold up the others. */
  async #guarded(task: TaskRow, act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.#deps.logger.error({ error, taskId: task.id }, "a due task could not be dealt with");
      return false;
    }
  }

  async #fire(writer: Writer, taskId: string): Promise<boolean> {
    const { clock, tasks, events } = this.#deps;
    const now = clock.now();
    const [task] = await writer.select(taskTable, { where: { id: taskId, state: "active" } });
    const dueAt = task?.next_due_at;
    if (!task || dueAt === null || dueAt === undefined || dueAt > now) return false;
    const firedCount = task.fired_count + 1;
    const next = tasks.nextDueAt({ ...task, fired_count: firedCount }, dueAt);
    await this.#createRun(writer, task, { dueAt, now, superseded: next !== undefined && next <= now });
    const over = next === undefined;
    await writer.update(
      taskTable,
      { id: task.id },
      { next_due_at: over ? null : next, fired_count: firedCount, ...(over ? { state: "finished" } : {}) },
    );
    await touchTopic(writer, events, { topic: `task:${task.id}`, conversationId: task.conversation_id, now });
    writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
    return true;
  }

  async #createRun(
    writer: Writer,
    task: TaskRow,
    due: { readonly dueAt: number; readonly now: number; readonly superseded: boolean },
  ): Promise<void> {
    const { events, ownerOf } = this.#deps;
    const owner = await ownerOf(writer, task.owner_id);
    const actor: Actor = owner ?? { userId: undefined, name: "unknown", role: "viewer", via: "schedule" };
    // A chain counts as one run: between two of its steps it is under way as well.
    const betweenSteps = await writer.count(runTable, { task_id: task.id, follow: "step" });
    const openRuns = betweenSteps + (await writer.count(runTable, { task_id: task.id, state: "running" }));
    const unknownRuns = await writer.count(runTable, { task_id: task.id, state: "unknown" });
    const judged = owner
      ? this.#judge(task, actor, { ...due, openRuns, unknownRuns })
      : skipped("read", "Its owner is disabled or gone.");
    await createRun(writer, events, {
      task,
      actor,
      trigger: "schedule",
      dueAt: due.dueAt,
      now: due.now,
      conversationId: task.conversation_id,
      ...(judged.stillborn ? judged : await this.#inTurn(writer, task, judged, due.now)),
    });
  }

  /** What the overlap rule leaves of it: it starts now, waits for the one under way, or is skipped. */
  async #inTurn(writer: Writer, task: TaskRow, judged: Judged, now: number): Promise<Judged> {
    const asked = { taskId: task.id, overlap: task.policy.overlap, by: `the schedule ${task.id}`, now };
    const turn = await takeTurn(writer, this.#deps.events, asked);
    if (turn.kind === "full") return skipped(judged.risk, turn.reason);
    return turn.kind === "after" ? { ...judged, waitsFor: turn.runId } : judged;
  }

  /** Decides by the same preview as a person's request, so that rights and machines are those of this moment. */
  #judge(task: TaskRow, actor: Actor, due: Omit<DueFacts, "policy" | "machineCount">): Judged {
    const preview = this.#preview(task, actor);
    if (typeof preview === "string") return skipped("read", preview);
    const { access, machines, ownRisk: risk, problems } = preview;
    if (!access.allowed) return skipped(risk, `Its owner may no longer do this: ${access.why}.`);
    if (problems.length > 0) return skipped(risk, problems.join(" "));
    const plan = planDue({ ...due, policy: task.policy, machineCount: machines.length });
    if (plan.kind !== "run") return { risk, planned: [], stillborn: { state: plan.kind, reason: plan.reason } };
    const planned = planRun({ action: preview.action, policy: task.policy, machines, now: due.now });
    return { risk, planned, steps: freezeSteps(preview) };
  }

  /** A sentence where the task cannot even be looked at: its plugin was removed. */
  #preview(task: TaskRow, actor: Actor): TaskPreview | string {
    try {
      return this.#deps.tasks.preview(actor, requestOf(task));
    } catch (error) {
      if (isOctopusError(error)) return error.message;
      throw error;
    }
  }

  async #endPauses(now: number): Promise<void> {
    const { store } = this.#deps;
    const over = await store.select(taskTable, {
      where: { state: "paused", paused_until: { lte: now } },
      limit: BATCH,
    });
    for (const task of over) await this.#guarded(task, () => this.#endPause(task, now));
  }

  async #endPause(task: TaskRow, now: number): Promise<boolean> {
    const { store, tasks, events } = this.#deps;
    const next = tasks.nextDueAt(task, now);
    const change = { state: next === undefined ? "finished" : "active", paused_until: null, next_due_at: next ?? null };
    return await store.write(async (writer) => {
      // Whoever resumed it, or paused it anew, meanwhile is right.
      const asSeen = { id: task.id, state: "paused", paused_until: task.paused_until };
      if ((await writer.update(taskTable, asSeen, change)) === 0) return false;
      await touchTopic(writer, events, { topic: `task:${task.id}`, conversationId: task.conversation_id, now });
      writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
      return true;
    });
  }
}

function skipped(risk: Risk, reason: string): Judged {
  return { risk, planned: [], stillborn: { state: "skipped", reason } };
}

function requestOf(task: TaskRow) {
  return {
    name: task.name,
    action: task.action,
    params: task.params,
    targets: task.targets,
    policy: task.policy,
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: task.then_steps,
    text: task.text,
  };
}
