import { join } from "node:path";
import { validator } from "../../core/kernel/validator.ts";
import type { ResultMessage } from "../../core/protocol/messages.ts";
import type { AttemptView } from "../engine/attempt-view.ts";

/** Person at the machine to the running agent: one JSON line, one request per connection. */
export type LocalRequest =
  | { readonly type: "status" }
  | { readonly type: "tasks" }
  | { readonly type: "cancel"; readonly execution: string }
  | { readonly type: "log"; readonly execution: string; readonly lines: number; readonly follow: boolean };

/** How an attempt of this life of the agent ended. */
export interface EndedAttempt {
  readonly execution: string;
  readonly attempt: number;
  readonly action?: string;
  readonly requestedBy?: string;
  readonly outcome: ResultMessage["outcome"];
  readonly error?: string;
  readonly durationMs: number;
  /** Epoch milliseconds. */
  readonly endedAt: number;
}

export interface LocalStatus {
  readonly pid: number;
  readonly version: string;
  readonly runsAs: string;
  readonly connected: boolean;
  readonly draining: boolean;
  /** Attempts without a result. */
  readonly active: number;
  /** Results that the server has not confirmed. */
  readonly unconfirmed: number;
}

export interface LocalTasks {
  readonly held: readonly AttemptView[];
  /** Newest first. */
  readonly finished: readonly EndedAttempt[];
}

/** The agent's answers, one JSON line each; it closes the connection after the last. */
export type LocalReply =
  | ({ readonly type: "status" } & LocalStatus)
  | ({ readonly type: "tasks" } & LocalTasks)
  | { readonly type: "ending"; readonly execution: string; readonly attempt: number; readonly graceMs: number }
  | { readonly type: "output"; readonly text: string }
  | ({ readonly type: "ended"; readonly connected: boolean } & EndedAttempt)
  | { readonly type: "refused"; readonly problem: string };

export const REQUEST_LINE_CHARACTERS = 4096;
/** A kept tail is at most 64 KB; JSON escapes may grow it. */
export const REPLY_LINE_CHARACTERS = 1024 * 1024;
export const LONGEST_LOG_LINES = 10_000;

/** Where the running agent of a data folder listens. */
export const localSocketPath = (dataDir: string): string => join(dataDir, "agent.sock");

const text = { type: "string", maxLength: 4000 };
const execution = { type: "string", minLength: 1, maxLength: 100 };
const count = { type: "integer", minimum: 0 };
const yesNo = { type: "boolean" };

/** An object of exactly these fields; those named optional may be absent. */
function exactly(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", additionalProperties: false, required, properties };
}

export const decodeRequest = validator<LocalRequest>({
  type: "object",
  required: ["type"],
  oneOf: [
    exactly({ type: { const: "status" } }),
    exactly({ type: { const: "tasks" } }),
    exactly({ type: { const: "cancel" }, execution }),
    exactly({
      ...{ type: { const: "log" }, execution, follow: yesNo },
      lines: { type: "integer", minimum: 0, maximum: LONGEST_LOG_LINES },
    }),
  ],
});

const phase = { enum: ["preparing", "accepted", "starting", "running", "finishing", "finished"] };
const outcome = {
  enum: ["succeeded", "failed", "timed_out", "cancelled", "interrupted", "lost_lease", "never_started"],
};
const who = { execution, attempt: count, action: text, requestedBy: text };
const held = exactly({ ...who, phase, since: { type: "number" }, ending: yesNo }, ["action", "requestedBy"]);
const ended = {
  ...who,
  outcome,
  error: { type: "string" },
  durationMs: { type: "number" },
  endedAt: { type: "number" },
};
const sometimes = ["action", "requestedBy", "error"];

export const decodeReply = validator<LocalReply>({
  type: "object",
  required: ["type"],
  oneOf: [
    exactly({
      ...{ type: { const: "status" }, pid: count, version: text, runsAs: text, connected: yesNo, draining: yesNo },
      ...{ active: count, unconfirmed: count },
    }),
    exactly({
      type: { const: "tasks" },
      held: { type: "array", items: held },
      finished: { type: "array", items: exactly(ended, sometimes) },
    }),
    exactly({ type: { const: "ending" }, execution, attempt: count, graceMs: count }),
    exactly({ type: { const: "output" }, text: { type: "string" } }),
    exactly({ type: { const: "ended" }, connected: yesNo, ...ended }, sometimes),
    exactly({ type: { const: "refused" }, problem: text }),
  ],
});
