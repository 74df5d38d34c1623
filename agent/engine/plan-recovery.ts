import type { ResultMessage } from "../../core/protocol/messages.ts";
import { type HeldAttempt, holdAttempt } from "./held-attempt.ts";
import { keyOfEntry, type SpoolEntry } from "./spool.ts";

export interface RecoveryPlan {
  readonly held: readonly HeldAttempt[];
  /** Results of attempts that ran when the agent died; to be made durable before they are sent. */
  readonly interrupted: readonly ResultMessage[];
}

/** What a restarted agent holds: accepted is wanted again, started is interrupted, finished is sent again. */
export function planRecovery(entries: readonly SpoolEntry[]): RecoveryPlan {
  const held: HeldAttempt[] = [];
  const interrupted: ResultMessage[] = [];
  for (const entry of entries) {
    const key = keyOfEntry(entry);
    if (entry.phase === "accepted") {
      held.push(holdAttempt(key, entry.offer, "accepted"));
      continue;
    }
    const result: ResultMessage =
      entry.phase === "finished"
        ? entry.result
        : {
            type: "result",
            ...key,
            outcome: "interrupted",
            error: "The agent died while this ran; nobody knows how far it came.",
            durationMs: 0,
            ranAs: "unknown",
            logChunks: 0,
          };
    if (entry.phase === "started") interrupted.push(result);
    held.push({ ...holdAttempt(key, undefined, "finished"), result });
  }
  return { held, interrupted };
}
