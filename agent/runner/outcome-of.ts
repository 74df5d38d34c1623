import type { RunOutcome } from "../engine/ports.ts";
import type { WorkEnd } from "./attempt-work.ts";
import type { StopControl } from "./stop-control.ts";

/**
 * Who asked it to stop decides what it is called. What left something behind has not ended, whatever it said: taken for
 * failed, it could be tried again beside itself.
 */
export function outcomeOf(
  end: WorkEnd,
  stop: Pick<StopControl, "reason" | "sentence">,
): Pick<RunOutcome, "outcome" | "error" | "response" | "exitCode"> {
  const { survivors, ...rest } = end;
  if (survivors > 0) {
    const error = `${survivors} of its processes could not be ended and may still run.`;
    return { outcome: "interrupted", error };
  }
  if (stop.reason === "timed_out") return { outcome: "timed_out", error: "It did not end within its time limit." };
  if (stop.reason === "exceeded") return { outcome: "failed", error: stop.sentence ?? "It exceeded a limit." };
  return stop.reason === "killed" ? { outcome: "killed" } : rest;
}
