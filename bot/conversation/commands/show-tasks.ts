import type { Task } from "../../../core/model/task.ts";
import { sayInstant } from "../local-time.ts";
import { infoCard } from "../replies/simple-cards.ts";
import { taskCard } from "../replies/task-card.ts";
import { taskView } from "../task-views.ts";
import { answerWith } from "../turn.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";

const SHOWN = 20;
const LIVE = ["active", "paused"];

/** "list my tasks": those that will run again; with a state, those in it. */
export const listTasks: Command = async ({ frame, incoming, now, timeZone }, services) => {
  const { status, owner } = frame.query ?? {};
  const state = status && ["active", "paused", "finished", "cancelled"].includes(status) ? [status] : LIVE;
  const mine = owner === "me" || owner === incoming.actor.name.toLowerCase() ? incoming.actor.userId : undefined;
  const filter = { state, ...(mine !== undefined && { ownerId: mine }) };
  const page = await services.taskQueries.list(filter, { limit: SHOWN });
  if (page.items.length === 0) {
    const words = state === LIVE ? "scheduled" : state.join(", ");
    return answerWith(infoCard(`No task is ${words}`, ['For example: "check disk space every day at 9".']));
  }
  const rowOf = (task: Task) => [
    task.id,
    task.name,
    task.schedule ? services.saySchedule(task.schedule) : "once",
    task.state,
    task.nextDueAt === undefined ? "" : sayInstant(task.nextDueAt, timeZone, now),
  ];
  const count = `${page.items.length}${page.next ? "+" : ""} ${page.items.length === 1 ? "task" : "tasks"}`;
  const card = infoCard(`${count}: ${state.join(" or ")}`, page.next ? [`The newest ${SHOWN} are shown.`] : [], {
    table: { columns: ["Id", "Task", "When", "State", `Next (${timeZone})`], rows: page.items.map(rowOf) },
    link: "/tasks",
  });
  return answerWith(card, { lastList: page.items.map((task) => task.id) });
};

/** "show T-17": what, where, when, and how the last run ended. */
export const showTask: Command = async (turn, services) => {
  const ref = turn.frame.ref ?? turn.context.lastTask;
  if (ref === undefined) return await listTasks(turn, services);
  const found = await findTask(ref, turn, services);
  if ("card" in found) return answerWith(found.card);
  const { task } = found;
  const [last] = (await services.runQueries.listRuns({ taskId: task.id }, { limit: 1 })).items;
  const ended = last && `${last.id} ${last.state}, ${sayInstant(last.createdAt, turn.timeZone, turn.now)}`;
  return answerWith(taskCard(taskView(services, turn, task, ended)), { lastTask: task.id, lastRun: undefined });
};
