import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import type { TaskService } from "../tasks/task-service.ts";

/** What asking and answering need of the rest. */
export interface ApprovalDeps {
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly tasks: Pick<TaskService, "preview" | "create" | "cancel" | "runNow" | "retryRun" | "update">;
  /** The person as an actor by the rights of this moment; undefined when gone or disabled. */
  actorOf(writer: Writer, userId: string, via: string): Promise<Actor | undefined>;
  /** How long somebody has to say yes. */
  readonly validMs: number;
}
