import type { Clock } from "../kernel/clock.ts";
import type { AuditEntry } from "../model/audit-entry.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Actor } from "../model/user.ts";
import { pageBySeq } from "../store/page-by-seq.ts";
import type { Reader, Store, Where, Writer } from "../store/rows.ts";
import { type AuditRow, auditTable } from "../store/tables/audit-table.ts";
import { counterTable } from "../store/tables/meta-table.ts";
import { auditMac, CHAIN_START } from "./audit-mac.ts";
import type { AuditFact, AuditRecorder } from "./audit-recorder.ts";
import { auditDetail, auditEntryOf, auditText } from "./audit-row.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  /** Secret of the chain; lives outside the database. */
  readonly key: string;
}

export interface AuditFilter {
  readonly object?: string;
  readonly actorId?: string;
  readonly action?: string;
}

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  /** `seq`: the first row that is wrong or missing. */
  | { readonly ok: false; readonly seq: number; readonly problem: string };

const COUNTER = "audit";
const VERIFY_PAGE = 1000;

/**
 * Append only, and chained: each row carries a keyed digest of itself and of the row before. The row is written in the
 * unit of the change it tells of; if it cannot be written, the change does not happen.
 */
export class AuditLog implements AuditRecorder {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async record(writer: Writer, actor: Actor, fact: AuditFact): Promise<void> {
    const { clock, key } = this.#deps;
    const seq = await writer.next(COUNTER);
    const row = {
      seq,
      at: clock.now(),
      actor_id: actor.userId ?? null,
      actor_name: auditText(actor.name),
      via: auditText(actor.via),
      action: auditText(fact.action),
      object: auditText(fact.object),
      decision: fact.decision,
      rule: auditText(fact.rule),
      detail: auditDetail(fact.detail),
      prev: await headBefore(writer, seq),
    };
    await writer.insert(auditTable, [{ ...row, mac: auditMac(key, row) }]);
  }

  /**
   * For refusals: the unit that was refused is rolled back and cannot carry its own record. Never call this inside a
   * unit; it waits for one of its own.
   */
  async recordRefusal(actor: Actor, fact: Omit<AuditFact, "decision">): Promise<void> {
    await this.#deps.store.write((writer) => this.record(writer, actor, { ...fact, decision: "refused" }));
  }

  /** Newest first. */
  async list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> {
    const where: Where<AuditRow> = {
      ...(filter.object !== undefined && { object: filter.object }),
      ...(filter.actorId !== undefined && { actor_id: filter.actorId }),
      ...(filter.action !== undefined && { action: filter.action }),
    };
    return await pageBySeq(this.#deps.store, auditTable, { where, page, map: auditEntryOf });
  }

  /** Reads the whole chain and names the first row that was changed, moved, added or taken out. */
  async verify(): Promise<AuditVerdict> {
    const { store, key } = this.#deps;
    const [counter] = await store.select(counterTable, { where: { name: COUNTER } });
    const count = counter?.value ?? 0;
    let head = CHAIN_START;
    let seq = 0;
    for (;;) {
      const rows = await pageOf(store, seq);
      for (const row of rows) {
        const problem = problemOf(row, { seq: seq + 1, prev: head, key });
        if (problem !== undefined) return { ok: false, seq: seq + 1, problem };
        seq = row.seq;
        head = row.mac;
      }
      if (rows.length < VERIFY_PAGE) break;
    }
    if (seq < count) return { ok: false, seq: seq + 1, problem: `Row ${seq + 1} and all after it are missing.` };
    return { ok: true, rows: seq, head };
  }
}

async function headBefore(reader: Reader, seq: number): Promise<string> {
  if (seq === 1) return CHAIN_START;
  const [head] = await reader.select(auditTable, { where: { seq: seq - 1 } });
  // A head that somebody took away must not stop the work; `verify` names the gap.
  return head?.mac ?? "missing";
}

async function pageOf(reader: Reader, after: number): Promise<readonly AuditRow[]> {
  return await reader.select(auditTable, {
    where: { seq: { gt: after } },
    orderBy: [{ column: "seq" }],
    limit: VERIFY_PAGE,
  });
}

function problemOf(
  row: AuditRow,
  expected: { readonly seq: number; readonly prev: string; readonly key: string },
): string | undefined {
  if (row.seq !== expected.seq) return `Row ${expected.seq} is missing.`;
  if (row.prev !== expected.prev) return `Row ${row.seq} does not follow the row before it.`;
  if (row.mac !== auditMac(expected.key, row)) return `Row ${row.seq} was changed.`;
  return undefined;
}
