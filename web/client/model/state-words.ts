import type { AgentDto } from "../../contract/agent.ts";
import type { ExecutionDto } from "../../contract/execution.ts";
import type { RunDto } from "../../contract/run.ts";
import type { TaskDto } from "../../contract/task.ts";

export type StateName =
  | RunDto["state"]
  | ExecutionDto["state"]
  | TaskDto["state"]
  | AgentDto["state"]
  | AgentDto["liveness"];

/** How a state is shown: a word for people, a tone, and a shape, so that colour is never alone. */
export interface StateWords {
  readonly word: string;
  readonly tone: "good" | "warn" | "bad" | "busy" | "calm";
  readonly icon: "check" | "cross" | "warning" | "question" | "spinner" | "clock" | "minus" | "pause";
}

export const STATE_WORDS: Readonly<Record<StateName, StateWords>> = {
  queued: { word: "waiting", tone: "calm", icon: "clock" },
  offered: { word: "starting", tone: "busy", icon: "clock" },
  running: { word: "running", tone: "busy", icon: "spinner" },
  cancelling: { word: "stopping", tone: "warn", icon: "spinner" },
  unknown: { word: "not known", tone: "warn", icon: "question" },
  succeeded: { word: "succeeded", tone: "good", icon: "check" },
  failed: { word: "failed", tone: "bad", icon: "cross" },
  timed_out: { word: "timed out", tone: "bad", icon: "clock" },
  cancelled: { word: "cancelled", tone: "calm", icon: "minus" },
  expired: { word: "expired", tone: "warn", icon: "clock" },
  skipped: { word: "skipped", tone: "calm", icon: "minus" },
  missed: { word: "missed", tone: "warn", icon: "warning" },
  active: { word: "active", tone: "good", icon: "check" },
  paused: { word: "paused", tone: "warn", icon: "pause" },
  finished: { word: "finished", tone: "calm", icon: "check" },
  pending: { word: "awaits approval", tone: "warn", icon: "question" },
  draining: { word: "draining", tone: "warn", icon: "pause" },
  disabled: { word: "disabled", tone: "bad", icon: "minus" },
  quarantined: { word: "quarantined", tone: "bad", icon: "warning" },
  online: { word: "online", tone: "good", icon: "check" },
  "no-contact": { word: "no contact", tone: "warn", icon: "warning" },
  offline: { word: "offline", tone: "bad", icon: "cross" },
};

const OPEN: readonly StateName[] = ["queued", "offered", "running", "cancelling"];

/** Whether something may still change by itself. */
export function isOpen(state: ExecutionDto["state"] | RunDto["state"]): boolean {
  return OPEN.includes(state);
}
