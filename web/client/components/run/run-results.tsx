import type { ExecutionDto } from "../../../contract/execution.ts";
import { call } from "../../api/call.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { type MachineTable, mergeTables } from "../../model/merge-tables.ts";
import { isOpen } from "../../model/state-words.ts";
import { DataTable } from "../data-table.tsx";

/** Beyond this many machines the rows are on the page of each. */
const MOST_MACHINES = 60;

/** What the machines answered, as one table. */
export function RunResults({ executions }: { readonly executions: readonly ExecutionDto[] }) {
  const ended = executions.filter(({ state }) => !isOpen(state)).slice(0, MOST_MACHINES);
  const key = `tables ${ended.map(({ id, attempt }) => `${id}.${attempt}`).join(" ")}`;
  const tables = useResource(key, async () => mergeTables((await Promise.all(ended.map(tableOf))).flat()));
  if (!tables.data || tables.data.length === 0) return null;
  return (
    <section className="run-results">
      <header className="section-head">
        <h2>Results</h2>
      </header>
      {tables.data.map((table) => (
        <DataTable key={table.columns.join(" ")} table={table} />
      ))}
    </section>
  );
}

/** A machine whose answer may not be seen, or has no table, adds nothing. */
async function tableOf(execution: ExecutionDto): Promise<readonly MachineTable[]> {
  const results = await call("execution.results", { params: { id: execution.id } }).catch(() => undefined);
  const table = results?.response?.table;
  return table ? [{ machine: execution.agentName, table }] : [];
}
