import type { Notify } from "../../core/model/policy.ts";
import type { Risk } from "../../core/model/risk.ts";
import type { RunState } from "../../core/model/states.ts";
import { isBad } from "./failure-streak.ts";

export interface RunOutcome {
  readonly trigger: string;
  readonly risk: Risk;
  readonly state: RunState;
  /** An answer asks for attention although the action worked. */
  readonly attention: boolean;
  /** The first run of its task. */
  readonly first: boolean;
  /** It worked, and the one before did not. */
  readonly recovered: boolean;
  readonly notify: readonly Notify[];
}

/**
 * Whether a run that has no card yet is posted now. What was asked for by a person always is; a schedule that only looks
 * stays silent while all is well, but shows its first run and whatever needs a person. Pure.
 */
export function shouldPost(run: RunOutcome): boolean {
  if (run.trigger !== "schedule") return true;
  const ended = run.state !== "running";
  if (run.notify.length > 0) return ended && run.notify.some((notify) => wantsNotice(notify.on, run));
  if (run.risk !== "read" || run.first) return true;
  return ended && (isBad(run.state) || run.attention);
}

/** Whether somebody who asked to be told on this is told of a run that has ended. Who hears of failures hears once of their end. */
export function wantsNotice(
  on: Notify["on"],
  run: Pick<RunOutcome, "state" | "attention" | "recovered"> & { readonly failed?: boolean },
): boolean {
  const bad = run.failed ?? isBad(run.state);
  switch (on) {
    case "always":
      return true;
    case "success":
      return run.state === "succeeded" && !bad;
    case "threshold":
      return run.attention || bad;
    case "recovery":
      return run.recovered;
    default:
      return bad || run.recovered;
  }
}
