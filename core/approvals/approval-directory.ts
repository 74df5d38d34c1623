import type { Protection } from "../model/approval.ts";
import type { Reader } from "../store/rows.ts";
import { protectionTable } from "../store/tables/approval-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import type { ApprovalRules } from "../tasks/approval-need.ts";
import { protectionOf } from "./approval-row.ts";

/** More protected places than this nobody could keep in mind, and each costs a look at whatever is asked for. */
export const MOST_PROTECTIONS = 100;
/** Roles that may say yes to others; `decideAccess` has the last word. */
export const APPROVING_ROLES = ["approver", "admin"] as const;

/**
 * Protected places, and who could say yes, in memory, to be asked whenever something is planned. Call `load` before
 * anything else, and now and then: another server may have changed them.
 */
export class ApprovalDirectory {
  readonly #reader: Reader;
  readonly #secondPerson: boolean;
  #protections: readonly Protection[] = [];
  #approverIds: readonly string[] = [];

  constructor(reader: Reader, options: { readonly secondPerson: boolean }) {
    this.#reader = reader;
    this.#secondPerson = options.secondPerson;
  }

  async load(): Promise<void> {
    const order = { orderBy: [{ column: "seq" }], limit: MOST_PROTECTIONS } as const;
    const rows = await this.#reader.select(protectionTable, order);
    const where = { state: "active", role: { in: [...APPROVING_ROLES] } };
    const approvers = await this.#reader.select(userTable, { where });
    this.#protections = rows.map(protectionOf);
    this.#approverIds = approvers.map(({ id }) => id);
  }

  current(): ApprovalRules {
    return { protections: this.#protections, secondPerson: this.#secondPerson, approverIds: this.#approverIds };
  }

  /** In the order in which they were set. */
  protections(): readonly Protection[] {
    return this.#protections;
  }

  /** For the service of this folder: what it has just committed. */
  put(protection: Protection): void {
    this.#protections = [...this.#protections.filter(({ id }) => id !== protection.id), protection];
  }

  remove(id: string): void {
    this.#protections = this.#protections.filter((protection) => protection.id !== id);
  }
}
