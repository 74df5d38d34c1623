import type { RunStep } from "../model/run-step.ts";
import type { RunState } from "../model/states.ts";

interface Ended {
  readonly steps: readonly RunStep[] | null;
  /** Which step this was, from 1; null: the beginning. */
  readonly step: number | null;
  readonly stoppedAt: number | null;
}

/**
 * The step that follows a run that has ended so; undefined: the chain is over. The next one whose condition fits, in
 * order: in "A, then B, if it fails C" a failed A passes over B and leads to C, and so does a failed B. Success and
 * failure lead on; what was cancelled, skipped or missed ends the chain. Pure.
 */
export function planStep({ steps, step, stoppedAt }: Ended, state: RunState): number | undefined {
  const outcome = state === "succeeded" ? "success" : state === "failed" ? "failure" : undefined;
  if (!steps || stoppedAt !== null || outcome === undefined) return undefined;
  const done = step ?? 0;
  const index = steps.findIndex(({ when }, at) => at >= done && (when === "always" || when === outcome));
  return index < 0 ? undefined : index + 1;
}

/**
 * The step that follows one whose condition was not met. What was to come after it counted on it, so only steps that come
 * in any case, or that have a condition of their own, still do. Pure.
 */
export function planUnmet(steps: readonly RunStep[], number: number): number | undefined {
  const passed = steps[number - 1];
  const index = steps.findIndex(
    (step, at) => at >= number && (step.when === "always" || (step.if !== undefined && step.when === passed?.when)),
  );
  return index < 0 ? undefined : index + 1;
}
