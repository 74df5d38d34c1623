import type { CoreEvents } from "../events/core-events.ts";
import { createRun } from "../executions/create-run.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import type { TaskRow } from "../store/tables/task-table.ts";
import { dueBetween } from "./task-times.ts";

interface Ending {
  readonly actor: Actor;
  readonly now: number;
  readonly timeZone: string;
}

/** When a pause ends: one row for the due times that passed in it, so that "why didn't it run" has an answer. */
export async function notePause(
  writer: Writer,
  events: EventBus<CoreEvents>,
  task: TaskRow,
  { actor, now, timeZone }: Ending,
): Promise<void> {
  if (task.state !== "paused" || task.paused_since === null) return;
  const passed = dueBetween(task, task.paused_since, now, timeZone);
  const [first] = passed;
  const last = passed.at(-1);
  if (first === undefined || last === undefined) return;
  const failing = task.paused_cause === "failures";
  const times = passed.length === 1 ? "This due time" : `${passed.length} due times`;
  await createRun(writer, events, {
    task,
    actor,
    trigger: "schedule",
    dueAt: last,
    now,
    risk: "read",
    conversationId: null,
    planned: [],
    stillborn: {
      state: "skipped",
      reason: `${times} passed while the schedule was paused${failing ? " after failures in a row" : ""}.`,
    },
    ledger: {
      cause: failing ? "paused-by-failures" : "paused",
      ...(passed.length > 1 && { fold: { since: first, count: passed.length } }),
    },
  });
}
