import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { CoreEvents } from "../events/core-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Logger } from "../kernel/logger.ts";
import { Loop, type Service } from "../kernel/service.ts";
import { GRANTED_STATES } from "../model/approval.ts";
import { touchTopic } from "../outbox/touch-topic.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type ApprovalRow, approvalTable } from "../store/tables/approval-table.ts";
import { runTable } from "../store/tables/run-table.ts";
import { SYSTEM_ACTOR } from "../users/actor-of.ts";
import { closeApproval, factsOf } from "./close-approval.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventBus<CoreEvents>;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
  /** After this long without an answer everybody who could give one is reminded, once. */
  readonly remindAfterMs: number;
  /** Whom else to tell of a request from that conversation, and after how long without an answer. */
  readonly escalation: (conversationId: string | undefined) => Promise<{ readonly afterMs: number } | undefined>;
}

const EVERY_MS = 5_000;
const AT_ONCE = 100;
const OPEN_RUNS = ["running", "unknown"];

/** What happens to approvals by itself: the reminder, the end of their time, and how their run came out, each once. */
export class ApprovalRounds implements Service {
  readonly #deps: Deps;
  readonly #loop: Loop;

  constructor(deps: Deps) {
    const { clock, logger } = deps;
    this.#deps = deps;
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: EVERY_MS,
      clock,
      onError: (error) => logger.error({ error, loop: "approvals" }, "a loop failed"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async runOnce(): Promise<void> {
    const { clock, store } = this.#deps;
    const now = clock.now();
    for await (const row of this.#pending()) {
      if (row.expires_at <= now) await store.write((writer) => this.#expire(writer, row));
      else await this.#remind(row, now);
    }
    const where = { result: null, state: { in: [...GRANTED_STATES] } };
    const running = await store.select(approvalTable, { where, orderBy: [{ column: "seq" }], limit: AT_ONCE });
    for (const row of running) await store.write((writer) => this.#noteResult(writer, row));
  }

  /** All that wait, however many there are. */
  async *#pending(): AsyncGenerator<ApprovalRow> {
    for (let after = -1; ; ) {
      const where = { state: "pending", seq: { gt: after } } as const;
      const rows = await this.#deps.store.select(approvalTable, {
        where,
        orderBy: [{ column: "seq" }],
        limit: AT_ONCE,
      });
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) return;
      after = last.seq;
    }
  }

  /** Those who were asked, once; and once whoever else is to be told when they do not answer. */
  async #remind(row: ApprovalRow, now: number): Promise<void> {
    const { escalation, remindAfterMs, store } = this.#deps;
    if (row.reminded_at === null && row.created_at + remindAfterMs <= now) {
      await store.write((writer) => this.#note(writer, row, "reminded_at", now));
    }
    const wanted = row.escalated_at === null ? await escalation(row.conversation_id ?? undefined) : undefined;
    if (wanted && row.created_at + wanted.afterMs <= now) {
      await store.write((writer) => this.#note(writer, row, "escalated_at", now));
    }
  }

  async #expire(writer: Writer, row: ApprovalRow): Promise<void> {
    const taken = await writer.update(approvalTable, { id: row.id, state: "pending" }, { state: "expired" });
    if (taken === 0) return;
    const decision = { state: "expired", rule: "approval-time", note: "" } as const;
    await closeApproval(writer, this.#deps, SYSTEM_ACTOR, { ...row, result: "" }, decision);
  }

  async #note(writer: Writer, row: ApprovalRow, what: "reminded_at" | "escalated_at", now: number): Promise<void> {
    const where = { id: row.id, state: "pending", [what]: null };
    if ((await writer.update(approvalTable, where, { [what]: now })) === 0) return;
    const topic = { topic: `approval:${row.id}`, conversationId: row.conversation_id ?? "", now };
    await touchTopic(writer, this.#deps.events, topic);
  }

  /** The end of the story in the audit log, beside who asked and who said yes. */
  async #noteResult(writer: Writer, row: ApprovalRow): Promise<void> {
    const [run] = await writer.select(runTable, { where: { id: row.run_id ?? "" } });
    if (run && OPEN_RUNS.includes(run.state)) return;
    const result = run?.state ?? "deleted";
    if ((await writer.update(approvalTable, { id: row.id, result: null }, { result })) === 0) return;
    const detail = factsOf({ ...row, result });
    const fact = { action: "approval.result", object: row.id, decision: "allowed", rule: "approval-result" } as const;
    await this.#deps.audit.record(writer, SYSTEM_ACTOR, { ...fact, detail });
  }
}
