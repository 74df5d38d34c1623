import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { findFrozen, sayFrozen } from "../../core/freezes/find-frozen.ts";
import type { FreezeDirectory } from "../../core/freezes/freeze-directory.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Risk } from "../../core/model/risk.ts";
import { FailurePause } from "../../core/schedules/failure-pause.ts";
import { Scheduler } from "../../core/schedules/scheduler.ts";
import { SchedulerLoop } from "../../core/schedules/scheduler-loop.ts";
import { SchedulerWatch } from "../../core/schedules/scheduler-watch.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import type { RunRow } from "../../core/store/tables/run-table.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
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
}

export interface ScheduleParts {
  readonly scheduler: Scheduler;
  readonly watch: SchedulerWatch;
  readonly loops: readonly Service[];
}

/** Another server may have started or ended a freeze. */
const RELOAD_EVERY_MS = 2_000;

/** What makes schedules fire, what watches over it, and what keeps the freezes up to date. */
export function scheduleParts({ config, ...input }: Input): ScheduleParts {
  const { clock, freezes, logger } = input;
  const failures = new FailurePause({ ...input, pauseAfter: config.pauseAfterFailures });
  const scheduler = new Scheduler({
    ...input,
    ownerOf: (writer: Writer, userId: string) => activeActor(writer, userId, "schedule"),
    pauseIfFailing: (writer, task, dueAt) => failures.pauseIfFailing(writer, task, dueAt),
  });
  const watch = new SchedulerWatch({ ...input, scheduler });
  const failed = (loop: string) => (error: unknown) => logger.error({ error, loop }, "a loop failed");
  const reload = new Loop(() => freezes.load(), { everyMs: RELOAD_EVERY_MS, clock, onError: failed("freezes") });
  const turns = new SchedulerLoop({ scheduler, clock, onError: failed("scheduler") });
  return { scheduler, watch, loops: [turns, watch, failures, reload] };
}

interface BlockedBy {
  readonly clock: Clock;
  readonly freezes: FreezeDirectory;
  readonly machines: MachineDirectory<Agent>;
  readonly timeZone: string;
}

/** Whether a freeze holds a machine at the moment when something is about to start on it. */
export function blockedBy({ clock, freezes, machines, timeZone }: BlockedBy) {
  return (agentId: string, run: RunRow): string | undefined => {
    const open = freezes.open();
    const machine = open.length > 0 ? machines.get(agentId) : undefined;
    if (!machine) return undefined;
    const now = clock.now();
    const risk = run.risk as Risk;
    const [frozen] = findFrozen(open, { risk, chosen: [machine], all: machines.all(), now });
    return frozen && sayFrozen(frozen, timeZone, now);
  };
}
