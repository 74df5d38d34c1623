import type { Execution, Run } from "../../core/model/run.ts";
import { isInSubset } from "../../core/tasks/subset-request.ts";
import { reasonOf } from "./replies/run-result.ts";

/** A run that did not work, with its executions. */
export interface FailedRun {
  readonly run: Run;
  readonly executions: readonly Execution[];
}

/** Failures that have one cause: the same action, and the same reason but for its numbers. */
export interface FailureCause {
  readonly action: string;
  readonly reason: string;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Where it failed, each once. */
  readonly machines: readonly string[];
}

/** Groups failures by cause: those with most failures first, then the newest. `failed` is newest first. Pure. */
export function failureCauses(failed: readonly FailedRun[]): readonly FailureCause[] {
  const causes = new Map<string, FailureCause>();
  for (const { run, executions } of failed) {
    const bad = executions.filter((execution) => isBad(execution));
    const reason = bad[0] ? reasonOf(bad[0]) : (run.reason ?? "No reason was given.");
    const key = `${run.action} ${kindOf(reason)}`;
    const known = causes.get(key);
    const names = [...(known?.machines ?? []), ...bad.map((execution) => execution.agentName)];
    const machines = [...new Set(names)];
    causes.set(key, {
      action: run.action,
      reason: known?.reason ?? reason,
      runs: [...(known?.runs ?? []), run],
      machines,
    });
  }
  return [...causes.values()].sort((one, other) => other.runs.length - one.runs.length);
}

function isBad(execution: Execution): boolean {
  return isInSubset(execution, "failed") || execution.state === "unknown" || execution.state === "expired";
}

/** Process ids, times and sizes differ from one failure to the next of the same kind. */
function kindOf(reason: string): string {
  return reason.toLowerCase().replaceAll(/\d+/g, "0");
}
