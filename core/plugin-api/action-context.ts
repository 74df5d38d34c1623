import type { JsonObject } from "../kernel/json.ts";

/** What an action is given. It gets nothing else: no environment beyond an allow-list, a fresh empty folder as cwd. */
export interface ActionContext {
  readonly action: string;
  /** Valid against the action's schema, defaults not filled in. */
  readonly params: JsonObject;
  /** Rather describe what would be done. Only set for actions that declare `dryRun`. */
  readonly dryRun: boolean;
  /** Aborted at the time limit or when somebody cancels; the process is killed 10 s later. */
  readonly signal: AbortSignal;
  /** A line of the live log. */
  log(line: string): void;
  /** 0 to 100, with an optional short text. */
  progress(percent: number, text?: string): void;
}
