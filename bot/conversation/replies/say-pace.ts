import { describeMs } from "../../../core/kernel/duration.ts";
import type { Execution } from "../../../core/model/run.ts";
import { isFinal } from "../../../core/model/states.ts";
import type { RunView } from "./run-view.ts";

/** What takes less has ended before anybody has read how long it usually takes. */
const WORTH_SAYING_MS = 1_000;

/** "12 s" while it runs, where runs like this take long enough to wait for. Pure. */
export function sayUsual({ run, usual }: RunView): string | undefined {
  return run.state !== "running" || !usual || usual.medianMs < WORTH_SAYING_MS ? undefined : describeMs(usual.medianMs);
}

/**
 * "Slower than usual: 3 min, usually 12 s." when it has ended well; while it runs, without the time so far, which the
 * card counts by itself. Undefined where it is not slow. Pure.
 */
export function saySlow({ executions, now, run, usual }: RunView): string | undefined {
  const from = startedAt(executions);
  if (!usual || from === undefined) return undefined;
  const ends = executions.flatMap((execution) => execution.finishedAt ?? []);
  const open = executions.some((execution) => !isFinal(execution.state));
  const tookMs = (open ? now : Math.max(from, ...ends)) - from;
  if (tookMs <= usual.slowFromMs || (!open && run.state !== "succeeded")) return undefined;
  const usually = `usually ${describeMs(usual.medianMs)}`;
  return open ? `Slower than usual (${usually}).` : `Slower than usual: ${describeMs(tookMs)}, ${usually}.`;
}

function startedAt(executions: readonly Execution[]): number | undefined {
  const starts = executions.flatMap((execution) => execution.startedAt ?? []);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}
