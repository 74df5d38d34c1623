import type { ExecutionDto } from "../../contract/execution.ts";
import type { RunDto } from "../../contract/run.ts";
import { isOpen, STATE_WORDS } from "./state-words.ts";

type Shown = Pick<ExecutionDto, "state" | "headline" | "agentName">;

/** The run in one line: the answer where there is one machine, otherwise how many ended how. */
export function runHeadline(
  run: Pick<RunDto, "action" | "state" | "executionCount">,
  executions: readonly Shown[],
): string {
  const [only] = executions;
  if (executions.length === 1 && only?.headline) return only.headline;
  const where = machinesText(run.executionCount, executions);
  const counts = countByState(executions);
  if (executions.length <= 1 || counts.length === 0) return `${run.action}${where}: ${STATE_WORDS[run.state].word}`;
  return `${run.action}${where}: ${counts.map(([word, count]) => `${count} ${word}`).join(", ")}`;
}

function machinesText(count: number, executions: readonly Shown[]): string {
  const [only] = executions;
  if (executions.length === 1 && only) return ` on ${only.agentName}`;
  return count === 0 ? "" : ` on ${count} machines`;
}

/** How many executions are in each state, those that still move last. */
export function countByState(
  executions: readonly Pick<ExecutionDto, "state">[],
): readonly (readonly [string, number])[] {
  const counts = new Map<ExecutionDto["state"], number>();
  for (const { state } of executions) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => Number(isOpen(a)) - Number(isOpen(b)))
    .map(([state, count]) => [STATE_WORDS[state].word, count]);
}
