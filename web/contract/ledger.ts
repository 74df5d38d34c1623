import { LEDGER_CAUSES } from "../../core/model/ledger.ts";
import { runStateSchema } from "./run.ts";
import { count, cursor, type Dto, flag, id, instant, limit, list, object, oneOf, page, text } from "./schema.ts";

/**
 * One expected run of a schedule, or several missed ones in a row (`dueCount` of them, from `dueSince` to `dueAt`).
 * `lateMs`: how long after its due time it was dealt with.
 */
export const ledgerEntrySchema = object(
  {
    runId: id,
    taskId: id,
    action: text(80),
    dueAt: instant,
    dueSince: instant,
    dueCount: count,
    lateMs: count,
    cause: oneOf(LEDGER_CAUSES),
    state: runStateSchema,
    reason: text(2000),
    finishedAt: instant,
  },
  ["dueSince", "reason", "finishedAt"],
);
export type LedgerEntryDto = Dto<typeof ledgerEntrySchema>;

export const ledgerPageSchema = page(ledgerEntrySchema);
export type LedgerPageDto = Dto<typeof ledgerPageSchema>;

export const ledgerQuerySchema = object(
  { task: id, from: instant, to: instant, cause: list(oneOf(LEDGER_CAUSES), 20), missed: flag, limit, cursor },
  ["task", "from", "to", "cause", "missed", "limit", "cursor"],
);
export type LedgerQueryDto = Dto<typeof ledgerQuerySchema>;
