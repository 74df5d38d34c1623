import type { ExecutionChange } from "../executions/move-execution.ts";
import type { Spare } from "../executions/replace-machine.ts";
import type { ExecutionRow, RunRow } from "../store/tables/run-table.ts";

/**
 * Where any of several machines would have done, and doing it twice does no harm, the next try goes to another one that
 * is ready; the machine that failed may have a later turn. `ready`: it could begin this at once, and nothing forbids it.
 * Undefined: it stays where it is. Pure.
 */
export function planElsewhere(
  execution: Pick<ExecutionRow, "agent_id" | "agent_name" | "idempotent">,
  { spares }: Pick<RunRow, "spares">,
  change: ExecutionChange,
  ready: (agentId: string) => boolean,
): { readonly change: ExecutionChange; readonly left: readonly Spare[] } | undefined {
  if (change.state !== "queued" || !execution.idempotent) return undefined;
  const by = spares?.find((spare) => ready(spare.id));
  if (!by || !spares) return undefined;
  const fields = { ...change.fields, agent_id: by.id, agent_name: by.name };
  const failed = { id: execution.agent_id, name: execution.agent_name };
  return { change: { ...change, fields }, left: [...spares.filter((spare) => spare !== by), failed] };
}
