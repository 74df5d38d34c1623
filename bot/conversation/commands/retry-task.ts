import type { Task } from "../../../core/model/task.ts";
import type { TaskRequest } from "../../../core/tasks/task-request.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";
import { planTask } from "./plan-task.ts";

/** "run T-17 now", "run R-92 again", "retry R-92" and "retry the failed ones": one more run, on all or on those machines. */
export const retryTask: Command = async (turn, services) => {
  const { frame, context, incoming } = turn;
  const ref = frame.ref ?? context.lastRun ?? context.lastTask;
  if (ref === undefined) return answerWith(infoCard("There is nothing to run again in this conversation yet"));
  const wantsFailed = /^retry\b/i.test(incoming.text.trim()) || frame.query?.status === "failed";
  if (/^R-\d+$/i.test(ref)) return await againOf(ref.toUpperCase(), wantsFailed, turn, services);
  const found = await findTask(ref, turn, services);
  if ("card" in found) return answerWith(found.card);
  return await runAgain(found.task, turn, services);
};

async function againOf(runId: string, onlyFailed: boolean, turn: Turn, services: ConversationServices) {
  const run = await services.runQueries.getRun(runId);
  const task = await services.taskQueries.get(run.taskId);
  if (!onlyFailed) return await runAgain(task, turn, services);
  const executions = await services.runQueries.executionsOf(runId);
  const failed = executions.filter((execution) => !["succeeded", "running", "cancelling"].includes(execution.state));
  if (failed.length === 0)
    return answerWith(infoCard(`Nothing of ${runId} failed`, [], { id: runId, link: `/runs/${runId}` }));
  if (failed.length === executions.length) return await runAgain(task, turn, services);
  const include = failed.map((execution) => `host:${execution.agentName}`);
  const { schedule: _once, ...request } = requestOf(task, turn);
  const narrowed: TaskRequest = { ...request, targets: { include, exclude: [] } };
  const { actor } = turn.incoming;
  const create = (writer: Parameters<typeof services.tasks.create>[0]) =>
    services.tasks.create(writer, actor, narrowed);
  return await planTask(turn, services, { request: narrowed, assumed: [], create });
}

async function runAgain(task: Task, turn: Turn, services: ConversationServices) {
  const { schedule: _now, ...request } = requestOf(task, turn);
  const { actor } = turn.incoming;
  const options = { conversationId: turn.conversationId, trigger: "again" } as const;
  return await planTask(turn, services, {
    request,
    assumed: [],
    create: (writer) => services.tasks.runNow(writer, actor, task.id, options),
  });
}

function requestOf(task: Task, turn: Turn): TaskRequest {
  const { action, params, targets, policy, then, name } = task;
  return { name, action, params, targets, policy, then, text: turn.incoming.text, conversationId: turn.conversationId };
}
