import { uncovered } from "../../core/approvals/standing-approval.ts";
import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import type { CalendarService } from "../../core/calendars/calendar-service.ts";
import { dayOff } from "../../core/calendars/day-off.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import type { FreezeDirectory } from "../../core/freezes/freeze-directory.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { LimitDirectory } from "../../core/limits/limit-directory.ts";
import { FailurePause } from "../../core/schedules/failure-pause.ts";
import { Scheduler } from "../../core/schedules/scheduler.ts";
import { SchedulerLoop } from "../../core/schedules/scheduler-loop.ts";
import { SchedulerNotice } from "../../core/schedules/scheduler-notice.ts";
import { SchedulerWatch } from "../../core/schedules/scheduler-watch.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { TaskService } from "../../core/tasks/task-service.ts";
import { activeActor } from "./run-access.ts";

interface Input {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly logger: Logger;
  readonly audit: AuditRecorder;
  readonly tasks: TaskService;
  readonly freezes: FreezeDirectory;
  readonly calendars: CalendarService;
  readonly limits: LimitDirectory;
  readonly holds: () => boolean;
}

export interface ScheduleParts {
  readonly scheduler: Scheduler;
  readonly watch: SchedulerWatch;
  readonly loops: readonly Service[];
}

/** Another server may have started or ended a freeze, or set a limit. */
const RELOAD_EVERY_MS = 2_000;

/** What makes schedules fire, what watches over it, and what keeps the freezes up to date. */
export function scheduleParts({ config, ...input }: Input): ScheduleParts {
  const { calendars, clock, freezes, limits, logger, tasks } = input;
  const failures = new FailurePause({ ...input, pauseAfter: config.pauseAfterFailures });
  const scheduler = new Scheduler({
    ...input,
    uncovered,
    ownerOf: (writer: Writer, userId: string) => activeActor(writer, userId, "schedule"),
    dayOff: ({ policy, schedule }, dueAt) =>
      dayOff(policy, dueAt, schedule?.tz ?? tasks.timeZone, (name) => calendars.find(name)),
    pauseIfFailing: (writer, task, dueAt) => failures.pauseIfFailing(writer, task, dueAt),
  });
  const watch = new SchedulerWatch({ ...input, scheduler });
  const failed = (loop: string) => (error: unknown) => logger.error({ error, loop }, "a loop failed");
  const reload = new Loop(() => Promise.all([freezes.load(), calendars.load(), limits.load()]), {
    everyMs: RELOAD_EVERY_MS,
    clock,
    onError: failed("freezes"),
  });
  const turns = new SchedulerLoop({ scheduler, clock, onError: failed("scheduler") });
  return { scheduler, watch, loops: [new SchedulerNotice(input), turns, watch, failures, reload] };
}
