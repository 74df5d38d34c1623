import type { CoreEvents } from "../events/core-events.ts";
import { createRun, type NewRun } from "../executions/create-run.ts";
import { planRun, sparesOf } from "../executions/plan-run.ts";
import { takeTurn } from "../executions/take-turn.ts";
import type { Clock } from "../kernel/clock.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { LedgerCause } from "../model/ledger.ts";
import type { Risk } from "../model/risk.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { freezeSteps } from "../tasks/freeze-steps.ts";
import type { TaskPreview } from "../tasks/task-request.ts";
import type { TaskService } from "../tasks/task-service.ts";
import { type DueFacts, type LateWhy, planDue } from "./plan-due.ts";
import { type Fold, planGap } from "./plan-gap.ts";
import { dueBetween } from "./task-times.ts";

export interface FiringDeps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly tasks: Pick<TaskService, "preview" | "nextDueAt" | "timeZone">;
  /** The owner as an actor; undefined when the owner is gone or disabled. */
  ownerOf(writer: Writer, ownerId: string): Promise<Actor | undefined>;
  /** Why nothing fires on the day of this due time, as a sentence; undefined on any other day. */
  dayOff?(task: TaskRow, dueAt: number): string | undefined;
  /** Pauses the task, in the caller's unit, where it has failed too often in a row. True: it is paused. */
  pauseIfFailing?(writer: Writer, task: TaskRow, dueAt: number): Promise<boolean>;
}

/** Whether there are any is what counts. */
const MOST_LOOKED_AT = 20;

type Judged = Pick<NewRun, "risk" | "planned" | "spares" | "stillborn" | "steps" | "waitsFor" | "ledger">;

/** Deals with one due time of one task, or with a long gap of them, in one unit: row and next due time go together. */
export class DueFiring {
  readonly #deps: FiringDeps;

  constructor(deps: FiringDeps) {
    this.#deps = deps;
  }

  /** False: somebody else dealt with it. */
  async fire(writer: Writer, taskId: string, lateWhy: (dueAt: number) => LateWhy): Promise<boolean> {
    const { clock, tasks, pauseIfFailing } = this.#deps;
    const now = clock.now();
    const [task] = await writer.select(taskTable, { where: { id: taskId, state: "active" } });
    const dueAt = task?.next_due_at;
    if (!task || dueAt === null || dueAt === undefined || dueAt > now) return false;
    if (await pauseIfFailing?.(writer, task, dueAt)) return true;
    const next = tasks.nextDueAt({ ...task, fired_count: task.fired_count + 1 }, dueAt);
    const superseded = next !== undefined && next <= now;
    const why = lateWhy(dueAt);
    const fold = superseded ? this.#fold(task, dueAt, now, why) : undefined;
    if (fold) {
      await this.#writeFold(writer, task, fold, now);
      const fired = task.fired_count + fold.count;
      await this.#moveOn(writer, task, tasks.nextDueAt({ ...task, fired_count: fired }, fold.until), fired);
      return true;
    }
    await this.#createRun(writer, task, { dueAt, now, superseded, lateWhy: why });
    await this.#moveOn(writer, task, next, task.fired_count + 1);
    return true;
  }

  #fold(task: TaskRow, dueAt: number, now: number, why: LateWhy): Fold | undefined {
    const passed = [
      dueAt,
      ...dueBetween({ ...task, fired_count: task.fired_count + 1 }, dueAt, now, this.#deps.tasks.timeZone),
    ];
    return planGap(passed, task.policy, now, why);
  }

