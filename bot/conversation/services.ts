import type { AgentService } from "../../core/agents/agent-service.ts";
import type { AliasService } from "../../core/aliases/alias-service.ts";
import type { ApprovalQueries } from "../../core/approvals/approval-queries.ts";
import type { ApprovalService } from "../../core/approvals/approval-service.ts";
import type { ProtectionService } from "../../core/approvals/protection-service.ts";
import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import type { Escalations } from "../../core/channels/escalations.ts";
import type { NoticePlaces } from "../../core/channels/notice-places.ts";
import type { RoomSettings } from "../../core/channels/room-settings.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import type { RunQueries } from "../../core/executions/run-queries.ts";
import type { RunService } from "../../core/executions/run-service.ts";
import type { FreezeDirectory } from "../../core/freezes/freeze-directory.ts";
import type { FreezeService } from "../../core/freezes/freeze-service.ts";
import type { Clock } from "../../core/kernel/clock.ts";
import type { EventBus } from "../../core/kernel/event-bus.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { LimitDirectory } from "../../core/limits/limit-directory.ts";
import type { LimitService } from "../../core/limits/limit-service.ts";
import type { Agent } from "../../core/model/agent.ts";
import type { Protection } from "../../core/model/approval.ts";
import type { CardExamples } from "../../core/model/card.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { User } from "../../core/model/user.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { LedgerQueries } from "../../core/schedules/ledger-queries.ts";
import type { SealedCatalog } from "../../core/secrets/sealed-catalog.ts";
import type { Store } from "../../core/store/rows.ts";
import type { MachineDirectory } from "../../core/tasks/action-catalog.ts";
import type { TaskQueries } from "../../core/tasks/task-queries.ts";
import type { TaskService } from "../../core/tasks/task-service.ts";
import type { UserService } from "../../core/users/user-service.ts";
import type { Catalog } from "../../nlp/catalog.ts";
import type { Reading } from "../../nlp/explain/explain-reading.ts";
import type { ParseContext } from "../../nlp/parse-context.ts";
import type { CarryMessage } from "./message-log.ts";

/** What can be done to a machine from chat; each checks rights and writes the audit log in the caller's unit. */
export type MachineControl = Pick<AgentService, "approve" | "drain" | "disable" | "enable" | "setLabels">;

/** One installed plugin, as far as a conversation shows it. */
export interface ListedPlugin {
  readonly name: string;
  readonly version: string;
  readonly enabled: boolean;
  readonly manifest: { readonly description: string; readonly actions: readonly ActionManifest[] };
}

/** Everything a conversation needs of the rest. Narrow, so that tests can stand in for any of it. */
export interface ConversationServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly parse: (text: string, catalog: Catalog, context: ParseContext) => { readonly frame: Frame };
  /** How a sentence is read, in words. */
  readonly explain: (text: string, catalog: Catalog, context: ParseContext) => Reading;
  readonly catalog: { current(): Promise<Catalog> };
  readonly tasks: Pick<
    TaskService,
    "preview" | "create" | "runNow" | "retryRun" | "update" | "pause" | "resume" | "cancel" | "remove"
  >;
  readonly taskQueries: Pick<TaskQueries, "get" | "list" | "findByName" | "comingUp">;
  readonly runs: Pick<RunService, "cancelRun" | "cancelExecution" | "settleUnknown">;
  readonly runQueries: Pick<
    RunQueries,
    | "usualTime"
    | "getRun"
    | "chainOf"
    | "listRuns"
    | "executionsOf"
    | "getExecution"
    | "listExecutions"
    | "attemptsOf"
    | "logTail"
  >;
  readonly ledger: Pick<LedgerQueries, "list" | "counts">;
  readonly freezes: Pick<FreezeService, "check" | "start" | "end">;
  readonly limits: Pick<LimitService, "check" | "set" | "lift">;
  readonly openLimits: Pick<LimitDirectory, "all">;
  readonly schedulerWatch: { readonly isStopped: boolean };
  readonly openFreezes: Pick<FreezeDirectory, "open">;
  readonly protections: Pick<ProtectionService, "protect" | "lift">;
  readonly protectedPlaces: { protections(): readonly Protection[] };
  readonly approvals: Pick<ApprovalService, "request" | "approve" | "refuse" | "withdraw" | "override">;
  readonly approvalQueries: Pick<ApprovalQueries, "get" | "pending" | "approversFor">;
  /** A room in which approvals are asked for too: "#ops-leads". */
  readonly approvalRoom?: string;
  /** Who else is told of what nobody answers; without it nobody is. */
  readonly escalations?: Pick<Escalations, "of">;
  readonly machines: MachineDirectory<Agent>;
  readonly machineControl: MachineControl;
  readonly plugins: {
    actions(): readonly ActionManifest[];
    find(action: string): { readonly action: ActionManifest } | undefined;
    list(): readonly ListedPlugin[];
  };
  /** Keeps secrets that were said out of what is kept; without it they are kept as they were said. */
  readonly sealed?: Pick<SealedCatalog, "sealedFrame" | "withoutSecrets">;
  readonly users: { all(): Promise<readonly User[]> };
  /** Called in the unit that posts or edits a message, for channels that must be sent what is new. */
  readonly carry?: CarryMessage;
  /** Where people are told of ends that they do not watch; without it nobody is told elsewhere. */
  readonly places?: Pick<NoticePlaces, "find" | "problems" | "roomIdOf">;
  /** The server's own zone, for whoever has said none; without it UTC. */
  readonly timeZone?: string;
  /** What rooms and people have said once and for all. */
  readonly rooms: Pick<RoomSettings, "get" | "all" | "set" | "clear">;
  readonly people: Pick<UserService, "create" | "setRole" | "disable">;
  readonly aliases: Pick<AliasService, "all" | "create" | "remove">;
  /** A schedule in words: "every weekday at 09:00". */
  readonly saySchedule: (schedule: Schedule) => string;
  /** A frame in words: "check disk usage on web-1 every weekday at 09:00". */
  readonly sayFrame: (frame: Frame) => string;
  /** Sections of help for the actions this person may run, with sentences that work. */
  readonly help: (actions: readonly ActionManifest[], topic: string | undefined) => readonly CardExamples[];
  /** For a text that was not understood: sentences of the likeliest of these actions, likeliest first. */
  readonly nearest: (
    text: string,
    actions: readonly ActionManifest[],
    wanted: { readonly most: number; readonly isShown: (action: ActionManifest) => boolean },
  ) => readonly string[];
}
