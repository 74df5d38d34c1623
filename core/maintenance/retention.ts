import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import type { Store } from "../store/rows.ts";
import { agentEventTable, joinTokenTable } from "../store/tables/agent-table.ts";
import { unmatchedTable } from "../store/tables/alias-table.ts";
import { approvalTable } from "../store/tables/approval-table.ts";
import { deliveryKeyTable, deliveryTable, linkOfferTable } from "../store/tables/channel-table.ts";
import { inboxTable, pendingTable } from "../store/tables/conversation-table.ts";
import { runTable } from "../store/tables/run-table.ts";
import { sessionTable, tokenTable } from "../store/tables/user-table.ts";
import { planCutoffs, type RetentionRules } from "./plan-retention.ts";
import { removeOlder } from "./remove-older.ts";
import { removeRuns } from "./remove-runs.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: RetentionRules;
}

/** What one turn removed, by kind. */
export interface Removed {
  readonly runs: number;
  readonly inbox: number;
  /** Of chat services, with their keys. */
  readonly deliveries: number;
  readonly linkOffers: number;
  readonly pending: number;
  readonly approvals: number;
  readonly sessions: number;
  readonly tokens: number;
  readonly joinTokens: number;
  readonly unmatched: number;
  readonly history: number;
}

const EVERY_MS = 10 * 60_000;
/** Bounds one turn; what is left waits for the next. */
const MOST_AT_ONCE = 5_000;

/**
 * Keeps the store from growing without end. Small units, so that nothing waits behind it, and never a row that somebody
 * still waits for. Conversations and the audit log stay.
 */
export class Retention implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: EVERY_MS,
      clock: deps.clock,
      onError: (error) => deps.logger.warn({ error }, "retention failed"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async runOnce(): Promise<Removed> {
    const { clock, logger, rules, store } = this.#deps;
    const cutoffs = planCutoffs(clock.now(), rules);
    const most = MOST_AT_ONCE;
    await this.#expireQuestions(cutoffs.questions);
    const finishedBefore = { created_at: { lt: cutoffs.runs }, finished_at: { lt: cutoffs.runs } };
    const removed: Removed = {
      runs: (await removeRuns(store, finishedBefore, most)) + (await this.#removeExcessRuns()),
      inbox: await removeOlder(store, inboxTable, "received_at", { before: cutoffs.inbox, most }),
      deliveries: await this.#removeDeliveries(cutoffs.inbox),
      linkOffers: await removeOlder(store, linkOfferTable, "expires_at", { before: cutoffs.tokens, most }),
      pending: await removeOlder(store, pendingTable, "expires_at", { before: cutoffs.history, most }),
      approvals: await this.#removeApprovals(cutoffs.history),
      sessions: await removeOlder(store, sessionTable, "expires_at", { before: cutoffs.sessions, most }),
      tokens: await removeOlder(store, tokenTable, "expires_at", { before: cutoffs.tokens, most }),
      joinTokens: await removeOlder(store, joinTokenTable, "expires_at", { before: cutoffs.tokens, most }),
      unmatched: await removeOlder(store, unmatchedTable, "at", { before: cutoffs.history, most }),
      history: await removeOlder(store, agentEventTable, "at", { before: cutoffs.history, most }),
    };
    if (Object.values(removed).some((count) => count > 0)) logger.info({ ...removed }, "old rows removed");
    return removed;
  }

  /** Answers come late and still find their question; after a while it is closed for good. */
  async #expireQuestions(before: number): Promise<void> {
    const { store } = this.#deps;
    const where = { state: "open", expires_at: { lt: before } };
    if ((await store.count(pendingTable, where)) === 0) return;
    await store.write((writer) => writer.update(pendingTable, where, { state: "expired" }));
  }

  /** What still waits stays, whatever its age; the keys go with the same age as the memory of other messages. */
  async #removeDeliveries(before: number): Promise<number> {
    const { store } = this.#deps;
    const most = MOST_AT_ONCE;
    await removeOlder(store, deliveryKeyTable, "received_at", { before, most });
    return await removeOlder(store, deliveryTable, "received_at", { before, most, where: { state: "done" } });
  }

  /** What is over; the yes that a schedule fires by stays. */
  async #removeApprovals(before: number): Promise<number> {
    const { store } = this.#deps;
    const options = { before, most: MOST_AT_ONCE };
    const closed = { state: { in: ["refused", "withdrawn", "expired", "changed"] } };
    const ran = { run_id: { ne: null }, result: { ne: null } };
    const removed = await removeOlder(store, approvalTable, "expires_at", { ...options, where: closed });
    return removed + (await removeOlder(store, approvalTable, "expires_at", { ...options, where: ran }));
  }

  async #removeExcessRuns(): Promise<number> {
    const { rules, store } = this.#deps;
    const [newestTooMany] = await store.select(runTable, {
      orderBy: [{ column: "seq", descending: true }],
      offset: rules.keepRunCount,
      limit: 1,
    });
    if (!newestTooMany) return 0;
    return await removeRuns(store, { seq: { lte: newestTooMany.seq } }, MOST_AT_ONCE);
  }
}
