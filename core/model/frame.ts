import type { JsonObject } from "../kernel/json.ts";
import type { StepCondition } from "./condition.ts";
import type { Policy } from "./policy.ts";
import type { LocalDateTime, Schedule } from "./schedule.ts";
import type { TargetSelector } from "./target.ts";

export const INTENTS = [
  "task.create",
  "task.update",
  "task.list",
  "task.show",
  "task.cancel",
  "task.pause",
  "task.resume",
  "task.retry",
  "task.delete",
  "task.skip",
  "task.rename",
  "run.list",
  "execution.list",
  "execution.show",
  "execution.results",
  "execution.cancel",
  "stats.show",
  "why",
  "explain",
  "agent.list",
  "agent.show",
  "agent.drain",
  "agent.disable",
  "agent.enable",
  "agent.assign",
  "agent.approve",
  "plugin.list",
  "user.list",
  "user.add",
  "user.role",
  "freeze.start",
  "freeze.end",
  "freeze.list",
  "limit.list",
  "alias.list",
  "alias.create",
  "alias.forget",
  "place.protect",
  "place.unprotect",
  "place.list",
  "channel.default",
  "channel.quiet",
  "channel.digest",
  "undo",
  "help",
  "confirm",
  "deny",
  "select",
  "smalltalk",
  "out_of_scope",
] as const;
export type Intent = (typeof INTENTS)[number];

export interface Span {
  /** UTF-16 offsets into the message as it was typed, half open. */
  readonly start: number;
  readonly end: number;
  readonly slot: string;
}

export interface FrameStep {
  readonly when: "success" | "failure" | "always";
  readonly action: string;
  readonly params: JsonObject;
  readonly targets?: TargetSelector;
  /** What the run before must have answered. */
  readonly if?: StepCondition;
}

/** Local wall times in the asker's zone; `to` is exclusive. */
export interface FrameQuery {
  readonly status?: string;
  readonly from?: LocalDateTime;
  readonly to?: LocalDateTime;
  readonly owner?: string;
  readonly agent?: string;
  readonly task?: string;
  readonly last?: number;
}

/**
 * The typed meaning of one message: what `octopus parse` prints, and a contract with outside checks.
 * `act` is complete, `clarify` misses the slot named in `clarify`, `ignore` is not meant for the bot.
 */
export interface Frame {
  readonly intent: Intent;
  readonly outcome: "act" | "clarify" | "ignore";
  readonly action?: string;
  /** Only what was said. */
  readonly params?: JsonObject;
  readonly targets?: TargetSelector;
  readonly schedule?: Schedule;
  readonly policy?: Policy;
  readonly then?: readonly FrameStep[];
  /** A risk rule, a guess or a repaired word asks for confirmation. */
  readonly confirm?: boolean;
  /** The missing or ambiguous slot: a parameter name, `target`, `schedule` or `action`. */
  readonly clarify?: string;
  readonly options?: readonly string[];
  /** Task id or name, machine, user: whatever the intent is about, as the catalog knows it. */
  readonly ref?: string;
  readonly query?: FrameQuery;
  readonly spans: readonly Span[];
  /** 0 to 1. */
  readonly score: number;
  /** Slots that were said in this message, as opposed to taken from context or default. */
  readonly said: readonly string[];
  /** What was assumed, as sentences for the card: "morning = 09:00". */
  readonly assumed?: readonly string[];
}
