import type { ApprovalId, ConversationId, ProtectionId, RunId, TaskId, UserId } from "./ids.ts";
import type { Risk } from "./risk.ts";
import type { FrozenMachine } from "./run-step.ts";
import type { TargetSelector } from "./target.ts";

/** Why work waits for another person: by which rule, and in words that complete "It needs approval because ...". */
export interface ApprovalNeed {
  readonly rule: string;
  readonly reasons: readonly string[];
}

export const APPROVAL_STATES = [
  "pending",
  "approved",
  "overridden",
  "refused",
  "withdrawn",
  "expired",
  "changed",
] as const;
/**
 * Only `pending` can move, and only once. `overridden`: an administrator let it run without a second person and said why.
 * `changed`: what would happen was no longer what had been asked for when somebody said yes.
 */
export type ApprovalState = (typeof APPROVAL_STATES)[number];

const CLOSED: readonly ApprovalState[] = APPROVAL_STATES.filter((state) => state !== "pending");
export const APPROVAL_MOVES: Readonly<Record<ApprovalState, readonly ApprovalState[]>> = {
  pending: CLOSED,
  approved: [],
  overridden: [],
  refused: [],
  withdrawn: [],
  expired: [],
  changed: [],
};

/** The states in which the work was let go ahead. */
export const GRANTED_STATES: readonly ApprovalState[] = ["approved", "overridden"];

/** Somebody asked for something that another person must say yes to. Good for one run of exactly this plan. */
export interface Approval {
  readonly id: ApprovalId;
  readonly state: ApprovalState;
  readonly askerId: UserId;
  readonly askerName: string;
  readonly conversationId: ConversationId | undefined;
  /** The sentence; empty when it came over REST. */
  readonly text: string;
  readonly action: string;
  readonly risk: Risk;
  /** Exactly those that would be touched. */
  readonly machines: readonly FrozenMachine[];
  readonly planHash: string;
  readonly reasons: readonly string[];
  readonly createdAt: number;
  /** Exclusive. */
  readonly expiresAt: number;
  readonly remindedAt: number | undefined;
  readonly escalatedAt: number | undefined;
  readonly decidedAt: number | undefined;
  readonly decidedById: UserId | undefined;
  readonly decidedByName: string | undefined;
  /** What was said with the decision: a reason, a remark. */
  readonly note: string;
  readonly taskId: TaskId | undefined;
  readonly runId: RunId | undefined;
  /** How its run ended, once it has: "succeeded". */
  readonly result: string | undefined;
}

/** "Changes on production need approval": what is at least this risky on these machines waits for another person. */
export interface Protection {
  readonly id: ProtectionId;
  readonly targets: TargetSelector;
  readonly risk: Risk;
  readonly byId: UserId;
  readonly byName: string;
  readonly createdAt: number;
}
