import { describeMs } from "../kernel/duration.ts";
import type { Logger } from "../kernel/logger.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store } from "../store/rows.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import { ClockWatch } from "./clock-watch.ts";
import { DueFiring, type FiringDeps } from "./due-firing.ts";
import { notePause } from "./note-pause.ts";
import type { LateWhy } from "./plan-due.ts";

interface Deps extends FiringDeps {
  readonly store: Store;
  readonly logger: Logger;
  /** Whether nothing may be fired now; what is due then is late, and its misfire rule holds. */
  readonly holds?: () => boolean;
}

/** Due tasks looked at at once. */
const BATCH = 200;
/** Due tasks of one unit: so few that nobody else waits long for the store. */
const UNIT = 50;
/** Bounds of one turn; what is left is dealt with in the next, which follows at once. */
const ROUNDS = 100;
const TURN_MS = 2_000;

/**
 * Fires what is due. Due times live in the store and move on in the unit that creates the run, so a due time fires once
 * whatever dies when; a loop calls runOnce every second, and nothing depends on a timer having fired.
 */
export class Scheduler {
  readonly #deps: Deps;
  readonly #firing: DueFiring;
  readonly #clockWatch: ClockWatch;
  /** What was due before this was due while no server ran, as far as this one knows. */
  readonly #beganAt: number;
  /** When the last turn ended well; the watchdog compares it with the clock. */
  #lastTurnAt: number;
  #lastTurnMonotonic: number;
  #longestDelayMs = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#firing = new DueFiring(deps);
    this.#beganAt = deps.clock.now();
    this.#lastTurnAt = this.#beganAt;
    this.#lastTurnMonotonic = deps.clock.monotonic();
    this.#clockWatch = new ClockWatch(deps.clock, (stepMs) => {
      const sentence = "the clock was set forward; schedules are held for a minute, then their misfire rules hold";
      deps.logger.warn({ step: describeMs(stepMs) }, sentence);
    });
  }

  get lastTurnAt(): number {
    return this.#lastTurnAt;
  }

  /** By the clock that never steps. */
  get lastTurnMonotonic(): number {
    return this.#lastTurnMonotonic;
  }

  /** How late the latest firing of the last turn that fired anything was. */
  get longestDelayMs(): number {
    return this.#longestDelayMs;
  }

  /** Returns how many tasks it dealt with, one due time or one gap each. */
  async runOnce(): Promise<number> {
    const { clock } = this.#deps;
    const total = this.#holds() ? 0 : await this.#turn();
    this.#lastTurnAt = clock.now();
    this.#lastTurnMonotonic = clock.monotonic();
    return total;
  }

  /** Until the next due time, at most `mostMs`; 0 while something is due. */
  async untilNextDue(mostMs: number): Promise<number> {
    const { clock, store } = this.#deps;
    if (this.#holds()) return mostMs;
    const next = { where: { state: "active", next_due_at: { gte: 0 } }, orderBy: [{ column: "next_due_at" }] } as const;
    const [task] = await store.select(taskTable, { ...next, limit: 1 });
    const dueAt = task?.next_due_at;
    return dueAt === null || dueAt === undefined ? mostMs : Math.max(0, Math.min(mostMs, dueAt - clock.now()));
  }

  #holds(): boolean {
    return this.#clockWatch.holds() || this.#deps.holds?.() === true;
  }

  async #turn(): Promise<number> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    const stopAt = clock.monotonic() + TURN_MS;
    await this.#endPauses(now);
    let total = 0;
    let broken = 0;
    let longestMs = 0;
    for (let round = 0; round < ROUNDS && clock.monotonic() < stopAt; round += 1) {
      const due = await store.select(taskTable, {
        where: { state: "active", next_due_at: { lte: now } },
        orderBy: [{ column: "next_due_at" }],
        limit: BATCH,
        // Those that broke in this turn are still due, and the first in line.
        offset: broken,
      });
      if (due.length === 0) break;
      for (let from = 0; from < due.length; from += UNIT) {
        const outcome = await this.#fire(due.slice(from, from + UNIT));
        broken += outcome.broken;
        total += outcome.done;
      }
      longestMs = Math.max(longestMs, clock.now() - (due[0]?.next_due_at ?? now));
    }
    if (total > 0) this.#longestDelayMs = longestMs;
    return total;
  }

  /** One unit for all of them; where that fails, one for each, so that what is broken holds up nothing else. */
  async #fire(due: readonly TaskRow[]): Promise<{ readonly done: number; readonly broken: number }> {
    try {
      return { done: await this.#fireTogether(due), broken: 0 };
    } catch (error) {
      this.#deps.logger.warn({ error, tasks: due.length }, "due tasks could not be dealt with together");
    }
    const outcomes = await Promise.all(due.map((task) => this.#guarded(task, () => this.#fireTogether([task]))));
    const done = outcomes.filter((outcome) => outcome !== "broken" && outcome > 0).length;
    return { done, broken: outcomes.filter((outcome) => outcome === "broken").length };
  }

  async #fireTogether(due: readonly TaskRow[]): Promise<number> {
    const ids = due.map(({ id }) => id);
    return await this.#deps.store.write((writer) => this.#firing.fire(writer, ids, (dueAt) => this.#lateWhy(dueAt)));
  }

  #lateWhy(dueAt: number): LateWhy {
    if (this.#clockWatch.jumpedOver(dueAt)) return "clock-step";
    return dueAt < this.#beganAt ? "down" : "late";
  }

  /** One task that cannot be dealt with must not hold up the others. */
  async #guarded<T>(task: TaskRow, act: () => Promise<T>): Promise<T | "broken"> {
    try {
      return await act();
    } catch (error) {
      this.#deps.logger.error({ error, taskId: task.id }, "a due task could not be dealt with");
      return "broken";
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
    const unpaused = { paused_until: null, paused_since: null, paused_cause: null };
    const change = {
      ...unpaused,
      updated_at: now,
      state: next === undefined ? "finished" : "active",
      next_due_at: next ?? null,
    };
    return await store.write(async (writer) => {
      // Whoever resumed it, or paused it anew, meanwhile is right.
      const asSeen = { id: task.id, state: "paused", paused_until: task.paused_until };
      if ((await writer.update(taskTable, asSeen, change)) === 0) return false;
      const actor = { userId: undefined, name: "schedule", role: "viewer", via: "schedule" } as const;
      await notePause(writer, events, task, { actor, now, timeZone: tasks.timeZone });
      await touchTopic(writer, events, { topic: `task:${task.id}`, conversationId: task.conversation_id, now });
      writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
      return true;
    });
  }
}
