import type { Notify } from "../../core/model/policy.ts";
import type { Risk } from "../../core/model/risk.ts";
import type { RunState } from "../../core/model/states.ts";

export interface RunOutcome {
  readonly trigger: string;
  readonly risk: Risk;
  readonly state: RunState;
  /** An answer asks for attention although the action worked. */
  readonly attention: boolean;
  /** The first run of its task. */
  readonly first: boolean;
  readonly notify: readonly Notify[];
}

/**
 * Whether a run that has no card yet is posted now. What was asked for by a person always is; a schedule that only looks
 * stays silent while all is well, but shows its first run and whatever needs a person. Pure.
 */
export function shouldPost(run: RunOutcome): boolean {
  if (run.trigger !== "schedule") return true;
  const ended = run.state !== "running";
  const bad = ["failed", "unknown", "missed"].includes(run.state);
  if (run.notify.length > 0) return ended && run.notify.some((notify) => wants(notify.on, run, bad));
  if (run.risk !== "read" || run.first) return true;
  return ended && (bad || run.attention);
}

function wants(on: Notify["on"], run: RunOutcome, bad: boolean): boolean {
  if (on === "always") return true;
  if (on === "success") return run.state === "succeeded";
  if (on === "threshold") return run.attention || bad;
  return bad;
}
