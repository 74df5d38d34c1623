import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { Retention } from "../../../../core/maintenance/retention.ts";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import type { Table } from "../../../../core/store/rows.ts";
import { type ApprovalRow, approvalTable } from "../../../../core/store/tables/approval-table.ts";
import {
  type InboxRow,
  inboxTable,
  outboxTable,
  pendingTable,
} from "../../../../core/store/tables/conversation-table.ts";
import { attemptTable, executionTable, logChunkTable, runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { sessionTable, tokenTable } from "../../../../core/store/tables/user-table.ts";
import { FakeClock, NINE } from "../../../support/fake-clock.ts";
import { addRun } from "../../../support/run-history.ts";
import { anOutboxRow, aPendingRow, aTokenRow } from "../../../support/store-rows.ts";

const DAY = 86_400_000;
const RULES = { keepRunsMs: 90 * DAY, keepRunCount: 1000, keepInboxMs: 30 * DAY, keepHistoryMs: 365 * DAY };

function setup(rules: Partial<typeof RULES> = {}) {
  const store = createMemoryStore();
  const clock = new FakeClock();
  const retention = new Retention({ store, clock, logger: silentLogger, rules: { ...RULES, ...rules } });
  const counts = async () => {
    const tables: readonly Table<never>[] = [runTable, executionTable, attemptTable, logChunkTable, taskTable] as never;
    return await Promise.all(tables.map((table) => store.count(table, {})));
  };
  const runs = async () => (await store.select(runTable, { orderBy: [{ column: "seq" }] })).map((row) => row.id);
  return { store, clock, retention, counts, runs };
}

describe("retention of runs", () => {
  it("removes an old finished run with everything that hangs on it", async () => {
    const { store, retention, counts } = setup();
    await addRun(store, { seq: 1, createdAt: NINE - 91 * DAY, executions: 3 });
    await store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic: "run:R-1", state: "done" })]));
    expect(await counts()).toEqual([1, 3, 3, 6, 1]);
    expect(await retention.runOnce()).toMatchObject({ runs: 1 });
    expect(await counts()).toEqual([0, 0, 0, 0, 0]);
    expect(await store.count(outboxTable, {})).toBe(0);
  });

  it("keeps what is young enough to the millisecond", async () => {
    const { store, retention, runs } = setup();
    await addRun(store, { seq: 1, createdAt: NINE - 90 * DAY - 1 });
    await addRun(store, { seq: 2, createdAt: NINE - 90 * DAY });
    await retention.runOnce();
    expect(await runs()).toEqual(["R-2"]);
  });

  it.each(["running", "unknown"] as const)("never removes a run that is %s, however old", async (state) => {
    const { store, retention, runs } = setup({ keepRunCount: 0 });
    await addRun(store, { seq: 1, createdAt: 0, state });
    await addRun(store, { seq: 2, createdAt: 0 });
    await addRun(store, { seq: 3, createdAt: NINE });
    await retention.runOnce();
    expect(await runs()).toEqual(["R-1"]);
  });

  it("never removes an execution that somebody waits for, whatever its run says", async () => {
    const { store, retention, runs, counts } = setup();
    await addRun(store, { seq: 1, createdAt: 0, state: "failed", executionState: "unknown" });
    await retention.runOnce();
    expect(await runs()).toEqual(["R-1"]);
    expect((await counts())[1]).toBe(1);
  });

  it("keeps a run that was settled lately although it began long ago", async () => {
    const { store, retention, runs } = setup();
    await addRun(store, { seq: 1, createdAt: 0, finishedAt: NINE - DAY });
    await retention.runOnce();
    expect(await runs()).toEqual(["R-1"]);
  });

  it("keeps no more than it may, and lets the oldest go first", async () => {
    const { store, retention, runs } = setup({ keepRunCount: 3 });
    for (let seq = 1; seq <= 7; seq += 1) await addRun(store, { seq, createdAt: NINE - 10 + seq });
    expect(await retention.runOnce()).toMatchObject({ runs: 4 });
    expect(await runs()).toEqual(["R-5", "R-6", "R-7"]);
  });

  it("gets through more than one batch of runs and of executions", async () => {
    const { store, retention, counts } = setup();
    for (let seq = 1; seq <= 45; seq += 1) await addRun(store, { seq, createdAt: NINE - 100 * DAY, executions: 2 });
    expect(await retention.runOnce()).toMatchObject({ runs: 45 });
    expect(await counts()).toEqual([0, 0, 0, 0, 0]);
  });

  it("keeps the task of a schedule, and one that has younger runs", async () => {
    const { store, retention } = setup();
    await addRun(store, { seq: 1, createdAt: 0, taskId: "T-1", taskState: "active" });
    await addRun(store, { seq: 2, createdAt: 0, taskId: "T-2" });
    await addRun(store, { seq: 3, createdAt: NINE, taskId: "T-2" });
    await retention.runOnce();
    expect((await store.select(taskTable, {})).map((row) => row.id)).toEqual(["T-1", "T-2"]);
  });
});

