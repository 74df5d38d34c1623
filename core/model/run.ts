import type { JsonObject } from "../kernel/json.ts";
import type { ActionResponse } from "./action-response.ts";
import type { AgentId, ConversationId, ExecutionId, RunId, TaskId, UserId } from "./ids.ts";
import type { LedgerCause } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import type { Risk } from "./risk.ts";
import type { RunStep } from "./run-step.ts";
import type { ExecutionState, RunState } from "./states.ts";

/** One firing of a task. Its machines are frozen here; what the task says later does not change them. */
export interface Run {
  readonly id: RunId;
  readonly taskId: TaskId;
  readonly state: RunState;
  /** Why it is missed, skipped or has no machine. */
  readonly reason: string | undefined;
  /** For a schedule the due time, otherwise when it was asked for. */
  readonly dueAt: number;
  /** "schedule", "request", "again" */
  readonly trigger: string;
  readonly requestedBy: UserId;
  readonly requestedByName: string;
  readonly conversationId: ConversationId | undefined;
  readonly action: string;
  readonly params: JsonObject;
  readonly risk: Risk;
  readonly executionCount: number;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
  readonly policy: Policy;
  /** Batches of a rollout; undefined where all machines start together. */
  readonly batchCount: number | undefined;
  readonly openBatch: number | undefined;
  /** The chain that this run belongs to, and which of its steps it is; 0: the beginning. */
  readonly steps: readonly RunStep[];
  readonly step: number;
  readonly rootRunId: RunId | undefined;
  /** The run before in the chain, or the one whose machines this one takes up again (`subset`). */
  readonly parentRunId: RunId | undefined;
  readonly subset: string | undefined;
  /** The step that is about to follow it. */
  readonly nextStep: number | undefined;
  /** It starts when this run of the same task is over. */
  readonly waitsFor: RunId | undefined;
  /** The check of its last batch, which must pass before the next one begins. */
  readonly checkRunId: RunId | undefined;
  /** What became of an expected run of a schedule; undefined for what a person asked for. */
  readonly cause: LedgerCause | undefined;
  /** Where it stands for several missed due times: the first of them (`dueAt` is the last), and how many. */
  readonly dueSince: number | undefined;
  readonly dueCount: number | undefined;
}

/** One run on one agent. */
export interface Execution {
  readonly id: ExecutionId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly agentId: AgentId;
  readonly agentName: string;
  readonly state: ExecutionState;
  /** The current try, 1-based. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly idempotent: boolean;
  readonly timeoutMs: number;
  /** While running or cancelling: until when the server believes the attempt is alive. */
  readonly leaseUntil: number | undefined;
  /** While queued: not before (retry delay). */
  readonly notBefore: number;
  /** While queued or offered: given up after this. */
  readonly expiresAt: number;
  readonly cancelRequestedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly response: ActionResponse | undefined;
  /** Why it did not succeed, as a sentence. */
  readonly error: string | undefined;
  /** As whom it ran on the machine. */
  readonly ranAs: string | undefined;
  /** While queued: the limit that lets it not start yet, as a fragment: "2 of 2 backups are running (limit L-1)". */
  readonly waits: string | undefined;
  /** Its turn in a rollout, from 1; undefined where all start together. */
  readonly batch: number | undefined;
}

/** One numbered try; kept when a later one replaces it. */
export interface Attempt {
  readonly executionId: ExecutionId;
  readonly attempt: number;
  readonly agentId: AgentId;
  readonly state: ExecutionState;
  readonly plugin: string;
  readonly pluginVersion: string;
  readonly pluginDigest: string;
  readonly offeredAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly response: ActionResponse | undefined;
  readonly error: string | undefined;
  readonly ranAs: string | undefined;
}

export interface LogChunk {
  readonly executionId: ExecutionId;
  readonly attempt: number;
  /** From 0, without holes unless a gap is declared. */
  readonly seq: number;
  readonly stream: "out" | "err" | "gap";
  readonly text: string;
  readonly at: number;
}
