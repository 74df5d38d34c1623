import type { AttemptKey, ResultMessage } from "../../core/protocol/messages.ts";
import type { HeldAttempt, StopReason } from "./held-attempt.ts";
import type { RunOutcome } from "./ports.ts";

const STOPPED: Readonly<Record<StopReason, Pick<ResultMessage, "outcome" | "error">>> = {
  cancelled: { outcome: "cancelled" },
  lost_lease: { outcome: "lost_lease", error: "It was ended because this machine could not reach the server in time." },
  stopping: { outcome: "interrupted", error: "The agent was stopped while this ran." },
};

/** The result of an attempt whose process is gone. An end of its own wins over a kill that came too late. */
export function resultOf(held: HeldAttempt, ended: RunOutcome): ResultMessage {
  const { outcome, ...rest } = ended;
  const how = outcome === "killed" ? { ...rest, ...STOPPED[held.stopReason ?? "stopping"] } : { ...rest, outcome };
  return { type: "result", ...held.key, ...how, logChunks: held.logChunks };
}

/** The result of an attempt that provably never began: cancelled in time, or not this machine's any more. */
export function unstartedResult(
  held: { readonly key: AttemptKey; readonly stopReason?: StopReason | undefined },
  ranAs: string,
  reason?: string,
): ResultMessage {
  const { execution, attempt } = held.key;
  const outcome = held.stopReason === "cancelled" ? "cancelled" : "never_started";
  const error = reason ?? (outcome === "cancelled" ? "It was cancelled before it began." : "It never began.");
  return { type: "result", execution, attempt, outcome, error, durationMs: 0, ranAs, logChunks: 0 };
}
