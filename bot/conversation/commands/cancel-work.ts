import type { CancelOutcome } from "../../../core/executions/cancel-executions.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Run } from "../../../core/model/run.ts";
import type { Writer } from "../../../core/store/rows.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import { changePlan } from "./change-plan.ts";
import { moveTask } from "./change-task.ts";
import type { Command } from "./command.ts";
import { saidRef } from "./find-run.ts";
import { findTask } from "./find-task.ts";
import { cancelAllWork, moveAllTasks } from "./move-all.ts";
import { reasonsOf } from "./reasons-of.ts";

/** "cancel that", "stop R-92", "cancel E-4821": the run or task talked about last, and it says which. */
export const cancelWork: Command = async (turn, services) => {
  const { context, conversationId } = turn;
  const aboutTask = turn.frame.intent === "task.cancel";
  if (turn.frame.ref === "all")
    return aboutTask ? await moveAllTasks("cancel", turn, services) : await cancelAllWork(turn, services);
  const { lastRun, lastTask } = context;
  const ref = saidRef(turn) ?? (aboutTask ? (lastTask ?? lastRun) : (lastRun ?? lastTask));
  if (ref?.startsWith("E-")) return await cancelExecution(ref, turn, services);
  if (ref?.startsWith("R-")) return await cancelRun(ref, turn, services);
  if (ref !== undefined) return await cancelTask(ref, turn, services);
  const [running] = (await services.runQueries.listRuns({ conversationId, state: ["running"] }, { limit: 1 })).items;
  if (running) return await cancelRun(running.id, turn, services);
  return answerWith(infoCard("Nothing is under way in this conversation"));
};

/** A schedule is ended; of a task that has none any more, the run that is under way. */
async function cancelTask(ref: string, turn: Turn, services: ConversationServices) {
  const named = { ...turn, frame: { ...turn.frame, ref } };
  const found = await findTask(ref, turn, services);
  if ("task" in found && found.task.state === "finished") {
    const filter = { taskId: found.task.id, state: ["running"] };
    const [running] = (await services.runQueries.listRuns(filter, { limit: 1 })).items;
    if (running) return await cancelRun(running.id, turn, services);
  }
  return await moveTask("cancel")(named, services);
}

async function cancelRun(id: string, turn: Turn, services: ConversationServices) {
  const run = await services.runQueries.getRun(id);
  const title = services.plugins.find(run.action)?.action.title ?? run.action;
  if (!(await isUnderWay(run, services))) {
    const lines = await scheduleHint(run.taskId, services);
    const extra = { id, link: `/runs/${id}` };
    return answerWith(infoCard(`${title} (${id}) has already ended: ${run.state}`, lines, extra), { lastRun: id });
  }
  const { actor } = turn.incoming;
  return plan(`Cancel ${title} (${id})`, id, turn, (writer) => services.runs.cancelRun(writer, actor, id));
}

/** It is itself, or a step of its chain is or follows, or machines of it still wait for their turn. */
async function isUnderWay(run: Run, { runQueries }: ConversationServices): Promise<boolean> {
  const chain = run.steps.length > 0 ? await runQueries.chainOf(run) : [run];
  if (chain.some((one) => one.state === "running" || one.nextStep !== undefined)) return true;
  return run.state === "unknown" && (await runQueries.executionsOf(run.id)).some((one) => one.state === "queued");
}

async function cancelExecution(id: string, turn: Turn, services: ConversationServices) {
  const execution = await services.runQueries.getExecution(id);
  const { actor } = turn.incoming;
  const title = `Cancel ${id} on ${execution.agentName}`;
  return plan(title, execution.runId, turn, (writer) => services.runs.cancelExecution(writer, actor, id));
}

function plan(title: string, runId: string, turn: Turn, cancel: (writer: Writer) => Promise<CancelOutcome>) {
  return changePlan({
    turn,
    title,
    effect: { runId },
    reasons: reasonsOf(turn.frame, "the whole run"),
    act: async (writer) => {
      const card = outcomeCard(title, runId, await cancel(writer));
      return { replies: [{ card }], context: { lastRun: runId } };
    },
  });
}

function outcomeCard(title: string, runId: string, { cancelled, stopping, untouched }: CancelOutcome): Card {
  const lines: string[] = [];
  if (cancelled > 0) lines.push(`${cancelled} had not started and will not.`);
  if (stopping > 0)
    lines.push(`${stopping} ${stopping === 1 ? "is" : "are"} being stopped; the card of the run says when.`);
  if (untouched > 0) lines.push(`${untouched} had already ended.`);
  const headline =
    cancelled + stopping > 0 ? title.replace(/^Cancel /, "Cancelling ") : `Nothing left to cancel in ${runId}`;
  return infoCard(headline, lines, { id: runId, link: `/runs/${runId}` });
}

/** "cancel that" after a scheduled run may mean the schedule. */
async function scheduleHint(taskId: string, services: ConversationServices): Promise<readonly string[]> {
  const task = await services.taskQueries.get(taskId);
  return task.state === "active" ? [`Its schedule goes on; say "cancel ${task.id}" to end it.`] : [];
}
