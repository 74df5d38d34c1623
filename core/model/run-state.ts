import { type ExecutionState, isFinal, type RunState } from "./states.ts";

/** The run's state follows from its executions. An empty run has no say here: it was missed or skipped at birth. */
export function deriveRunState(states: readonly ExecutionState[]): RunState {
  const open = states.filter((state) => !isFinal(state));
  if (open.some((state) => state !== "unknown")) return "running";
  if (open.length > 0) return "unknown";
  if (states.some((state) => state === "failed" || state === "timed_out" || state === "expired")) return "failed";
  if (states.some((state) => state === "cancelled")) return "cancelled";
  if (states.every((state) => state === "skipped")) return "skipped";
  // Some machines were left out on the way: what was asked for did not happen.
  return states.includes("skipped") ? "failed" : "succeeded";
}
