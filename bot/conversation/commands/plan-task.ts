import { type ApprovalWork, performWork, workHash } from "../../../core/approvals/approval-work.ts";
import type { Frame } from "../../../core/model/frame.ts";
import type { TaskRequest } from "../../../core/tasks/task-request.ts";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { confirmReasons } from "../confirm-reasons.ts";
import { PlanChanged } from "../plan-changed.ts";
import { type PlanView, planCard } from "../replies/plan-card.ts";
import { runCard } from "../replies/run-card.ts";
import { taskCard } from "../replies/task-card.ts";
import { chainLinks, runView } from "../run-views.ts";
import type { ConversationServices } from "../services.ts";
import type { Answer, Plan, Resolution, Turn } from "../turn.ts";
import { type Inverse, withChange } from "../undo-list.ts";
import { askApproval } from "./ask-approval.ts";
import { refusePlan } from "./refuse-plan.ts";

export interface WantedTask {
  readonly work: ApprovalWork;
  readonly assumed: readonly string[];
}

/**
 * Resolves a request against the machines, plugins and rights of this moment: a plan, or why there is none. What needs
 * another person's yes becomes a plan to ask for it.
 */
export async function planTask(turn: Turn, services: ConversationServices, wanted: WantedTask): Promise<Resolution> {
  const { frame, incoming, now, timeZone } = turn;
  const { request } = wanted.work;
  const preview = services.tasks.preview(incoming.actor, request);
  const refusal = await refusePlan(turn, services, preview);
  if (refusal) return refusal;
  const { notify = [] } = request.policy;
  const untold = (await services.places?.problems(notify, incoming.actor.userId ?? "")) ?? [];
  const reasons = [...confirmReasons(frame, preview), ...untold];
  const when = request.schedule && services.saySchedule(request.schedule);
  const view: PlanView = { preview, when, reasons, assumed: wanted.assumed, timeZone, now };
  const asking = await askApproval(turn, services, view, wanted.work);
  if (asking) return asking;
  const plan: Plan = {
    hash: workHash(preview, wanted.work),
    reasons,
    readBack: (question) => planCard(view, question),
    act: async (writer) =>
      answerTo(turn, services, view, await performWork(services.tasks, writer, incoming.actor, wanted.work)),
  };
  return { kind: "plan", plan };
}

/** What "same on web-4" repeats: also after "retry the failed ones", which itself names no work. */
function frameOf(said: Frame, { action, params, policy, targets }: TaskRequest): Frame {
  if (said.intent === "task.create") return { ...said, outcome: "act", targets };
  return { intent: "task.create", outcome: "act", action, params, policy, targets, spans: [], score: 1, said: [] };
}

function answerTo(turn: Turn, services: ConversationServices, view: PlanView, created: CreatedTask): Answer {
  const { task, run, executions } = created;
  const { preview, assumed, when } = view;
  const planned = new Set<string>(preview.machines.map((machine) => machine.id));
  if (executions.some((execution) => !planned.has(execution.agentId))) throw new PlanChanged();
  const { now, timeZone } = turn;
  const lastFrame = frameOf(turn.frame, preview.request);
  const inverse: Inverse = run ? { kind: "run", id: run.id } : { kind: "task", id: task.id, verb: "cancel" };
  const what = run ? `${preview.action.title} (${run.id})` : `Created ${task.id} (${task.name})`;
  const change = { what, userId: turn.incoming.actor.userId ?? "", at: now, inverse };
  const isRead = run !== undefined && preview.risk === "read";
  const changes = isRead ? turn.context.changes : withChange(turn.context.changes, change);
  const context = { lastFrame, lastTask: task.id, lastRun: run?.id, changes };
  if (run) {
    const chain = run.steps.length > 0 ? { chain: chainLinks(services.plugins, run, [run]) } : {};
    const parts = { title: preview.action.title, tail: [], assumed, timeZone, now, ...chain };
    const card = runCard(runView(services.machines, run, executions, parts));
    return { replies: [{ card, topic: `run:${run.id}` }], context };
  }
  const machines = preview.machines.map((machine) => machine.name);
  const { action, nextRuns } = preview;
  const card = taskCard({ task, action, machines, when, nextRuns, last: undefined, assumed, timeZone, now });
  return { replies: [{ card, topic: `task:${task.id}` }], context };
}
