import { durationToMs } from "../kernel/duration.ts";
import type { Agent } from "../model/agent.ts";
import { decideAccess } from "../model/permission.ts";
import type { CountOrPercent, Policy } from "../model/policy.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import type { Actor } from "../model/user.ts";
import { riskOf } from "../plugin-api/manifest.ts";
import type { FoundAction } from "./action-catalog.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";

export interface PreviewInput {
  readonly actor: Actor;
  readonly request: TaskRequest;
  readonly found: FoundAction;
  readonly agents: readonly Agent[];
  readonly paramsProblem: string | undefined;
  readonly scheduleProblem: string | undefined;
  readonly nextRuns: readonly number[];
}

/** States in which a machine may be given work at all; draining machines finish what they have. */
const USABLE: readonly Agent["state"][] = ["active", "draining"];

/** What would happen, from what is known now. Pure; used by chat, REST, schedules, and again at confirmation. */
export function previewTask(input: PreviewInput): TaskPreview {
  const { actor, request, found } = input;
  const usable = input.agents.filter((agent) => USABLE.includes(agent.state));
  const { machines, unmatched } = resolveTargets(request.targets, usable);
  const risk = riskOf(found.action, request.params);
  const capability = { risk, action: request.action, targetCount: machines.length };
  return {
    request,
    action: found.action,
    pluginDigest: found.plugin.digest,
    risk,
    machines,
    offline: machines.filter((machine) => machine.liveness !== "online"),
    unmatched,
    access: decideAccess(actor, { name: request.schedule ? "schedule" : "run", ...capability }),
    nextRuns: input.nextRuns,
    problems: problemsOf(input, machines.length, unmatched),
  };
}

function problemsOf(input: PreviewInput, machineCount: number, unmatched: readonly string[]): readonly string[] {
  const { request } = input;
  const problems: string[] = [];
  if (input.paramsProblem) problems.push(`The parameters of ${request.action} do not fit: ${input.paramsProblem}.`);
  if (input.scheduleProblem) problems.push(input.scheduleProblem);
  if (request.schedule && !input.scheduleProblem && input.nextRuns.length === 0) {
    problems.push("This schedule never fires: all its times are in the past or outside its bounds.");
  }
  for (const term of unmatched) problems.push(`No machine matches "${term}".`);
  if (machineCount === 0 && unmatched.length === 0) problems.push("No machine matches the target.");
  problems.push(...policyProblems(request.policy), ...notYet(request));
  return problems;
}

function policyProblems(policy: Policy): readonly string[] {
  const problems: string[] = [];
  const { retries = 0, pick } = policy;
  if (!Number.isInteger(retries) || retries < 0 || retries > 10) {
    problems.push(`From 0 to 10 retries are possible, not ${retries}.`);
  }
  if (pick !== undefined && !isAmount(pick)) {
    problems.push(`pick must be a number of machines from 1, or a share such as 25% (got ${pick}).`);
  }
  for (const name of ["timeout", "retryDelay", "stagger"] as const) {
    const duration = policy[name];
    if (duration !== undefined && !durationToMs(duration)) {
      problems.push(`${name} must be a duration longer than zero such as PT30S (got ${duration}).`);
    }
  }
  return problems;
}

/** A run of no machine at all would never end. */
function isAmount(amount: CountOrPercent): boolean {
  if (typeof amount === "number") return Number.isInteger(amount) && amount >= 1;
  const percent = /^(\d{1,3})%$/.exec(amount)?.[1];
  return percent !== undefined && Number(percent) >= 1 && Number(percent) <= 100;
}

/** Said and understood, but not carried out yet: refusing is better than quietly doing something else. */
function notYet(request: TaskRequest): readonly string[] {
  const { policy } = request;
  const problems: string[] = [];
  if (request.then.length > 0)
    problems.push("I cannot chain steps yet; ask for the second one when the first is done.");
  const rollout = ["concurrency", "canary", "stagger", "stopAfter"] as const;
  if (rollout.some((name) => policy[name] !== undefined)) {
    problems.push("I cannot roll out in batches yet (some at a time, canary, stop after failures).");
  }
  if (policy.overlap === "queue" || policy.overlap === "replace") {
    problems.push(`I cannot ${policy.overlap} overlapping runs yet; skip and allow are possible.`);
  }
  return problems;
}
