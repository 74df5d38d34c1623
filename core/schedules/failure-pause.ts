import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus, Unsubscribe } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Actor } from "../model/user.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type RunRow, runTable } from "../store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly audit: AuditRecorder;
  /** For tasks whose policy says nothing; 0: never. */
  readonly pauseAfter: number;
}

const LOOK_EVERY_MS = 1_000;
/** Ended runs remembered between two looks; what is forgotten is found when the task is next due. */
const MOST_REMEMBERED = 5_000;
const ENDS = { in: ["succeeded", "failed", "cancelled", "unknown"] } as const;
const OCTOPUS: Actor = { userId: undefined, name: "octopus", role: "admin", via: "system" };

/**
 * Pauses a schedule after so many failures in a row, and says so where it was asked for. It looks soon after a run has
 * failed; the scheduler asks again before the next firing, so that a restart in between loses nothing.
 */
export class FailurePause implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;
  readonly #ended = new Set<string>();
  #unsubscribe: Unsubscribe | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    const onError = (error: unknown) => deps.logger.warn({ error }, "looking for failures in a row failed");
    this.#loop = new Loop(() => this.runOnce(), { everyMs: LOOK_EVERY_MS, clock: deps.clock, onError });
  }

  async start(): Promise<void> {
    this.#unsubscribe ??= this.#deps.events.on("run.ended", ({ runId }) => {
      if (this.#ended.size < MOST_REMEMBERED) this.#ended.add(runId);
    });
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    await this.#loop.stop();
  }

  /** Returns how many tasks it paused. */
  async runOnce(): Promise<number> {
    const { store } = this.#deps;
    if (this.#ended.size === 0) return 0;
    const ids = [...this.#ended];
    this.#ended.clear();
    const where = { id: { in: ids }, state: "failed", trigger: "schedule" } as const;
    const failed = await store.select(runTable, { where });
    let paused = 0;
    for (const taskId of new Set(failed.map((run) => run.task_id))) {
      if (await store.write((writer) => this.#look(writer, taskId))) paused += 1;
    }
    return paused;
  }

  /** In the caller's unit; `dueAt` is the first due time that no longer fires. True: the task is paused now. */
  async pauseIfFailing(writer: Writer, task: TaskRow, dueAt: number): Promise<boolean> {
    const { audit, clock, events } = this.#deps;
    const most = task.policy.pauseAfter ?? this.#deps.pauseAfter;
    const last = most > 0 ? await failuresInARow(writer, task, most) : undefined;
    if (!last) return false;
    const now = clock.now();
    const pause = { state: "paused", next_due_at: null, paused_until: null, updated_at: now };
    await writer.update(taskTable, { id: task.id }, { ...pause, paused_since: dueAt - 1, paused_cause: "failures" });
    const detail = { failures: most, lastRun: last.id };
    const rule = "failures-in-a-row";
    await audit.record(writer, OCTOPUS, { action: "task.paused", object: task.id, decision: "allowed", rule, detail });
    const { conversation_id: conversationId } = task;
    await touchTopic(writer, events, { topic: `task:${task.id}`, conversationId, now });
    await touchTopic(writer, events, { topic: `pause:${task.id}:${last.id}`, conversationId, now });
    writer.afterCommit(() => events.emit("task.changed", { taskId: task.id }));
    return true;
  }

  async #look(writer: Writer, taskId: string): Promise<boolean> {
    const [task] = await writer.select(taskTable, { where: { id: taskId, state: "active" } });
    return task ? await this.pauseIfFailing(writer, task, task.next_due_at ?? this.#deps.clock.now()) : false;
  }
}

/** The latest of them when the last `most` runs of the schedule since the task was changed or resumed all failed. */
async function failuresInARow(writer: Writer, task: TaskRow, most: number): Promise<RunRow | undefined> {
  const last = await writer.select(runTable, {
    where: { task_id: task.id, trigger: "schedule", state: ENDS, created_at: { gt: task.updated_at } },
    orderBy: [{ column: "due_at", descending: true }],
    limit: most,
  });
  return last.length === most && last.every((run) => run.state === "failed") ? last[0] : undefined;
}