  async #writeFold(writer: Writer, task: TaskRow, fold: Fold, now: number): Promise<void> {
    const { events, ownerOf } = this.#deps;
    await createRun(writer, events, {
      task,
      actor: (await ownerOf(writer, task.owner_id)) ?? NOBODY,
      trigger: "schedule",
      dueAt: fold.until,
      now,
      risk: "read",
      conversationId: task.conversation_id,
      planned: [],
      stillborn: { state: "missed", reason: fold.reason },
      ledger: { cause: fold.cause, fold: { since: fold.since, count: fold.count } },
    });
  }

  async #moveOn(writer: Writer, task: TaskRow, next: number | undefined, firedCount: number): Promise<void> {
    const { clock, events } = this.#deps;
    const over = next === undefined;
    const change = { next_due_at: over ? null : next, fired_count: firedCount, ...(over ? { state: "finished" } : {}) };
    await writer.update(taskTable, { id: task.id }, change);
    const topic = { topic: `task:${task.id}`, conversationId: task.conversation_id, now: clock.now() };
    await touchTopic(writer, events, topic);
    writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
  }

  async #createRun(
    writer: Writer,
    task: TaskRow,
    due: Pick<DueFacts, "dueAt" | "now" | "superseded" | "lateWhy">,
  ): Promise<void> {
    const { events, ownerOf } = this.#deps;
    const owner = await ownerOf(writer, task.owner_id);
    const judged = await this.#judge(writer, task, owner, due);
    const { dueAt, now } = due;
    const common = { task, actor: owner ?? NOBODY, trigger: "schedule", conversationId: task.conversation_id } as const;
    const settled = judged.stillborn ? judged : await this.#inTurn(writer, task, judged, now);
    await createRun(writer, events, { ...common, dueAt, now, ...settled });
  }

  /** What the overlap rule leaves of it: it starts now, waits for the one under way, or is skipped. */
  async #inTurn(writer: Writer, task: TaskRow, judged: Judged, now: number): Promise<Judged> {
    const asked = { taskId: task.id, overlap: task.policy.overlap, by: `the schedule ${task.id}`, now };
    const turn = await takeTurn(writer, this.#deps.events, asked);
    if (turn.kind === "full") return skipped(judged.risk, "overlap", turn.reason);
    return turn.kind === "after" ? { ...judged, waitsFor: turn.runId } : judged;
  }

  async #judge(
    writer: Writer,
    task: TaskRow,
    owner: Actor | undefined,
    due: Pick<DueFacts, "dueAt" | "now" | "superseded" | "lateWhy">,
  ): Promise<Judged> {
    const off = this.#deps.dayOff?.(task, due.dueAt);
    if (off !== undefined) return skipped("read", "calendar", off);
    if (!owner) return skipped("read", "rights", "Its owner is disabled or gone.");
    // A chain counts as one run: between two of its steps it is under way as well.
    const isChain = task.then_steps.length > 0;
    const betweenSteps = isChain ? await writer.count(runTable, { task_id: task.id, follow: "step" }) : 0;
    const unended = { task_id: task.id, state: { in: ["running", "unknown"] } };
    const states = (await writer.select(runTable, { where: unended, limit: MOST_LOOKED_AT })).map((run) => run.state);
    const unknownRuns = states.filter((state) => state === "unknown").length;
    const openRuns = betweenSteps + states.length - unknownRuns;
    return this.#plan(task, owner, { ...due, openRuns, unknownRuns });
  }

  /** Decides by the same preview as a person's request, so that rights and machines are those of this moment. */
  #plan(task: TaskRow, actor: Actor, due: Omit<DueFacts, "policy" | "machineCount">): Judged {
    const preview = this.#preview(task, actor);
    if (typeof preview === "string") return skipped("read", "invalid", preview);
    const { access, machines, ownRisk: risk } = preview;
    if (!access.allowed) return skipped(risk, "rights", `Its owner may no longer do this: ${access.why}.`);
    const problem = problemOf(preview);
    if (problem) return skipped(risk, problem.cause, problem.reason);
    const plan = planDue({ ...due, policy: task.policy, machineCount: machines.length });
    if (plan.kind !== "run") {
      const stillborn = { state: plan.kind, reason: plan.reason };
      return { risk, planned: [], stillborn, ledger: { cause: plan.cause } };
    }
    const planned = planRun({ action: preview.action, policy: task.policy, machines, now: due.now });
    const spares = sparesOf(task.policy, machines);
    return { risk, planned, spares, steps: freezeSteps(preview), ledger: { cause: plan.cause } };
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
}

const NOBODY: Actor = { userId: undefined, name: "unknown", role: "viewer", via: "schedule" };

/**
 * Why it cannot run now. Where a freeze holds a part of the machines the others run; those are left out when their turn
 * comes, and say so.
 */
function problemOf(preview: TaskPreview): { readonly cause: LedgerCause; readonly reason: string } | undefined {
  const { problems, machines, order, frozen, unmatched } = preview;
  const blocked = frozen.map((one) => one.problem);
  const others = problems.filter((problem) => !blocked.includes(problem));
  if (others.length > 0) {
    const cause = machines.length === 0 || unmatched.length > 0 ? "no-machine" : "invalid";
    return { cause, reason: others.join(" ") };
  }
  const held = new Set(frozen.flatMap((one) => one.machines));
  return order.length > 0 && order.every((machine) => held.has(machine))
    ? { cause: "freeze", reason: blocked.join(" ") }
    : undefined;
}

function skipped(risk: Risk, cause: LedgerCause, reason: string): Judged {
  return { risk, planned: [], stillborn: { state: "skipped", reason }, ledger: { cause } };
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
