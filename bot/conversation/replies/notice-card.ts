import type { Card } from "../../../core/model/card.ts";
import type { Task } from "../../../core/model/task.ts";
import type { Streak } from "../failure-streak.ts";

/** The result of a run for somebody who asked to be told of it, with what its task did before. Pure. */
export function noticeCard(result: Card, task: Pick<Task, "id" | "name">, streak: Streak): Card {
  const { assumed: _said, ...card } = result;
  return {
    ...card,
    lines: [...streakLines(streak), ...card.lines],
    facts: [...(card.facts ?? []), { name: "Told because of", value: `${task.id} (${task.name})` }],
  };
}

function streakLines({ before, failed, recovered }: Streak): readonly string[] {
  if (recovered) return [`Works again, after ${before} ${before === 1 ? "failure" : "failures in a row"}.`];
  return failed && before > 0 ? [`${ordinal(before + 1)} time in a row.`] : [];
}

function ordinal(count: number): string {
  const tens = count % 100;
  if (tens >= 11 && tens <= 13) return `${count}th`;
  return `${count}${["th", "st", "nd", "rd"][count % 10] ?? "th"}`;
}
