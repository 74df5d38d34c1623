import type { AgentFacts } from "../../core/model/agent.ts";
import type { AttemptKey, BeatMessage, BeatReplyMessage } from "../../core/protocol/messages.ts";
import { attemptKeyText } from "../../core/protocol/messages.ts";
import type { HeldAttempt } from "./held-attempt.ts";

/** The wire takes no more than this many keys per list. */
const KEYS_PER_BEAT = 2000;

interface BeatInput {
  readonly sentAt: number;
  readonly wallClock: number;
  readonly draining: boolean;
  readonly facts: AgentFacts | undefined;
}

const runs = (held: HeldAttempt) => held.phase === "starting" || held.phase === "running" || held.phase === "finishing";

/** The heartbeat: what runs here, and what waits for the server. */
export function planBeat(held: readonly HeldAttempt[], input: BeatInput): BeatMessage {
  const keys = (some: readonly HeldAttempt[]): AttemptKey[] => some.slice(0, KEYS_PER_BEAT).map((one) => one.key);
  return {
    type: "beat",
    sentAt: input.sentAt,
    running: keys(held.filter(runs)),
    waiting: keys(held.filter((one) => one.phase === "accepted" || one.phase === "finished")),
    wallClock: input.wallClock,
    draining: input.draining,
    ...(input.facts ? { facts: input.facts } : {}),
  };
}

/**
 * Which attempts have their lease moved by this answer. It counts from when the beat was sent, so that no clock has to
 * agree with another; an answer from the future belongs to an earlier life and is ignored.
 */
export function planRenewal(held: readonly HeldAttempt[], reply: BeatReplyMessage, now: number): HeldAttempt[] {
  if (reply.sentAt > now) return [];
  const alive = new Set(reply.held.map(attemptKeyText));
  return held.filter((one) => runs(one) && alive.has(attemptKeyText(one.key)) && reply.sentAt > one.renewedAt);
}
