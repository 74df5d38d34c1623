import type { Card } from "../../../core/model/card.ts";
import type { Task } from "../../../core/model/task.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { instantOf, sayDayAndTime } from "../local-time.ts";
import { infoCard, questionCard } from "../replies/simple-cards.ts";
import { taskCard } from "../replies/task-card.ts";
import type { ConversationServices } from "../services.ts";
import { taskView } from "../task-views.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";
import { moveAllTasks } from "./move-all.ts";
import { reasonsOf } from "./reasons-of.ts";

type Verb = "pause" | "resume" | "cancel";
const TITLES: Readonly<Record<Verb, string>> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

/** "pause T-17", "resume it", "cancel the nightly backup": the schedule stops or goes on; the card shows the new state. */
export function moveTask(verb: Verb): Command {
  return async (turn, services) => {
    if (turn.frame.ref === "all") return await moveAllTasks(verb, turn, services);
    const found = await meantTask(turn, services, verb);
    if ("resolution" in found) return found.resolution;
    const { task } = found;
    const already = alreadyThere(task, verb);
    if (already) return answerWith(already, { lastTask: task.id });
    const { frame, incoming } = turn;
    const until = frame.query?.to === undefined ? undefined : instantOf(frame.query.to, turn.timeZone);
    return changePlan({
      title: `${TITLES[verb]} ${task.id} (${task.name})`,
      effect: { id: task.id, verb, until: until ?? null },
      reasons: reasonsOf(frame, "the whole task"),
      turn,
      undo: { kind: "task", id: task.id, verb: task.state === "paused" ? "pause" : "resume" },
      act: async (writer) => {
        const changed =
          verb === "pause"
            ? await services.tasks.pause(writer, incoming.actor, task.id, until)
            : await services.tasks[verb](writer, incoming.actor, task.id);
        const shown = taskCard(taskView(services, turn, changed));
        const resumes =
          until === undefined ? [] : [`Resumes by itself: ${sayDayAndTime(until, turn.timeZone, turn.now)}.`];
        const card = { ...shown, lines: [...shown.lines, ...resumes] };
        return { replies: [{ card }], context: { lastTask: task.id, lastRun: undefined } };
      },
    });
  };
}

/** "delete T-17": with its runs and logs, so it is read back first. */
export const deleteTask: Command = async (turn, services) => {
  const found = await meantTask(turn, services, "delete");
  if ("resolution" in found) return found.resolution;
  const { task } = found;
  const { actor } = turn.incoming;
  return changePlan({
    title: `Delete ${task.id} (${task.name})`,
    effect: { id: task.id },
    reasons: ["its runs and logs are deleted with it, which cannot be undone"],
    facts: [{ name: "Runs so far", value: String(task.firedCount) }],
    turn,
    undo: { kind: "none" },
    act: async (writer: Writer) => {
      await services.tasks.remove(writer, actor, task.id);
      const card: Card = { tone: "success", headline: `Deleted ${task.id} (${task.name})`, lines: [] };
      return { replies: [{ card }], context: { lastTask: undefined, lastRun: undefined } };
    },
  });
};

type Meant = { readonly task: Task } | { readonly resolution: Resolution };

export async function meantTask(turn: Turn, services: ConversationServices, verb: string): Promise<Meant> {
  const ref = turn.frame.ref ?? turn.frame.query?.task ?? turn.context.lastTask;
  if (ref === undefined) {
    const active = (await services.taskQueries.list({ state: ["active", "paused"] }, { limit: 6 })).items;
    const options = active.map((task) => `${verb} ${task.id}`);
    return { resolution: answerWith(questionCard(`Which task shall I ${verb}?`, options)) };
  }
  const found = await findTask(ref, turn, services);
  return "card" in found ? { resolution: answerWith(found.card) } : found;
}

function alreadyThere(task: Task, verb: Verb): Card | undefined {
  const there: Readonly<Record<Verb, Task["state"]>> = { pause: "paused", resume: "active", cancel: "cancelled" };
  if (task.state === there[verb])
    return infoCard(`${task.id} (${task.name}) is already ${task.state}`, [], { id: task.id });
  if (task.state !== "finished") return undefined;
  return infoCard(`${task.id} (${task.name}) is finished; there is nothing to ${verb}`, [], { id: task.id });
}
