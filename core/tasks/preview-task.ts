import { runOrder } from "../executions/plan-run.ts";
import { rolloutOf } from "../executions/rollout.ts";
import { findFrozen, sayFrozen } from "../freezes/find-frozen.ts";
import type { Agent } from "../model/agent.ts";
import type { Freeze } from "../model/freeze.ts";
import { type Access, decideAccess } from "../model/permission.ts";
import { resolveTargets, type TargetResolution } from "../model/resolve-targets.ts";
import { type Risk, riskiest } from "../model/risk.ts";
import type { Actor } from "../model/user.ts";
import { riskOf } from "../plugin-api/manifest.ts";
import { canRehearse, unmetNeeds } from "../plugin-api/unmet-needs.ts";
import type { ActionCatalog, FoundAction } from "./action-catalog.ts";
import { type ApprovalRules, approvalNeed } from "./approval-need.ts";
import { checkProblems } from "./check-problems.ts";
import { policyProblems } from "./policy-problems.ts";
import { previewSteps, type StepsPreview } from "./preview-steps.ts";
import { refersToPrevious } from "./previous-references.ts";
import { timingProblems } from "./schedule-problems.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";

export interface PreviewInput {
  readonly actor: Actor;
  readonly request: TaskRequest;
  readonly found: FoundAction;
  readonly actions: ActionCatalog;
  readonly agents: readonly Agent[];
  readonly scheduleProblem: string | undefined;
  readonly nextRuns: readonly number[];
  /** Machines that one task may have. */
  readonly largestTarget: number;
  readonly freezes: readonly Freeze[];
  readonly approvalRules: ApprovalRules;
  readonly now: number;
  /** In which sentences say times. */
  readonly timeZone: string;
}

/** States in which a machine may be given work at all; draining machines finish what they have. */
const USABLE: readonly Agent["state"][] = ["active", "draining"];

/** What would happen, from what is known now. Pure; used by chat, REST, schedules, and again at confirmation. */
export function previewTask(input: PreviewInput): TaskPreview {
  const { request, found } = input;
  const { policy } = request;
  const usable = input.agents.filter((agent) => USABLE.includes(agent.state));
  const where = chosenMachines(request, usable);
  const chain = previewSteps(request.then, found.action, input.actions, usable);
  const ownRisk = riskOf(found.action, request.params);
  const order = runOrder(policy, where.machines, found.action);
  const frozen = frozenNow(input, [
    { risk: ownRisk, chosen: order },
    ...chain.steps.map(({ risk, machines }) => ({ risk, chosen: machines ?? order })),
  ]);
  return {
    request,
    action: found.action,
    pluginDigest: found.plugin.digest,
    risk: riskiest([ownRisk, ...chain.steps.map((step) => step.risk)]),
    ownRisk,
    machines: where.machines,
    order,
    rollout: rolloutOf(policy, order.length),
    steps: chain.steps,
    offline: where.machines.filter((machine) => machine.liveness !== "online"),
    unmatched: where.unmatched,
    access: withApproval(accessOf(input, chain, ownRisk, order.length), input, [
      { risk: ownRisk, machines: where.machines },
      ...chain.steps.map(({ risk, machines }) => ({ risk, machines: machines ?? where.machines })),
    ]),
    nextRuns: input.nextRuns,
    frozen,
    problems: [
      ...problemsOf(input, where, chain, order.length),
      // A schedule may be made during a freeze: what comes due in it is skipped, and says so.
      ...(request.schedule ? [] : frozen.map((one) => one.problem)),
    ],
  };
}

/** What freezes hold of it and its steps at this moment; a step that finds its machines frozen is judged by itself. */
function frozenNow(
  { freezes, agents, now, timeZone }: PreviewInput,
  parts: readonly { readonly risk: Risk; readonly chosen: readonly Agent[] }[],
): TaskPreview["frozen"] {
  const found = parts.flatMap((part) => findFrozen(freezes, { ...part, all: agents, now }));
  const each = [...new Map(found.map((one) => [one.freeze.id, one])).values()];
  return each.map((one) => ({ ...one, problem: sayFrozen(one, timeZone, now) }));
}

/** By the one resolver; or, for a frozen set, exactly those, and what is gone is named rather than replaced. */
function chosenMachines(request: TaskRequest, usable: readonly Agent[]): TargetResolution<Agent> {
  if (!request.machines) return resolveTargets(request.targets, usable);
  const known = new Map<string, Agent>(usable.map((agent) => [agent.id, agent]));
  return {
    machines: request.machines.flatMap(({ id }) => known.get(id) ?? []),
    unmatched: request.machines.filter(({ id }) => !known.has(id)).map(({ name }) => `host:${name}`),
  };
}

