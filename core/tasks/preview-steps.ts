import type { Agent } from "../model/agent.ts";
import type { FrameStep } from "../model/frame.ts";
import { resolveTargets } from "../model/resolve-targets.ts";
import { type ActionManifest, riskOf } from "../plugin-api/manifest.ts";
import type { ActionCatalog } from "./action-catalog.ts";
import { exampleParams, referenceProblem } from "./previous-values.ts";
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
    const wrong = paramsProblem(found.action, step, actions);
    if (wrong) problems.push(`${name}: the parameters do not fit: ${wrong}.`);
    const where = step.targets && step.targets.include.length > 0 ? resolveTargets(step.targets, usable) : undefined;
    for (const term of where?.unmatched ?? []) problems.push(`${name}: no machine matches "${term}".`);
    if (where?.machines.length === 0 && where.unmatched.length === 0) problems.push(`${name}: no machine matches.`);
    const risk = riskOf(found.action, step.params);
    previews.push({ step, action: found.action, risk, machines: where?.machines });
  }
  return { steps: previews, problems };
}

/** What it takes over from the run before is not known yet, so an example stands for it. */
function paramsProblem(action: ActionManifest, { params }: FrameStep, actions: ActionCatalog): string | undefined {
  return referenceProblem(action, params) ?? actions.validateParams(action.name, exampleParams(action, params));
}
