import { describeMs } from "../../../core/kernel/duration.ts";
import type { ExecutionDto } from "../../contract/execution.ts";
import type { RunDto } from "../../contract/run.ts";
import { isOpen } from "./state-words.ts";

type Pace = Pick<RunDto, "state" | "usualMs" | "slowFromMs">;
type Timed = Pick<ExecutionDto, "state" | "startedAt" | "finishedAt">;

/**
 * "slower than usual: 3 min so far, usually 12 s" while it runs or when it has ended well; undefined where it is not slow.
 * The card of the run says the same by the same rule. Pure.
 */
export function slowWords({ slowFromMs, state, usualMs }: Pace, executions: readonly Timed[], now: number) {
  const starts = executions.flatMap((execution) => execution.startedAt ?? []);
  if (slowFromMs === undefined || usualMs === undefined || starts.length === 0) return undefined;
  const open = executions.some((execution) => isOpen(execution.state));
  const ends = executions.flatMap((execution) => execution.finishedAt ?? []);
  const from = Math.min(...starts);
  const tookMs = (open ? now : Math.max(from, ...ends)) - from;
  if (tookMs <= slowFromMs || (!open && state !== "succeeded")) return undefined;
  return `slower than usual: ${describeMs(tookMs)}${open ? " so far" : ""}, usually ${describeMs(usualMs)}`;
}
