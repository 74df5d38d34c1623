import type { AttemptKey, ResultMessage } from "../../core/protocol/messages.ts";
import type { HeldAttempt, StopReason } from "./held-attempt.ts";
import type { Refusal, RunOutcome } from "./ports.ts";

const CANCELLED_HERE = "It was cancelled on the machine.";
const STOPPED: Readonly<Record<StopReason, Pick<ResultMessage, "outcome" | "error">>> = {
  cancelled: { outcome: "cancelled" },
  cancelled_here: { outcome: "cancelled", error: CANCELLED_HERE },
  lost_lease: { outcome: "lost_lease", error: "It was ended because this machine could not reach the server in time." },
  stopping: { outcome: "interrupted", error: "The agent was stopped while this ran; nobody knows how far it came." },
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
  const { outcome, sentence } = UNSTARTED[held.stopReason ?? "stopping"];
  const rest = { durationMs: 0, ranAs, logChunks: 0 };
  return { type: "result", execution, attempt, outcome, error: reason ?? sentence, ...rest };
}

/** Of an attempt that this machine will not take although the server has it as running; the words of a refused offer. */
export function refusedResult(key: AttemptKey, ranAs: string, { kind, reason }: Refusal): ResultMessage {
  const later = kind === "draining" || kind === "busy";
  if (later) return unstartedResult({ key }, ranAs, reason);
  return { ...unstartedResult({ key }, ranAs), outcome: "failed", error: `The machine refused: ${reason}` };
}

const NEVER_BEGAN = { outcome: "never_started", sentence: "It never began." } as const;
const UNSTARTED: Readonly<Record<StopReason, { outcome: "cancelled" | "never_started"; sentence: string }>> = {
  cancelled: { outcome: "cancelled", sentence: "It was cancelled before it began." },
  cancelled_here: { outcome: "cancelled", sentence: CANCELLED_HERE },
  lost_lease: NEVER_BEGAN,
  stopping: NEVER_BEGAN,
};
