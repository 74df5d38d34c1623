import type { AttemptPhase, HeldAttempt } from "./held-attempt.ts";

/** One held attempt as a person at the machine sees it. Without its parameters: they may hold secrets. */
export interface AttemptView {
  readonly execution: string;
  readonly attempt: number;
  readonly phase: AttemptPhase;
  /** When it began to run; before that, when it was taken; after that, when it ended. Epoch milliseconds. */
  readonly since: number;
  /** Absent for what an earlier life of the agent left: only its result is kept. */
  readonly action?: string;
  readonly requestedBy?: string;
  /** True from the moment somebody wants it ended. */
  readonly ending: boolean;
}

export function viewAttempt({ key, offer, phase, since, stopReason }: HeldAttempt): AttemptView {
  const who = offer ? { action: offer.action, requestedBy: offer.requestedBy } : {};
  return { ...key, phase, since, ...who, ending: stopReason !== undefined };
}

/** It has no result yet, so it can still be ended. */
export function isAlive({ phase }: Pick<AttemptView, "phase">): boolean {
  return phase !== "finishing" && phase !== "finished";
}