describe("retention of the rest", () => {
  it("forgets old messages of the inbox, expired sessions, and tokens a month after their end", async () => {
    const { store, retention } = setup();
    const inbox = (key: string, received_at: number): InboxRow => ({
      source: "web",
      dedupe_key: key,
      conversation_id: "cnv_1",
      message_id: "msg_1",
      received_at,
    });
    const session = (digest: string, expires_at: number) => ({
      digest,
      expires_at,
      user_id: "usr_1",
      created_at: 0,
      last_seen_at: 0,
      user_agent: "",
    });
    await store.write(async (writer) => {
      await writer.insert(inboxTable, [inbox("old", NINE - 31 * DAY), inbox("young", NINE - 29 * DAY)]);
      await writer.insert(sessionTable, [session("over", NINE - 1), session("open", NINE)]);
      const tokens = [NINE - 31 * DAY, NINE - 29 * DAY, null].map((expires_at, index) =>
        aTokenRow({ id: `tok_${index}`, expires_at }),
      );
      await writer.insert(tokenTable, tokens);
    });
    expect(await retention.runOnce()).toMatchObject({ inbox: 1, sessions: 1, tokens: 1 });
    expect((await store.select(inboxTable, {})).map((row) => row.dedupe_key)).toEqual(["young"]);
    expect((await store.select(sessionTable, {})).map((row) => row.digest)).toEqual(["open"]);
    expect((await store.select(tokenTable, {})).map((row) => row.id)).toEqual(["tok_1", "tok_2"]);
  });

  it("works by itself every ten minutes until it is stopped", async () => {
    const { store, clock, retention, runs } = setup();
    await retention.start();
    await addRun(store, { seq: 1, createdAt: 0 });
    await clock.advance(10 * 60_000);
    expect(await runs()).toEqual([]);
    await retention.stop();
    await addRun(store, { seq: 2, createdAt: 0 });
    await clock.advance(60 * 60_000);
    expect(await runs()).toEqual(["R-2"]);
  });
});

describe("questions that nobody answered", () => {
  it("can still be found for a day after they expired, and are closed for good then", async () => {
    const { store, clock, retention } = setup();
    const rows = [
      aPendingRow({ id: "P-1", seq: 1, expires_at: NINE }),
      aPendingRow({ id: "P-2", seq: 2, state: "used", expires_at: NINE }),
    ];
    await store.write((writer) => writer.insert(pendingTable, rows));
    const states = async () =>
      (await store.select(pendingTable, { orderBy: [{ column: "seq" }] })).map((row) => row.state);
    await clock.advance(DAY);
    await retention.runOnce();
    expect(await states()).toEqual(["open", "used"]);
    await clock.advance(1);
    await retention.runOnce();
    expect(await states()).toEqual(["expired", "used"]);
  });
});

describe("retention of approvals", () => {
  it("removes what is over, and keeps what waits, runs, or lets a schedule fire", async () => {
    const { store, clock, retention } = setup();
    const old = clock.now() - 366 * DAY;
    const rows = [
      anApprovalRow({ id: "A-1", state: "refused", result: "", expires_at: old }),
      anApprovalRow({ id: "A-2", state: "approved", result: "succeeded", run_id: "R-1", expires_at: old }),
      anApprovalRow({ id: "A-3", state: "approved", result: "", task_id: "T-1", expires_at: old }),
      anApprovalRow({ id: "A-4", state: "approved", result: null, run_id: "R-2", expires_at: old }),
      anApprovalRow({ id: "A-5", state: "pending", result: null, expires_at: old }),
      anApprovalRow({ id: "A-6", state: "refused", result: "", expires_at: clock.now() }),
    ];
    await store.write((writer) => writer.insert(approvalTable, rows));
    expect(await retention.runOnce()).toMatchObject({ approvals: 2 });
    const left = await store.select(approvalTable, { orderBy: [{ column: "id" }] });
    expect(left.map(({ id }) => id)).toEqual(["A-3", "A-4", "A-5", "A-6"]);
  });
});

function anApprovalRow(overrides: Partial<ApprovalRow>): ApprovalRow {
  return {
    ...{ id: "A-1", seq: 1, state: "pending", asker_id: "usr_rita", asker_name: "rita", via: "web" },
    ...{ conversation_id: null, text: "", action: "service.restart", risk: "change", machines: [], work: {} },
    ...{ plan_hash: "", reasons: [], created_at: 0, expires_at: 0, reminded_at: null, decided_at: null },
    escalated_at: null,
    ...{ decided_by: null, decided_by_name: null, note: "", task_id: null, run_id: null, result: null },
    ...overrides,
  };
}
