import { resolveTargets } from "../../core/model/resolve-targets.ts";
import type { Task } from "../../core/model/task.ts";
import { nextRuns } from "../../core/schedules/next-runs.ts";
import type { TaskView } from "./replies/task-card.ts";
import type { ConversationServices } from "./services.ts";

type Sources = Pick<ConversationServices, "machines" | "plugins" | "saySchedule">;
interface Moment {
  readonly timeZone: string;
  readonly now: number;
}

/** A task as its card shows it: whom it means today, and when it runs next. */
export function taskView(sources: Sources, { timeZone, now }: Moment, task: Task, last?: string): TaskView {
  const { machines } = resolveTargets(task.targets, sources.machines.all());
  return {
    task,
    action: sources.plugins.find(task.action)?.action,
    machines: machines.map((machine) => machine.name),
    when: task.schedule && sources.saySchedule(task.schedule),
    nextRuns: nextThree(task, timeZone),
    last,
    timeZone,
    now,
  };
}

/** The stored next time, and the two that follow it by the schedule. */
function nextThree({ schedule, nextDueAt, createdAt }: Task, timeZone: string): readonly number[] {
  if (nextDueAt === undefined) return [];
  if (!schedule || schedule.kind === "once") return [nextDueAt];
  return [nextDueAt, ...nextRuns(schedule, nextDueAt, 2, { timeZone: schedule.tz ?? timeZone, anchorAt: createdAt })];
}
