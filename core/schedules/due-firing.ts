import type { CoreEvents } from "../events/core-events.ts";
import { createRun, createRuns } from "../executions/create-run.ts";
import type { NewRun } from "../executions/new-run.ts";
import { takeTurn } from "../executions/take-turn.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Writer } from "../store/rows.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import type { TaskService } from "../tasks/task-service.ts";
import { type DueApprovals, DueJudge, type JudgedDue, skippedDue } from "./due-judge.ts";
import type { LateWhy } from "./plan-due.ts";
import { type Fold, planGap } from "./plan-gap.ts";
import { dueBetween } from "./task-times.ts";
import { readUnderWay, type UnderWay } from "./under-way.ts";

export interface FiringDeps extends DueApprovals {
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

/** A task whose due time has come. */
interface Due {
  readonly task: TaskRow;
  readonly dueAt: number;
  readonly now: number;
  readonly lateWhy: LateWhy;
  readonly owner: Actor | undefined;
  readonly underWay: UnderWay;
}

/** The row that a due time, or a gap of them, leaves, and where its schedule stands then. */
interface Firing {
  readonly run: NewRun;
  readonly next: number | undefined;
  readonly firedCount: number;
}

/**
 * Deals with one due time, or one long gap of them, of each of many tasks in one unit: row and next due time go together.
 * What is alike for all of them is read and written once.
 */
export class DueFiring {
  readonly #deps: FiringDeps;
  readonly #judge: DueJudge;

  constructor(deps: FiringDeps) {
    this.#deps = deps;
    this.#judge = new DueJudge(deps);
  }

  /**
   * Returns how many it dealt with: what is not due any more, somebody else has dealt with. Of several it throws, and
   * nothing of the unit is kept, where one of them cannot be dealt with; then each is to be fired by itself.
   */
  async fire(writer: Writer, taskIds: readonly string[], lateWhy: (dueAt: number) => LateWhy): Promise<number> {
    const { events, pauseIfFailing } = this.#deps;
    const due = await this.#read(writer, taskIds, lateWhy);
    const firings: Firing[] = [];
    for (const one of due) {
      if (await pauseIfFailing?.(writer, one.task, one.dueAt)) continue;
      firings.push(await this.#decide(writer, one));
    }
    const [alone] = firings;
    if (firings.length === 1 && alone) await createRun(writer, events, alone.run);
    else await createRuns(writer, events, runsOf(firings));
    for (const firing of firings) await this.#moveOn(writer, firing);
    return due.length;
  }

  async #read(
    writer: Writer,
    taskIds: readonly string[],
    lateWhy: (dueAt: number) => LateWhy,
  ): Promise<readonly Due[]> {
    const now = this.#deps.clock.now();
    // By their keys and nothing else: with the state SQLite would rather walk all active tasks.
    const rows = await writer.select(taskTable, { where: { id: { in: taskIds } } });
    const due = rows.flatMap((task) => {
      const dueAt = task.next_due_at;
      return task.state !== "active" || dueAt === null || dueAt > now
        ? []
        : [{ task, dueAt, now, lateWhy: lateWhy(dueAt) }];
    });
    const underWay = await readUnderWay(
      writer,
      due.map(({ task }) => task),
    );
    const owners = await this.#owners(writer, new Set(due.map(({ task }) => task.owner_id)));
    return due.map((one) => ({
      ...one,
      owner: owners.get(one.task.owner_id),
      underWay: underWay.get(one.task.id) ?? { openRuns: 0, unknownRuns: 0 },
    }));
  }

  async #owners(writer: Writer, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Actor | undefined>> {
    const owners = new Map<string, Actor | undefined>();
    for (const id of ids) owners.set(id, await this.#deps.ownerOf(writer, id));
    return owners;
  }

  async #decide(writer: Writer, due: Due): Promise<Firing> {
    const { tasks } = this.#deps;
    const { task, dueAt, now } = due;
    const next = tasks.nextDueAt({ ...task, fired_count: task.fired_count + 1 }, dueAt);
    const superseded = next !== undefined && next <= now;
    const fold = superseded ? this.#fold(due) : undefined;
    if (fold) {
      const firedCount = task.fired_count + fold.count;
      const after = tasks.nextDueAt({ ...task, fired_count: firedCount }, fold.until);
      return { run: foldedRun(due, fold), next: after, firedCount };
    }
    const judged = await this.#judge.judge(writer, task, due.owner, { ...due, ...due.underWay, superseded });
    const settled = judged.stillborn ? judged : await this.#inTurn(writer, task, judged, now);
    return { run: { ...commonOf(due), dueAt, ...settled }, next, firedCount: task.fired_count + 1 };
  }

  #fold({ task, dueAt, now, lateWhy }: Due): Fold | undefined {
    const passed = [
      dueAt,
      ...dueBetween({ ...task, fired_count: task.fired_count + 1 }, dueAt, now, this.#deps.tasks.timeZone),
    ];
    return planGap(passed, task.policy, now, lateWhy);
  }

  /** What the overlap rule leaves of it: it starts now, waits for the one under way, or is skipped. */
  async #inTurn(writer: Writer, task: TaskRow, judged: JudgedDue, now: number): Promise<JudgedDue> {
    const asked = { taskId: task.id, overlap: task.policy.overlap, by: `the schedule ${task.id}`, now };
    const turn = await takeTurn(writer, this.#deps.events, asked);
    if (turn.kind === "full") return skippedDue(judged.risk, "overlap", turn.reason);
    return turn.kind === "after" ? { ...judged, waitsFor: turn.runId } : judged;
  }

  async #moveOn(writer: Writer, { run: { task, now }, next, firedCount }: Firing): Promise<void> {
    const { events } = this.#deps;
    const over = next === undefined;
    const change = { next_due_at: over ? null : next, fired_count: firedCount, ...(over ? { state: "finished" } : {}) };
    await writer.update(taskTable, { id: task.id }, change);
    await touchTopic(writer, events, { topic: `task:${task.id}`, conversationId: task.conversation_id, now });
    writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
  }
}

const NOBODY: Actor = { userId: undefined, name: "unknown", role: "viewer", via: "schedule" };

const runsOf = (firings: readonly Firing[]) => firings.map(({ run }) => run);

function commonOf({ task, owner, now }: Due) {
  const { conversation_id: conversationId } = task;
  return { task, actor: owner ?? NOBODY, trigger: "schedule", now, conversationId } as const;
}

function foldedRun(due: Due, fold: Fold): NewRun {
  return {
    ...commonOf(due),
    dueAt: fold.until,
    risk: "read",
    planned: [],
    stillborn: { state: "missed", reason: fold.reason },
    ledger: { cause: fold.cause, fold: { since: fold.since, count: fold.count } },
  };
}
