import { ApprovalDirectory } from "../../core/approvals/approval-directory.ts";
import { ApprovalQueries } from "../../core/approvals/approval-queries.ts";
import { ApprovalRounds } from "../../core/approvals/approval-rounds.ts";
import { ApprovalService } from "../../core/approvals/approval-service.ts";
import { ProtectionService } from "../../core/approvals/protection-service.ts";
import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import { Escalations } from "../../core/channels/escalations.ts";
import { type Escalation, RoomSettings } from "../../core/channels/room-settings.ts";
import type { ServerConfig } from "../../core/config/server-config.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import { Loop, type Service } from "../../core/kernel/service.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Store } from "../../core/store/rows.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
import type { TaskService } from "../../core/tasks/task-service.ts";
import { activeActor } from "./run-access.ts";

interface Input {
  readonly config: ServerConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  readonly tasks: TaskService;
  readonly directory: MachineDirectory<Agent>;
  readonly approvalDirectory: ApprovalDirectory;
}

/** A second person's yes, and the places that want one. */
export interface ApprovalParts {
  readonly approvals: ApprovalService;
  readonly approvalQueries: ApprovalQueries;
  readonly approvalDirectory: ApprovalDirectory;
  readonly protections: ProtectionService;
  readonly escalations: Escalations;
}

/** Another server may have protected a place, or somebody may have become an approver. */
const RELOAD_EVERY_MS = 2_000;

/** The rules that every plan is held against; loaded before anything is planned. */
export async function approvalRules(store: Store, { secondPerson }: ServerConfig): Promise<ApprovalDirectory> {
  const directory = new ApprovalDirectory(store, { secondPerson });
  await directory.load();
  return directory;
}

export function approvalParts(input: Input): ApprovalParts & { readonly loops: readonly Service[] } {
  const { approvalDirectory, clock, config, directory: machines, events, logger, store } = input;
  const { approvalReminderMs: remindAfterMs, approvalTimeMs: validMs } = config;
  const escalations = new Escalations({
    reader: store,
    rooms: new RoomSettings({ ...input, reader: store }),
    usual: usual(config),
  });
  const escalation = (conversationId: string | undefined) => escalations.of(conversationId);
  const reload = new Loop(() => approvalDirectory.load(), {
    everyMs: RELOAD_EVERY_MS,
    clock,
    onError: (error) => logger.error({ error, loop: "approval rules" }, "a loop failed"),
  });
  // Somebody who has just become an approver counts at once.
  events.on("user.changed", () => reload.wake());
  return {
    approvals: new ApprovalService({ ...input, actorOf: activeActor, validMs }),
    approvalQueries: new ApprovalQueries(store),
    approvalDirectory,
    protections: new ProtectionService({ ...input, directory: approvalDirectory, machines }),
    escalations,
    loops: [new ApprovalRounds({ ...input, remindAfterMs, escalation }), reload],
  };
}

/** What the installation says, where a room says nothing. */
function usual({ escalateAfterMs: afterMs, escalateTo: to }: ServerConfig): Escalation | undefined {
  if (to === undefined) return undefined;
  return to.startsWith("#") ? { afterMs, channel: to } : { afterMs, user: to };
}

/** Those of them that the API needs. */
export function approvalUseCases(parts: ApprovalParts): Omit<ApprovalParts, "escalations"> {
  const { approvalDirectory, approvalQueries, approvals, protections } = parts;
  return { approvalDirectory, approvalQueries, approvals, protections };
}
