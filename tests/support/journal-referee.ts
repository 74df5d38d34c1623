import type { ExecutionDto } from "../../web/contract/execution.ts";
import type { JournalLine } from "./journal-plugin.ts";

const OPEN = ["queued", "offered", "running", "cancelling"];

/**
 * What really happened, held against what the server says: the promises P4 to P8, as sentences about what is broken. Empty
 * is good. To be asked when everything should have come to rest.
 */
export function judgeJournal(lines: readonly JournalLine[], executions: readonly ExecutionDto[]): readonly string[] {
  return [
    ...judgeStarts(lines),
    ...judgeOverlap(lines),
    ...executions.flatMap((execution) => judgeExecution(execution, lines)),
  ];
}

function judgeStarts(lines: readonly JournalLine[]): readonly string[] {
  const starts = lines.filter((line) => line.what === "start").map((line) => `${line.execution}/${line.attempt}`);
  return starts.filter((start, index) => starts.indexOf(start) !== index).map((start) => `${start} started twice`);
}

/** After the first line of an attempt there is none of an earlier one. */
function judgeOverlap(lines: readonly JournalLine[]): readonly string[] {
  const newest = new Map<string, number>();
  return lines.flatMap(({ execution, attempt }) => {
    const known = newest.get(execution) ?? 0;
    newest.set(execution, Math.max(known, attempt));
    return attempt < known ? [`${execution}/${attempt} was still at work after ${execution}/${known} had begun`] : [];
  });
}

function judgeExecution(execution: ExecutionDto, lines: readonly JournalLine[]): readonly string[] {
  const { id, state, idempotent } = execution;
  const mine = lines.filter((line) => line.execution === id);
  const begun = new Set(mine.filter((line) => line.what === "start").map((line) => line.attempt));
  const found: string[] = [];
  if (OPEN.includes(state)) found.push(`${id} is still ${state}`);
  if (!idempotent && begun.size > 1) found.push(`${id} must not be repeated, and was begun ${begun.size} times`);
  if (state === "succeeded" && !mine.some((line) => line.what === "end"))
    found.push(`${id} did not end, yet succeeded`);
  if (["failed", "cancelled", "expired", "skipped"].includes(state) && !idempotent && begun.size > 0)
    found.push(`${id} began, and is said to be ${state}`);
  return found;
}
