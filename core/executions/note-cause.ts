import type { LedgerCause } from "../model/ledger.ts";
import type { Writer } from "../store/rows.ts";
import { executionTable, runTable } from "../store/tables/run-table.ts";

const STATE = { freeze: "skipped", expired: "expired" } as const satisfies Partial<Record<LedgerCause, string>>;

/**
 * Tells the ledger why an expected run came to nothing after all, in the unit that ended one of its executions: its
 * machines were frozen when their turn came, or none took it in time. Where anything of it ran, nothing changes.
 */
export async function noteCause(
  writer: Writer,
  runId: string,
  { cause, reason }: { readonly cause: keyof typeof STATE; readonly reason: string },
): Promise<void> {
  const [run] = await writer.select(runTable, { where: { id: runId } });
  if (run?.trigger !== "schedule" || run.finished_at === null) return;
  const alike = await writer.count(executionTable, { run_id: runId, state: STATE[cause] });
  if (alike === run.execution_count) await writer.update(runTable, { id: runId }, { cause, reason });
}
