import type { Policy } from "../model/policy.ts";
import type { RunStep } from "../model/run-step.ts";
import type { TaskPreview } from "./task-request.ts";

/** The steps of a chain with the machines of this moment: what was shown is what will run. Pure. */
export function freezeSteps({ steps }: Pick<TaskPreview, "steps">): readonly RunStep[] {
  return steps.map(({ condition, step: { when, action, params }, machines }) => ({
    when,
    action,
    params,
    ...(condition && { if: condition }),
    ...(machines && { machines: machines.map(({ id, name }) => ({ id, name })) }),
  }));
}

/**
 * How a step runs: in the batches and with the stop rule, priority, notices and dry run of its task. Time limit, retries
 * and the choice of machines were said of the first action. Pure.
 */
export function stepPolicy({ retries, retryDelay, backoff, timeout, pick, overlap, misfire, ...rest }: Policy): Policy {
  return rest;
}