/** All of the chain must be allowed before any of it begins. */
function accessOf(input: PreviewInput, chain: StepsPreview, ownRisk: Risk, targetCount: number): Access {
  const name = input.request.schedule ? "schedule" : "run";
  const own = { action: input.request.action, risk: ownRisk, targetCount };
  const steps = chain.steps.map(({ step, risk, machines }) => ({
    action: step.action,
    risk,
    targetCount: machines?.length ?? targetCount,
  }));
  const [first, ...others] = [own, ...steps].map((part) => decideAccess(input.actor, { name, ...part }));
  const refused = [first, ...others].filter((access) => access?.allowed === false);
  // What nobody could approve comes before what somebody could.
  return refused.find((access) => !access?.allowed && !access?.approval) ?? refused[0] ?? first ?? NOTHING;
}

/** More would hide what else is wrong. */
const NAMED_UNABLE = 5;
const NOTHING: Access = { allowed: false, rule: "nothing-asked", why: "nothing was asked for" };

/** What place and number ask for, besides what the role does: a refusal that another person can lift. */
function withApproval(access: Access, input: PreviewInput, parts: Parameters<typeof approvalNeed>[0]["parts"]): Access {
  if (!access.allowed && !access.approval) return access;
  const need = approvalNeed({
    askerId: input.actor.userId,
    rules: input.approvalRules,
    parts,
    all: input.agents,
    isDryRun: input.request.policy.dryRun === true,
  });
  if (!need) return access;
  const before = access.allowed ? undefined : access.approval;
  const reasons = [...(before?.reasons ?? []), ...need.reasons];
  const rule = before ? `${before.rule}+${need.rule}` : need.rule;
  return { allowed: false, rule, why: reasons.join(", and "), approval: { rule, reasons } };
}

/** What cannot say what it would do would do it. */
function rehearsalProblems({ found, request }: PreviewInput, { steps }: StepsPreview): readonly string[] {
  if (request.policy.dryRun !== true) return [];
  const real = [found.action, ...steps.map((step) => step.action)].find((action) => !canRehearse(action));
  return real ? [`${real.name} has no dry run: it would really be done.`] : [];
}

/** Where no machine could do it. One of several that cannot is not passed over: it refuses, and is listed with its reason. */
function needProblems({ found }: PreviewInput, machines: readonly Agent[]): readonly string[] {
  const unable = machines.flatMap(({ facts, name }) => {
    const unmet = unmetNeeds(found.action, facts);
    return unmet === undefined ? [] : [`${name} ${unmet}.`];
  });
  return unable.length < machines.length ? [] : unable.slice(0, NAMED_UNABLE);
}

function problemsOf(
  input: PreviewInput,
  { machines, unmatched }: TargetResolution<Agent>,
  chain: StepsPreview,
  targetCount: number,
): readonly string[] {
  const { request, largestTarget } = input;
  const problems: string[] = [];
  const wrong = input.actions.validateParams(request.action, request.params);
  if (wrong) problems.push(`The parameters of ${request.action} do not fit: ${wrong}.`);
  if (refersToPrevious(request.params))
    problems.push("{{previous...}} is for the steps that follow; nothing comes before the first.");
  if (input.scheduleProblem) problems.push(input.scheduleProblem);
  if (request.schedule && !input.scheduleProblem && input.nextRuns.length === 0) {
    problems.push("This schedule never fires: all its times are in the past or outside its bounds.");
  }
  problems.push(...rehearsalProblems(input, chain), ...needProblems(input, machines));
  for (const term of unmatched) problems.push(`No machine matches "${term}".`);
  if (machines.length === 0 && unmatched.length === 0) problems.push("No machine matches the target.");
  const most = Math.max(targetCount, ...chain.steps.map((step) => step.machines?.length ?? 0));
  if (most > largestTarget) {
    problems.push(`One task may have ${largestTarget} machines, and this has ${most}. Name fewer, or split it.`);
  }
  return [
    ...problems,
    ...chain.problems,
    ...policyProblems(request.policy),
    ...checkProblems(request.policy.check, input.actions),
    ...timingProblems(request.policy, input.nextRuns),
  ];
}
