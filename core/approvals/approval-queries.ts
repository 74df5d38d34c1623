import { OctopusError } from "../kernel/errors.ts";
import type { Approval, ApprovalState } from "../model/approval.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { User } from "../model/user.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Reader } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import { userOf } from "../users/user-row.ts";
import { APPROVING_ROLES } from "./approval-directory.ts";
import { approvalOf } from "./approval-row.ts";
import { type ApprovalWork, decodeWork } from "./approval-work.ts";

const MOST_OPEN = 200;
const MOST_APPROVERS = 50;

/** An approval with what it would do. */
export interface ApprovalView {
  readonly approval: Approval;
  /** Undefined: it was kept by another version and cannot be read. */
  readonly work: ApprovalWork | undefined;
}

/** The read side of approvals. */
export class ApprovalQueries {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Throws `approval.not-found`. */
  async get(id: string): Promise<ApprovalView> {
    const [row] = await this.#reader.select(approvalTable, { where: { id } });
    if (row) return viewOf(row);
    throw new OctopusError("approval.not-found", `There is no approval ${id}.`, { id });
  }

  /** Newest first. */
  async list(
    { askerId, state }: { readonly state?: ApprovalState; readonly askerId?: string },
    page: PageRequest,
  ): Promise<Page<ApprovalView>> {
    const where = { ...(state !== undefined && { state }), ...(askerId !== undefined && { asker_id: askerId }) };
    return await pageBySeq(this.#reader, approvalTable, { where, page, map: viewOf });
  }

  /** All that can still be answered, oldest first. */
  async pending(now: number): Promise<readonly ApprovalView[]> {
    const where = { state: "pending", expires_at: { gt: now } };
    const rows = await this.#reader.select(approvalTable, {
      where,
      orderBy: [{ column: "expires_at" }],
      limit: MOST_OPEN,
    });
    return rows.map(viewOf);
  }

  /** Who may say yes to this person, by name. */
  async approversFor(askerId: string): Promise<readonly User[]> {
    const where = { state: "active", role: { in: [...APPROVING_ROLES] } };
    const order = { orderBy: [{ column: "name_key" }], limit: MOST_APPROVERS } as const;
    const rows = await this.#reader.select(userTable, { where, ...order });
    return rows.filter(({ id }) => id !== askerId).map(userOf);
  }
}

function viewOf(row: ApprovalRow): ApprovalView {
  const work = decodeWork(row.work);
  return { approval: approvalOf(row), work: work.ok ? work.value : undefined };
}
