import { decideAccess } from "../model/permission.ts";
import type { Task } from "../model/task.ts";
import type { Actor } from "../model/user.ts";
import { nextDues } from "../schedules/task-times.ts";
import { changedRequest } from "./request-of.ts";
import type { TaskPreview } from "./task-request.ts";
import type { TaskChange, TaskService } from "./task-service.ts";

interface Change {
  readonly actor: Actor;
  readonly task: Task;
  readonly change: TaskChange;
  readonly now: number;
}

const SHOWN_RUNS = 5;

/**
 * What the task would be after the change, with its next five due times: counted from where the task counts, with its
 * own share of the jitter. Changes nothing. Throws `action.unknown` like any preview.
 */
export function previewChange(
  tasks: Pick<TaskService, "preview" | "timeZone">,
  { actor, task, change, now }: Change,
): TaskPreview {
  const request = changedRequest(task, change);
  const preview = tasks.preview(actor, request);
  const owned = decideAccess(actor, { name: "task.change", ownerId: task.ownerId });
  const access = owned.allowed ? preview.access : owned;
  // Nothing fires by a schedule that cannot be kept.
  if (preview.nextRuns.length === 0) return { ...preview, access };
  const row = {
    id: task.id,
    schedule: request.schedule ?? null,
    policy: request.policy,
    // A new schedule counts its firings from here.
    fired_count: change.schedule ? 0 : task.firedCount,
    created_at: task.createdAt,
  };
  return { ...preview, access, nextRuns: nextDues(row, now, SHOWN_RUNS, tasks.timeZone) };
}
