import type { TaskPreview } from "./task-request.ts";

/** All machines that it touches, with those of the steps that may follow, each once. Pure. */
export function touchedBy({ machines, steps }: Pick<TaskPreview, "machines" | "steps">): TaskPreview["machines"] {
  return [...new Set([machines, ...steps.flatMap((step) => (step.machines ? [step.machines] : []))].flat())];
}
