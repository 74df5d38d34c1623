import type { Card } from "../../../core/model/card.ts";
import type { Task } from "../../../core/model/task.ts";

/** Says that the server has paused a schedule that failed again and again, and how it goes on. Pure. */
export function pauseCard(task: Task, title: string, lastRun: string): Card {
  const paused = task.state === "paused";
  return {
    tone: "attention",
    headline: paused ? `${title}: paused after failures in a row` : `${title}: was paused after failures in a row`,
    lines: paused
      ? [
          `${lastRun} was the latest of them. Nothing of ${task.id} (${task.name}) runs until somebody resumes it.`,
          `To go on, say "resume ${task.id}"; to try it once first, say "run ${task.id} now".`,
        ]
      : [`${task.id} (${task.name}) is ${task.state} now.`],
    buttons: paused
      ? [
          { label: "Why", say: `why ${lastRun}` },
          { label: "Run now", say: `run ${task.id} now` },
          { label: "Resume", say: `resume ${task.id}`, style: "primary" },
        ]
      : [],
    id: task.id,
    link: `/tasks/${task.id}`,
  };
}
