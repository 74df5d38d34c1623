import type { Ablations, EngineTimes } from "./engine-options.ts";
import type { HeldAttempt } from "./held-attempt.ts";

/** True while a start would be covered by the lease that the server counts from the want, or later. */
export function isYoungEnough(sentAt: number, now: number, times: EngineTimes): boolean {
  return now - sentAt < times.leaseMs - times.marginMs;
}

/**
 * Whether a go starts the attempt. A go for an older want may be a duplicate from before a cancel, a restart or a
 * partition; one that took too long may outlive the lease. Both are asked again, which costs a round trip.
 */
export function planGo(
  held: HeldAttempt | undefined,
  nonce: string,
  now: number,
  times: EngineTimes,
  ablations: Ablations,
): "start" | "ask-again" | "ignore" {
  if (held?.phase !== "accepted") return "ignore";
  if (ablations.skipNonceCheck === true) return "start";
  if (held.want === undefined) return "ask-again";
  if (held.want.nonce !== nonce) return "ignore";
  return isYoungEnough(held.want.sentAt, now, times) ? "start" : "ask-again";
}
