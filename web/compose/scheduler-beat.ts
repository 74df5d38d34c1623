import { describeMs } from "../../core/kernel/duration.ts";
import type { Scheduler } from "../../core/schedules/scheduler.ts";
import type { SchedulerWatch } from "../../core/schedules/scheduler-watch.ts";
import type { GaugeReading } from "../http/metrics.ts";

type Watched = Pick<SchedulerWatch, "isStopped" | "silentMs">;

/** A readiness check outside the scheduler's own loop. */
export function schedulerBeat(watch: Watched): () => Promise<{ readonly ok: boolean; readonly detail: string }> {
  return async () => {
    const silent = describeMs(watch.silentMs);
    return watch.isStopped
      ? { ok: false, detail: `silent for ${silent}, so nothing that is scheduled starts` }
      : { ok: true, detail: `last turn ${silent} ago` };
  };
}

export function schedulerGauges(core: {
  readonly schedulerWatch: Watched;
  readonly scheduler: Pick<Scheduler, "longestDelayMs">;
}): readonly GaugeReading[] {
  return [
    {
      name: "octopus_scheduler_running",
      help: "1 while the scheduler has its turns, 0 once it has been silent for 10 seconds.",
      read: () => (core.schedulerWatch.isStopped ? 0 : 1),
    },
    {
      name: "octopus_scheduler_silent_seconds",
      help: "Time since the scheduler's last turn that ended well.",
      read: () => core.schedulerWatch.silentMs / 1000,
    },
    {
      name: "octopus_scheduler_delay_seconds",
      help: "How late the latest firing of the last busy turn was.",
      read: () => core.scheduler.longestDelayMs / 1000,
    },
  ];
}
