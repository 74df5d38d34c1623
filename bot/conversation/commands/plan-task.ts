import type { Frame } from "../../../core/model/frame.ts";
import type { Writer } from "../../../core/store/rows.ts";
import type { TaskPreview, TaskRequest } from "../../../core/tasks/task-request.ts";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { confirmReasons } from "../confirm-reasons.ts";
import { PlanChanged } from "../plan-changed.ts";
import { planHash } from "../plan-hash.ts";
import { type PlanView, planCard } from "../replies/plan-card.ts";
import { runCard } from "../replies/run-card.ts";
import { taskCard } from "../replies/task-card.ts";
import { chainLinks, runView } from "../run-views.ts";
import type { ConversationServices } from "../services.ts";
import type { Answer, Plan, Resolution, Turn } from "../turn.ts";
import { type Inverse, withChange } from "../undo-list.ts";
import { refusePlan } from "./refuse-plan.ts";

export interface WantedTask {
  readonly request: TaskRequest;
  readonly assumed: readonly string[];
  /** Makes it, in the unit. */
  readonly create: (writer: Writer) => Promise<CreatedTask>;
}

/** Resolves a request against the machines, plugins and rights of this moment: a plan, or why there is none. */
export async function planTask(turn: Turn, services: ConversationServices, wanted: WantedTask): Promise<Resolution> {
  const { frame, incoming, now, timeZone } = turn;
  const preview = services.tasks.preview(incoming.actor, wanted.request);
  const refusal = await refusePlan(turn, services, preview);
  if (refusal) return refusal;
  const { notify = [] } = wanted.request.policy;
  const untold = (await services.places?.problems(notify, incoming.actor.userId ?? "")) ?? [];
  const reasons = [...confirmReasons(frame, preview), ...untold];
  const { schedule } = wanted.request;
  const when = schedule && services.saySchedule(schedule);
  const view: PlanView = { preview, when, reasons, assumed: wanted.assumed, timeZone, now };
  const plan: Plan = {
    hash: planHash(effectOf(preview)),
    reasons,
    readBack: (question) => planCard(view, question),
    act: async (writer) => answerTo(turn, services, view, await wanted.create(writer)),
  };
  return { kind: "plan", plan };
}

/** What will happen, and nothing that merely passes: not the clock, not who is connected. */
function effectOf(preview: TaskPreview): object {
  const { request, pluginDigest, risk, machines, access, steps } = preview;
  return {
    action: request.action,
    pluginDigest,
    params: request.params,
    machines: machines.map((machine) => machine.id).sort(),
    schedule: request.schedule ?? null,
    policy: request.policy,
    steps: request.then,
    stepMachines: steps.map((step) => step.machines?.map((machine) => machine.id).sort() ?? null),
    risk,
    rule: access.rule,
  };
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
