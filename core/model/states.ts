import type { ErrorCode } from "../kernel/error-codes.ts";
import { OctopusError } from "../kernel/errors.ts";

type Moves<State extends string> = Readonly<Record<State, readonly State[]>>;

export type TaskState = "active" | "paused" | "finished" | "cancelled";
export const TASK_MOVES: Moves<TaskState> = {
  active: ["paused", "finished", "cancelled"],
  paused: ["active", "finished", "cancelled"],
  finished: ["active"],
  cancelled: ["active"],
};

export type FinalExecutionState = "succeeded" | "failed" | "timed_out" | "cancelled" | "expired" | "skipped";
export type ExecutionState = "queued" | "offered" | "running" | "cancelling" | "unknown" | FinalExecutionState;
/**
 * `queued` and `offered` have not started; a `go` makes `running`. From `running` back to `queued` only through a new
 * attempt. `unknown` is honest ignorance: a late result of the current attempt, or a person, ends it.
 */
export const EXECUTION_MOVES: Moves<ExecutionState> = {
  queued: ["offered", "cancelled", "expired", "skipped"],
  offered: ["queued", "running", "cancelled", "expired", "failed", "skipped"],
  running: ["queued", "cancelling", "unknown", "succeeded", "failed", "timed_out", "cancelled"],
  cancelling: ["unknown", "succeeded", "failed", "timed_out", "cancelled"],
  unknown: ["queued", "succeeded", "failed", "timed_out", "cancelled"],
  succeeded: [],
  failed: [],
  timed_out: [],
  cancelled: [],
  expired: [],
  skipped: [],
};

export type RunState = "running" | "succeeded" | "failed" | "cancelled" | "unknown" | "missed" | "skipped";

export type AgentState = "pending" | "active" | "draining" | "disabled" | "quarantined";
export const AGENT_MOVES: Moves<AgentState> = {
  pending: ["active", "disabled", "quarantined"],
  active: ["draining", "disabled", "quarantined"],
  draining: ["active", "disabled", "quarantined"],
  disabled: ["active", "quarantined"],
  quarantined: ["active", "disabled"],
};

/** What the server knows of the connection, apart from what an admin decided. */
export type Liveness = "online" | "no-contact" | "offline";

export const FINAL_EXECUTION_STATES = (Object.keys(EXECUTION_MOVES) as ExecutionState[]).filter(
  (state) => EXECUTION_MOVES[state].length === 0,
);
/** Not final, and not waiting for a person: what may never lack a lease or a due time. */
export const OPEN_EXECUTION_STATES = ["queued", "offered", "running", "cancelling"] as const;

export function isFinal(state: ExecutionState): state is FinalExecutionState {
  return EXECUTION_MOVES[state].length === 0;
}

/** Throws `code` unless the table has the move. */
export function assertMove<State extends string>(
  moves: Moves<State>,
  from: State,
  to: State,
  what: { readonly code: ErrorCode; readonly name: string },
): void {
  if (moves[from].includes(to)) return;
  throw new OctopusError(what.code, `${what.name} is ${from} and cannot become ${to}.`, { from, to });
}
