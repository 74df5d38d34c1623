import { canonicalJson } from "../kernel/json.ts";
import { GRANTED_STATES } from "../model/approval.ts";
import { sealRequest } from "../secrets/seal-request.ts";
import type { Store } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import type { ActionCatalog } from "../tasks/action-catalog.ts";
import { type ApprovalWork, decodeWork, encodeWork } from "./approval-work.ts";

const AT_ONCE = 500;

/**
 * Seals what the requests of an older version still keep open, so that a schedule that was approved then goes on by the
 * same yes: it is held against what the task, which is sealed, would do. Returns how many.
 */
export async function sealApprovals(store: Store, actions: ActionCatalog): Promise<number> {
  let sealed = 0;
  for (let after = 0; ; ) {
    const where = { state: { in: ["pending", ...GRANTED_STATES] }, seq: { gt: after } };
    const rows = await store.select(approvalTable, { where, orderBy: [{ column: "seq" }], limit: AT_ONCE });
    const open = rows.flatMap((row) => changeOf(row, actions));
    if (open.length > 0) {
      await store.write(async (writer) => {
        for (const { id, work } of open) await writer.update(approvalTable, { id }, { work });
      });
    }
    sealed += open.length;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return sealed;
    after = last.seq;
  }
}

function changeOf({ id, work: kept }: ApprovalRow, actions: ActionCatalog) {
  const work = decodeWork(kept);
  if (!work.ok) return [];
  const encoded = encodeWork(sealedWork(work.value, actions));
  return canonicalJson(encoded) === canonicalJson(kept) ? [] : [{ id, work: encoded }];
}

function sealedWork(work: ApprovalWork, actions: ActionCatalog): ApprovalWork {
  const request = sealRequest(actions, work.request);
  if (work.kind !== "update" || work.change.params === undefined) return { ...work, request };
  const params = actions.sealed?.(request.action, work.change.params) ?? work.change.params;
  return { ...work, request, change: { ...work.change, params } };
}
