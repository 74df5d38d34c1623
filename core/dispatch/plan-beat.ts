import type { AttemptKey, BeatMessage, ToAgent } from "../protocol/messages.ts";
import { attemptKeyText } from "../protocol/messages.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";

/** After this long beyond its own time limit an attempt's lease is not renewed, whatever the agent says. */
const OVERDUE_MS = 60_000;

export interface BeatPlan {
  /** Whose leases are renewed. */
  readonly held: readonly AttemptKey[];
  readonly answers: readonly ToAgent[];
}

/** What the server makes of the agent's list of running attempts; `open` are the agent's running and cancelling ones. Pure. */
export function planBeat(
  beat: BeatMessage,
  open: readonly ExecutionRow[],
  facts: { readonly now: number; readonly leaseMs: number; readonly cancelGraceMs: number },
): BeatPlan {
  const current = new Map(open.map((row) => [attemptKeyText({ execution: row.id, attempt: row.attempt }), row]));
  const held: AttemptKey[] = [];
  const answers: ToAgent[] = [];
  for (const { execution, attempt } of beat.running) {
    const key = { execution, attempt };
    const row = current.get(attemptKeyText(key));
    if (!row) {
      answers.push({ type: "no", ...key, reason: "it is not yours any more" });
      continue;
    }
    if (facts.now <= (row.started_at ?? facts.now) + row.timeout_ms + OVERDUE_MS) held.push(key);
    if (row.state === "cancelling") answers.push({ type: "cancel", ...key, graceMs: facts.cancelGraceMs });
  }
  return { held, answers: [{ type: "beat-reply", sentAt: beat.sentAt, held, leaseMs: facts.leaseMs }, ...answers] };
}
