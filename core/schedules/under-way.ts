import type { Reader } from "../store/rows.ts";
import { runTable } from "../store/tables/run-table.ts";
import type { TaskRow } from "../store/tables/task-table.ts";

/** Runs of a task that its overlap rule looks at. */
export interface UnderWay {
  readonly openRuns: number;
  /** Runs of which nobody knows how they ended. */
  readonly unknownRuns: number;
}

/**
 * What is under way of those of the tasks that skip a due time because of it; the other rules ask for themselves. A chain
 * counts as one run: between two of its steps it is under way as well. A task that is not in the answer has nothing.
 */
export async function readUnderWay(reader: Reader, tasks: readonly TaskRow[]): Promise<ReadonlyMap<string, UnderWay>> {
  const skipping = tasks.filter(({ policy }) => (policy.overlap ?? "skip") === "skip");
  const found = new Map<string, UnderWay>();
  const note = (taskId: string, state: string) => {
    const { openRuns, unknownRuns } = found.get(taskId) ?? { openRuns: 0, unknownRuns: 0 };
    const unknown = state === "unknown" ? 1 : 0;
    found.set(taskId, { openRuns: openRuns + 1 - unknown, unknownRuns: unknownRuns + unknown });
  };
  for (const { task_id, state } of await openRuns(reader, skipping)) note(task_id, state);
  const chains = skipping.filter((task) => task.then_steps.length > 0);
  if (chains.length === 0) return found;
  const between = await reader.select(runTable, { where: { task_id: { in: idsOf(chains) }, follow: "step" } });
  for (const { task_id } of between) note(task_id, "running");
  return found;
}

async function openRuns(reader: Reader, tasks: readonly TaskRow[]) {
  if (tasks.length === 0) return [];
  return await reader.select(runTable, {
    where: { task_id: { in: idsOf(tasks) }, state: { in: ["running", "unknown"] } },
  });
}

const idsOf = (tasks: readonly TaskRow[]) => tasks.map(({ id }) => id);
