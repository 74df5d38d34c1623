import type { SkippedTime } from "../../../core/model/policy.ts";
import type { Task } from "../../../core/model/task.ts";
import { nextDues } from "../../../core/schedules/task-times.ts";
import { instantOf, sayDayAndTime } from "../local-time.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { taskCard } from "../replies/task-card.ts";
import type { ConversationServices } from "../services.ts";
import { taskView } from "../task-views.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import { meantTask } from "./change-task.ts";
import type { Command } from "./command.ts";
import { reasonsOf } from "./reasons-of.ts";

/** Due times that one sentence may call off. */
const MOST_SKIPPED = 50;
/** How far ahead the next due times are looked for. */
const MOST_LOOKED_AT = 2_000;
const MOST_KEPT = 100;

/** "skip tonight's backup", "skip the next run of T-5": the schedule stays, that one does not run, the ledger says who said so. */
export const skipRuns: Command = async (turn, services) => {
  const found = await meantTask(turn, services, "skip");
  if ("resolution" in found) return found.resolution;
  const { task } = found;
  const named = `${task.id} (${task.name})`;
  if (task.state !== "active" || task.nextDueAt === undefined) {
    return answerWith(
      infoCard(`${named} is ${task.state} and runs at no time that could be skipped`, [], { id: task.id }),
    );
  }
  const times = meantTimes(turn, task, services);
  const next = `It runs next ${sayDayAndTime(task.nextDueAt, turn.timeZone, turn.now)}.`;
  if (times.length === 0) return answerWith(infoCard(`${named} has no run then`, [next], { id: task.id }));
  if (times.length > MOST_SKIPPED) {
    const lines = [`That would be more than ${MOST_SKIPPED} runs. Pause it instead: "pause ${task.id} until ...".`];
    return answerWith(infoCard(`${named} was left as it is`, lines, { id: task.id }));
  }
  const { actor } = turn.incoming;
  const at = times.map((time) => sayDayAndTime(time, turn.timeZone, turn.now));
  const said = at.length > 3 ? `${at.slice(0, 3).join(", ")} and ${at.length - 3} more` : at.join(", ");
  const skipTimes = [...kept(task, turn.now), ...times.map((time) => ({ at: isoOf(time), by: actor.name }))];
  if (skipTimes.length > MOST_KEPT) {
    const lines = [`No more than ${MOST_KEPT} runs of a task can be called off ahead. Pause it instead.`];
    return answerWith(infoCard(`${named} was left as it is`, lines, { id: task.id }));
  }
  return changePlan({
    title: `Skip ${named} ${said}`,
    effect: { id: task.id, times },
    reasons: reasonsOf(turn.frame, "the whole task"),
    turn,
    undo: { kind: "task-fields", id: task.id, before: beforeOf(task) },
    act: async (writer) => {
      const policy = { ...task.policy, skipTimes };
      const changed = await services.tasks.update(writer, actor, task.id, { policy }, task.version);
      const shown = taskCard(taskView(services, turn, changed));
      const lines = [`Skipped: ${said}. Everything else of its schedule stays.`, ...shown.lines];
      return { replies: [{ card: { ...shown, lines } }], context: { lastTask: task.id, lastRun: undefined } };
    },
  });
};

/** Of the time that was said; otherwise the next one, or the next few. */
function meantTimes({ frame, timeZone, now }: Turn, task: Task, services: ConversationServices): readonly number[] {
  const { from, to, last = 1 } = frame.query ?? {};
  const [start, end] = [from, to].map((wall) => (wall === undefined ? undefined : instantOf(wall, timeZone)));
  const { id, schedule, policy, firedCount: fired_count, createdAt: created_at } = task;
  const skipped = new Set(kept(task, now).map((one) => one.at));
  const row = { id, schedule: schedule ?? null, policy, fired_count, created_at };
  const all = nextDues(row, Math.max(now, (start ?? now) - 1), MOST_LOOKED_AT, services.timeZone ?? "UTC");
  const open = all.filter((time) => !skipped.has(isoOf(time)));
  return start === undefined && end === undefined
    ? open.slice(0, last)
    : open.filter((time) => time < (end ?? time + 1));
}

/** Those that are still to come. */
const kept = ({ policy: { skipTimes = [] } }: Task, now: number): readonly SkippedTime[] =>
  skipTimes.filter(({ at }) => Date.parse(at) >= now);

const isoOf = (time: number): string => new Date(time).toISOString();

const beforeOf = ({ params, targets, policy, schedule }: Task) => ({
  params,
  targets,
  policy,
  ...(schedule && { schedule }),
});
