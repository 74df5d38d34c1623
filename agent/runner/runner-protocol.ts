import type { JsonObject } from "../../core/kernel/json.ts";
import { validator } from "../../core/kernel/validator.ts";

/** Agent to runner process, over the control channel (file descriptor 3), one JSON value per line. */
export interface RunCommand {
  readonly type: "run";
  /** Absolute path of the plugin's entry module. */
  readonly entry: string;
  /** Names the content, so that a module is loaded once per content. */
  readonly digest: string;
  readonly action: string;
  readonly params: JsonObject;
  readonly dryRun: boolean;
  /** The empty folder to work in. */
  readonly cwd: string;
  readonly execution: string;
  readonly attempt: number;
}

/** Agent to runner process while an attempt runs: I am here and still believe in it. */
export interface StayCommand {
  readonly type: "stay";
}
export const STAY_EVERY_MS = 3000;
/**
 * Without a word for this long the agent is stopped or hangs, and nobody renews the lease: the runner ends itself. The
 * server waits at least 20 s from the moment the agent fell silent until it starts another attempt.
 */
export const ALONE_MS = 15_000;

/** Runner process to agent. */
export type RunnerReport =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly percent: number; readonly text: string }
  | { readonly type: "done"; readonly response: unknown }
  | { readonly type: "failed"; readonly error: string };

export const CONTROL_FD = 3;
/** A response is at most 192 KB; JSON escapes may grow it. */
export const CONTROL_LINE_BYTES = 1024 * 1024;

export const decodeReport = validator<RunnerReport>({
  type: "object",
  required: ["type"],
  oneOf: [
    { properties: { type: { const: "ready" } } },
    {
      required: ["percent", "text"],
      properties: {
        type: { const: "progress" },
        percent: { type: "number", minimum: 0, maximum: 100 },
        text: { type: "string", maxLength: 200 },
      },
    },
    { required: ["response"], properties: { type: { const: "done" }, response: {} } },
    { required: ["error"], properties: { type: { const: "failed" }, error: { type: "string" } } },
  ],
});
