import type { ExecutionRow } from "../../core/store/tables/run-table.ts";
import type { Journal } from "./journal.ts";

/** What may be repeated has this time limit, in milliseconds; the rest is what limits are about here. */
const SAFE_TIMEOUT_MS = 120_000;

/** At no moment were more changes really at work than the limit allows, by what really ran. */
export function judgeLimit(
  executions: readonly ExecutionRow[],
  journal: Journal,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  const changes = new Set(executions.filter((one) => one.timeout_ms !== SAFE_TIMEOUT_MS).map((one) => one.id));
  const entries = journal.entries.filter((entry) => changes.has(entry.execution));
  return entries.flatMap(({ execution, startedAt }) => {
    const atOnce = entries.filter(
      (entry) => entry.startedAt <= startedAt && (entry.endedAt ?? Number.POSITIVE_INFINITY) > startedAt,
    );
    return atOnce.length > limit ? [`${atOnce.length} changes ran at once when ${execution} began`] : [];
  });
}
