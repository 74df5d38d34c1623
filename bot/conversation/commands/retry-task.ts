import type { Run } from "../../../core/model/run.ts";
import type { TargetSelector } from "../../../core/model/target.ts";
import type { Task } from "../../../core/model/task.ts";
import { isInSubset, type RunSubset, subsetRequest } from "../../../core/tasks/subset-request.ts";
import type { TaskRequest } from "../../../core/tasks/task-request.ts";
import { infoCard, refusalCard } from "../replies/simple-cards.ts";
import { saysOnlyLeftOut, withoutThese } from "../says-only-left-out.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Resolution, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { findTask } from "./find-task.ts";
import { planTask } from "./plan-task.ts";

/**
 * "run T-17 now", "run R-92 again": one more run. "retry R-92", "retry the failed ones", "go on with the rest": the same
 * run once more, on exactly the machines of it that are meant.
 */
export const retryTask: Command = async (turn, services) => {
  const { frame, context } = turn;
  const ref = frame.ref ?? context.lastRun ?? context.lastTask;
  if (ref === undefined) return answerWith(infoCard("There is nothing to run again in this conversation yet"));
  if (/^R-\d+$/i.test(ref)) return await againOf(ref.toUpperCase(), saidSubset(turn), turn, services);
  const found = await findTask(ref, turn, services);
  if ("card" in found) return answerWith(found.card);
  return await runAgain(found.task, turn, services);
};

/** Said otherwise than the task has it: another place, a time, other limits. */
const isChanged = ({ targets, schedule, policy }: Turn["frame"]): boolean =>
  targets !== undefined || schedule !== undefined || policy !== undefined;

/** Which part of the machines is meant; undefined: none was named, so the task runs again as a whole. */
function saidSubset({ frame, incoming }: Turn): RunSubset | undefined {
  const text = incoming.text.trim();
  const status = frame.query?.status;
  if (
    status === "not_started" ||
    /\bwith the rest\b|\b(?:never|not|n't) (?:yet )?(?:start|began|begin|ran|run)/i.test(text)
  ) {
    return "not-started";
  }
  if (status === "succeeded") return "succeeded";
  return (/^retry\b/i.test(text) && !isChanged(frame)) || status === "failed" ? "failed" : undefined;
}

async function againOf(runId: string, subset: RunSubset | undefined, turn: Turn, services: ConversationServices) {
  const run = await services.runQueries.getRun(runId);
  const task = await services.taskQueries.get(run.taskId);
  if (subset !== undefined) return await runSubset(run, subset, turn, services);
  const isPart = run.subset !== undefined || run.step > 0;
  if (!isPart) return await runAgain(task, turn, services);
  // Its card showed this part and nothing else.
  if (!isChanged(turn.frame)) return await runSubset(run, "all", turn, services);
  const part = subsetRequest(run, await services.runQueries.executionsOf(run.id), "all");
  return await runChanged(part, `as ${run.id}, which was a part of ${task.id} (${task.name})`, turn, services);
}

async function runSubset(run: Run, subset: RunSubset, turn: Turn, services: ConversationServices): Promise<Resolution> {
  const executions = await services.runQueries.executionsOf(run.id);
  const chosen = executions.filter((execution) => isInSubset(execution, subset));
  const isPossible = subset === "all" ? chosen.length === executions.length : chosen.length > 0;
  if (run.state === "running" || !isPossible) return answerWith(nothingCard(run, executions, subset));
  if (isChanged(turn.frame)) return answerWith(asItWas(run));
  const { conversationId } = turn;
  const request = { ...subsetRequest(run, executions, subset), text: turn.incoming.text, conversationId };
  const steps = run.steps.length > run.step ? ["only this step; those that would follow it are not started again"] : [];
  return await planTask(turn, services, { work: { kind: "retry", runId: run.id, subset, request }, assumed: steps });
}

/** Exactly the machines of a run are meant: another place or time would be another request. */
const asItWas = ({ id }: Run) =>
  refusalCard(`I can run the rest of ${id} only at once, and as it was`, [
    "Nothing was started. Leave out the place, the time and the limits, or say the whole request anew.",
  ]);

const SUBSET_WORDS: Readonly<Record<RunSubset, string>> = {
  failed: "failed",
  "not-started": "was left out",
  succeeded: "succeeded",
  all: "can be run as it was",
};

/** Says what there is instead: what never began, or what nobody knows the end of. */
function nothingCard(run: Run, executions: Parameters<typeof subsetRequest>[1], subset: RunSubset) {
  const extra = { id: run.id, link: `/runs/${run.id}` };
  if (run.state === "running") {
    return infoCard(`${run.id} is still under way`, ["Wait until it has ended, or cancel it first."], extra);
  }
  const unbegun = executions.filter((execution) => isInSubset(execution, "not-started")).length;
  const unknown = executions.filter((execution) => execution.state === "unknown").length;
  const lines: string[] = [];
  if (subset === "failed" && unbegun > 0) {
    lines.push(`${unbegun} of it never began; say "go on with the rest of ${run.id}" to run those.`);
  }
  if (unknown > 0) lines.push(`Nobody knows how ${unknown} of it ended; say so first, with the buttons of its card.`);
  return infoCard(`Nothing of ${run.id} ${SUBSET_WORDS[subset]}`, lines, extra);
}

async function runAgain(task: Task, turn: Turn, services: ConversationServices) {
  const { action, params, targets, policy, then, name } = task;
  const { conversationId, incoming } = turn;
  const request = { name, action, params, targets, policy, then, text: incoming.text, conversationId };
  if (isChanged(turn.frame))
    return await runChanged(task, `as ${task.id} (${name}), which stays as it is`, turn, services);
  const work = { kind: "again", taskId: task.id, trigger: "again", request } as const;
  return await planTask(turn, services, { work, assumed: [] });
}

/** Another place is that place; "but not on web-1" is that of before without it, and never more than it was. */
function placeOf({ frame }: Turn, before: Pick<Task, "targets">): TargetSelector {
  const { targets } = frame;
  if (!targets) return before.targets;
  const isLess = targets.include.length === 0 || saysOnlyLeftOut(frame);
  return isLess ? withoutThese(before.targets, targets.exclude) : targets;
}

/** "run the backup on db-2", "run T-17 tomorrow at 5": a request of its own; what it is made from stays as it is. */
async function runChanged(
  before: Pick<TaskRequest, "action" | "params" | "targets" | "policy" | "then">,
  assumed: string,
  turn: Turn,
  services: ConversationServices,
) {
  const { frame, conversationId, incoming } = turn;
  const { action, params, policy, then } = before;
  const request: TaskRequest = {
    action,
    params,
    targets: placeOf(turn, before),
    ...(frame.schedule && { schedule: { tz: turn.timeZone, ...frame.schedule } }),
    policy: { ...policy, ...frame.policy },
    then,
    text: incoming.text,
    conversationId,
  };
  return await planTask(turn, services, { work: { kind: "create", request }, assumed: [assumed] });
}
