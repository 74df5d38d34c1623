import type { Card } from "../../../core/model/card.ts";
import type { Frame } from "../../../core/model/frame.ts";
import type { Schedule } from "../../../core/model/schedule.ts";
import type { TargetSelector } from "../../../core/model/target.ts";
import type { Task } from "../../../core/model/task.ts";
import type { TaskRequest } from "../../../core/tasks/task-request.ts";
import type { TaskChange } from "../../../core/tasks/task-service.ts";
import { confirmReasons } from "../confirm-reasons.ts";
import { changeLines } from "../replies/change-lines.ts";
import { planFacts } from "../replies/plan-card.ts";
import { infoCard, questionCard } from "../replies/simple-cards.ts";
import { taskCard } from "../replies/task-card.ts";
import { withHourOf } from "../same-hour.ts";
import type { ConversationServices } from "../services.ts";
import { taskView } from "../task-views.ts";
import { answerWith, type Turn } from "../turn.ts";
import type { TaskBefore } from "../undo-list.ts";
import { askApproval } from "./ask-approval.ts";
import { changePlan } from "./change-plan.ts";
import { meantTask } from "./change-task.ts";
import type { Command } from "./command.ts";
import { refusePlan } from "./refuse-plan.ts";

/** "make it hourly", "also on web-4", "retry twice": what was said replaces that part of the task; the rest stays. */
export const updateTask: Command = async (turn, services) => {
  const found = await meantTask(turn, services, "change");
  if ("resolution" in found) return found.resolution;
  const { task } = found;
  if (turn.frame.clarify === "schedule") return answerWith(askWhen(task, services), { lastTask: task.id });
  const change = changeOf(turn, task);
  if (Object.keys(change).length === 0) {
    return answerWith(
      infoCard(`What shall I change about ${task.id} (${task.name})?`, ['For example: "make it hourly".']),
    );
  }
  const { actor } = turn.incoming;
  const request: TaskRequest = { ...requestOf(task), ...change };
  const preview = services.tasks.preview(actor, request);
  const refusal = await refusePlan(turn, services, preview);
  if (refusal) return refusal;
  const { notify = [] } = change.policy ?? {};
  const untold = (await services.places?.problems(notify, actor.userId ?? "")) ?? [];
  const reasons = [...endsRepeating(change, task), ...confirmReasons(turn.frame, preview), ...untold];
  const when = request.schedule && services.saySchedule(request.schedule);
  const { timeZone, now } = turn;
  const view = { preview, when, reasons, assumed: [], timeZone, now };
  const asked = { ...request, text: turn.incoming.text, conversationId: turn.conversationId };
  const asking = await askApproval(turn, services, view, {
    kind: "update",
    taskId: task.id,
    change,
    version: task.version,
    request: asked,
  });
  if (asking) return asking;
  const before = taskCard(taskView(services, turn, task));
  const machines = preview.machines.map((machine) => machine.id).sort();
  return changePlan({
    title: `Change ${task.id} (${task.name})`,
    effect: { id: task.id, change, machines, pluginDigest: preview.pluginDigest },
    reasons,
    turn,
    undo: { kind: "task-fields", id: task.id, before: beforeOf(task) },
    facts: planFacts(view),
    act: async (writer) => {
      const changed = await services.tasks.update(writer, actor, task.id, change, task.version);
      const shown = { ...taskView(services, turn, changed), nextRuns: preview.nextRuns };
      const card = taskCard({ ...shown, assumed: assumedOf(turn, change) });
      const lines = [...changeLines(before.facts, card.facts), ...card.lines];
      return {
        replies: [{ card: { ...card, lines } }],
        context: { ...changedFrame(turn, task, change), lastTask: task.id, lastRun: undefined },
      };
    },
  });
};

/** "an hour earlier", "postpone it to monday": the whole rhythm, or only the next time? */
function askWhen({ id, name, schedule }: Task, { saySchedule }: ConversationServices): Card {
  const now = schedule ? [`It runs ${saySchedule(schedule)} now; nothing was changed.`] : ["Nothing was changed."];
  const lines = [...now, 'Say the new time, for example "make it 3:30", or "pause it until monday".'];
  return questionCard(`When shall ${id} (${name}) run?`, [], lines);
}

/** "make it 8:30" after "make it daily" is about the daily one. */
function changedFrame({ context }: Turn, task: Task, { schedule, targets, policy, params }: TaskChange) {
  const { lastFrame, lastTask } = context;
  if (!lastFrame || lastTask !== task.id) return {};
  const said = { ...(schedule && { schedule }), ...(targets && { targets }), ...(params && { params }) };
  return { lastFrame: { ...lastFrame, ...said, ...(policy && { policy }) } };
}

function beforeOf({ params, targets, policy, schedule }: Task): TaskBefore {
  return { params, targets, policy, ...(schedule && { schedule }) };
}

function changeOf({ frame, timeZone }: Turn, task: Task): TaskChange {
  const { schedule, targets, policy, params } = frame;
  return {
    ...(schedule && { schedule: whenOf(frame, task, { tz: timeZone, ...schedule }) }),
    ...(targets && targets.include.length + targets.exclude.length > 0 && { targets: placeOf(frame, task, targets) }),
    ...(policy && { policy: { ...task.policy, ...policy } }),
    ...(params && Object.keys(params).length > 0 && { params: { ...task.params, ...params } }),
  };
}

/** Without the hour that was assumed for a sentence that left it to the task. */
function assumedOf({ frame, timeZone }: Turn, { schedule }: TaskChange): readonly string[] {
  const kept = frame.schedule && JSON.stringify({ tz: timeZone, ...frame.schedule }) !== JSON.stringify(schedule);
  return (frame.assumed ?? []).filter((note) => !(kept && note.startsWith("no time was said")));
}

/** Of "only on weekdays" the hour is the task's. */
const whenOf = ({ said }: Frame, task: Task, schedule: Schedule): Schedule =>
  said.includes("days") ? withHourOf(schedule, task.schedule) : schedule;

/** What repeats would run once more and never again. */
function endsRepeating({ schedule }: TaskChange, task: Task): readonly string[] {
  const repeats = task.schedule !== undefined && task.schedule.kind !== "once";
  return schedule?.kind === "once" && repeats ? ["it would run once and then no more: it repeats now"] : [];
}

/** "add web-4 to the disk check" says what comes to the machines that it has. */
function placeOf({ said }: Frame, task: Task, targets: TargetSelector): TargetSelector {
  const { include, exclude } = task.targets;
  // "take db-1 out of the disk check": of the machines that it has.
  if (targets.include.length === 0) {
    const kept = include.filter((term) => !targets.exclude.includes(term));
    const byName = kept.length < include.length && kept.every((term) => term.startsWith("host:"));
    const left = [...new Set([...exclude, ...targets.exclude])];
    // An empty list would be no place any more: nothing that is left of it is said to be so, and nothing is changed.
    return kept.length === 0 ? { include, exclude: left } : { include: kept, exclude: byName ? exclude : left };
  }
  if (!said.includes("more")) return targets;
  return {
    include: [...new Set([...include, ...targets.include])],
    exclude: exclude.filter((term) => !targets.include.includes(term)),
  };
}

function requestOf(task: Task): TaskRequest {
  const { name, action, params, targets, policy, then, text, schedule } = task;
  return { name, action, params, targets, policy, then, text, ...(schedule && { schedule }) };
}
