import type { HeldAttempt } from "./held-attempt.ts";

/** Monotonic instant at which the agent stops believing that the server still counts on it. */
export function fenceAt(held: HeldAttempt, marginMs: number): number {
  return held.renewedAt + held.leaseMs - marginMs;
}

/** Which running attempts must end now, and how long until the next one might. */
export function planFence(
  held: readonly HeldAttempt[],
  now: number,
  marginMs: number,
): { readonly overdue: readonly HeldAttempt[]; readonly nextInMs: number | undefined } {
  const running = held.filter((one) => one.phase === "running" && one.stopReason === undefined);
  const overdue = running.filter((one) => fenceAt(one, marginMs) <= now);
  const later = running.filter((one) => fenceAt(one, marginMs) > now).map((one) => fenceAt(one, marginMs) - now);
  return { overdue, nextInMs: later.length === 0 ? undefined : Math.min(...later) };
}
