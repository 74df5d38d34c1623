import type { ActionResponse } from "../../core/model/action-response.ts";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import type { OfferMessage } from "../../core/protocol/messages.ts";
import type { RunSink } from "../engine/ports.ts";
import type { CachedPlugin } from "../plugins/plugin-source.ts";
import type { AttemptLimits } from "../policy/attempt-limits.ts";
import type { AttemptOutput } from "./attempt-output.ts";
import type { StopControl } from "./stop-control.ts";

/** Everything about one attempt that its process needs. */
export interface AttemptWork {
  readonly offer: OfferMessage;
  readonly plugin: CachedPlugin;
  readonly action: ActionManifest;
  readonly cwd: string;
  readonly output: AttemptOutput;
  readonly sink: RunSink;
  readonly stop: StopControl;
  readonly limits: AttemptLimits;
  /** Watches the process and what it starts, until what it returns is called. */
  readonly watch: (pid: number | undefined) => () => void;
}

/** How the work ended, before it is known who asked it to stop. */
export interface WorkEnd {
  readonly outcome: "succeeded" | "failed";
  readonly response?: ActionResponse;
  readonly error?: string;
  readonly exitCode?: number;
  /** Processes that could not be killed. */
  readonly survivors: number;
}
