import type { Agent } from "../model/agent.ts";
import type { FrameStep } from "../model/frame.ts";
import { resolveTargets, type TargetResolution } from "../model/resolve-targets.ts";
import { type ActionManifest, riskOf } from "../plugin-api/manifest.ts";
import type { ActionCatalog } from "./action-catalog.ts";
import { conditionProblem, saidCondition } from "./condition-problem.ts";
import { exampleParams, referenceProblem } from "./previous-references.ts";
import type { StepPreview } from "./task-request.ts";

/** A chain that is longer is a program, and belongs into a plugin. */
const LARGEST_CHAIN = 10;

export interface StepsPreview {
  readonly steps: readonly StepPreview[];
  /** Whole sentences. */
  readonly problems: readonly string[];
}

/** The steps of a chain against the actions and machines of this moment. Pure. */
export function previewSteps(
  steps: readonly FrameStep[],
  first: ActionManifest,
  actions: ActionCatalog,
  usable: readonly Agent[],
): StepsPreview {
  const previews: StepPreview[] = [];
  const problems: string[] = [];
  if (steps.length > LARGEST_CHAIN) problems.push(`A chain may have ${LARGEST_CHAIN} steps, not ${steps.length}.`);
  for (const [index, step] of steps.entries()) {
    const name = `Step ${index + 2} (${step.action})`;
    const found = actions.find(step.action);
    if (!found) {
      problems.push(`${name}: no installed plugin has this action.`);
      continue;
    }
    const before = [...previews.map(({ action }) => action).reverse(), first];
    const where = step.targets && step.targets.include.length > 0 ? resolveTargets(step.targets, usable) : undefined;
    problems.push(
      ...problemsOf(step, { action: found.action, actions, before, where }).map((one) => `${name}: ${one}.`),
    );
    const condition = step.if && saidCondition(step.if, before);
    const risk = riskOf(found.action, step.params);
    const { action, plugin } = found;
    const pluginDigest = plugin.digest;
    previews.push({ step, action, pluginDigest, risk, machines: where?.machines, ...(condition && { condition }) });
  }
  return { steps: previews, problems };
}

interface StepFacts {
  readonly action: ActionManifest;
  readonly actions: ActionCatalog;
  /** What may have run before it, the nearest first. */
  readonly before: readonly ActionManifest[];
  readonly where: TargetResolution<Agent> | undefined;
}

function problemsOf(step: FrameStep, { action, actions, before, where }: StepFacts): readonly string[] {
  const never = step.if && conditionProblem(step.if, before);
  const wrong = paramsProblem(action, step, actions);
  const { machines = [], unmatched = [] } = where ?? {};
  return [
    ...(never === undefined ? [] : [`its condition can never be judged: ${never}`]),
    ...(wrong === undefined ? [] : [`the parameters do not fit: ${wrong}`]),
    ...unmatched.map((term) => `no machine matches "${term}"`),
    ...(where && machines.length === 0 && unmatched.length === 0 ? ["no machine matches"] : []),
  ];
}

/** What it takes over from the run before is not known yet, so an example stands for it. */
function paramsProblem(action: ActionManifest, { params }: FrameStep, actions: ActionCatalog): string | undefined {
  return referenceProblem(action, params) ?? actions.validateParams(action.name, exampleParams(action, params));
}
