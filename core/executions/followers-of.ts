import type { RunRow } from "../store/tables/run-table.ts";

/** The conversation that is shown a run. Empty: none, but those whom its task names are told of its end. */
export function followersOf(run: Pick<RunRow, "conversation_id" | "policy" | "root_run_id">): string | null {
  const told = (run.policy.notify ?? []).length > 0 || run.root_run_id !== null;
  return run.conversation_id ?? (told ? "" : null);
}
