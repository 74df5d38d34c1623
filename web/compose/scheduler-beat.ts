import type { Clock } from "../../core/kernel/clock.ts";
import type { Scheduler } from "../../core/schedules/scheduler.ts";

/** A scheduler that has not finished a turn for this long has stopped, whatever its loop thinks. */
const SILENT_MS = 15_000;

/** A readiness check outside the scheduler's own loop. */
export function schedulerBeat(scheduler: Scheduler, clock: Clock): () => Promise<undefined> {
  return async () => {
    const silentMs = clock.now() - scheduler.lastTurnAt;
    if (silentMs > SILENT_MS) throw new Error(`the scheduler has been silent for ${silentMs} ms`);
    return undefined;
  };
}
