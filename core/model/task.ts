import type { JsonObject } from "../kernel/json.ts";
import type { FrameStep } from "./frame.ts";
import type { ConversationId, TaskId, UserId } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Schedule } from "./schedule.ts";
import type { TaskState } from "./states.ts";
import type { TargetSelector } from "./target.ts";

/** The definition: what, where, when, how, whose. A task without a schedule fires once, when it is made. */
export interface Task {
  readonly id: TaskId;
  readonly name: string;
  readonly state: TaskState;
  readonly action: string;
  readonly params: JsonObject;
  readonly targets: TargetSelector;
  readonly schedule: Schedule | undefined;
  readonly policy: Policy;
  readonly then: readonly FrameStep[];
  readonly ownerId: UserId;
  readonly conversationId: ConversationId | undefined;
  /** The sentence it came from; empty when it came over REST. */
  readonly text: string;
  /** Epoch ms of the next firing; undefined when there is none. */
  readonly nextDueAt: number | undefined;
  /** While paused: when the pause ends by itself, if it does. */
  readonly pausedUntil?: number;
  /** While paused: "failures" where the server did it. */
  readonly pausedCause?: string;
  readonly firedCount: number;
  /** Counts its changes by people, from 1: of two changes made from the same version only one counts. */
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}
