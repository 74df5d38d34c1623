import { join } from "node:path";
import { DataSource } from "typeorm";
import { expect, it, onTestFinished } from "vitest";
import type { Clock } from "../../core/kernel/clock.ts";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { migrate } from "../../core/storage/sql/migrate.ts";
import { SqlStore } from "../../core/storage/sql/sql-store.ts";
import { sqliteEngine, sqliteReaderSource, sqliteWriterSource } from "../../core/storage/sql/sqlite-engine.ts";
import { conversationTable, outboxTable } from "../../core/store/tables/conversation-table.ts";
import { aConversationRow, anOutboxRow } from "../support/store-rows.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function setup(clock: Clock = systemClock) {
  const file = join(temporaryFolder(), "octopus.db");
  const writer = await sqliteWriterSource(file).initialize();
  await migrate(writer);
  const reader = await sqliteReaderSource(file).initialize();
  const store = new SqlStore(sqliteEngine(writer, reader), { clock, logger: silentLogger });
  onTestFinished(() => store.close());
  const put = (topic: string) => store.write((unit) => unit.insert(outboxTable, [anOutboxRow({ topic })]));
  const topics = async () => (await store.select(outboxTable, {})).map(({ topic }) => topic);
  return { file, writer, store, put, topics };
}

/** A clock on which nothing happens until the test says so. */
function steppedClock() {
  const waiting: { readonly delayMs: number; readonly act: () => void }[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(delayMs, act) {
      waiting.push({ delayMs, act });
      return () => undefined;
    },
  };
  const step = () => {
    const next = waiting.shift();
    now += next?.delayMs ?? 0;
    next?.act();
  };
  return { clock, waiting, step };
}

async function lockedBy(file: string): Promise<DataSource> {
  const other = await new DataSource({ type: "better-sqlite3", database: file }).initialize();
  onTestFinished(() => other.destroy());
  await other.query("BEGIN IMMEDIATE");
  return other;
}

it("F16, P15: waits outside SQLite while another program writes, ever longer, then goes on", async () => {
  const { clock, waiting, step } = steppedClock();
  const { file, put, topics } = await setup(clock);
  const other = await lockedBy(file);
  const written = put("late");
  const waits: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    await expect.poll(() => waiting.length).toBe(1);
    waits.push(waiting[0]?.delayMs ?? 0);
    if (turn === 7) await other.query("COMMIT");
    step();
  }
  await written;
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 100, 100]);
  expect(await topics()).toEqual(["late"]);
});

it("F16, P15: reads while another program writes", async () => {
  const { file, put, topics } = await setup();
  await put("before");
  await lockedBy(file);
  expect(await topics()).toEqual(["before"]);
});

it("F16, P15: gives up after some seconds, says that it may work later, and then does work", async () => {
  const { clock, waiting, step } = steppedClock();
  const { file, put, topics } = await setup(clock);
  const other = await lockedBy(file);
  const outcome = Promise.allSettled([put("a"), put("b")]);
  const pump = setInterval(() => waiting.length > 0 && step(), 0);
  const settled = await outcome;
  expect(settled).toMatchObject([
    { status: "rejected", reason: { code: "storage.unavailable", retryable: true } },
    { status: "rejected", reason: { code: "storage.unavailable" } },
  ]);
  await other.query("COMMIT");
  await put("c");
  clearInterval(pump);
  expect(await topics()).toEqual(["c"]);
});

it("F15, P15: says that the disk is full, keeps what it acknowledged, and works again without a restart", async () => {
  const { writer, store, put, topics } = await setup();
  const [size] = (await writer.query("PRAGMA page_count")) as { readonly page_count: number }[];
  await writer.query(`PRAGMA max_page_count = ${(size?.page_count ?? 0) + 8}`);
  const large = (id: string) =>
    store.write((unit) => unit.insert(conversationTable, [aConversationRow({ id, title: "x".repeat(200_000) })]));
  const acknowledged: string[] = [];
  const small = (topic: string) => put(topic).then(() => acknowledged.push(topic));
  const outcomes = await Promise.allSettled([small("a"), large("c1"), small("b"), large("c2"), small("c")]);
  expect(outcomes[1]).toMatchObject({ status: "rejected", reason: { code: "storage.full" } });
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "storage.full" });
  }
  expect(await topics()).toEqual(acknowledged.toSorted());
  await writer.query("PRAGMA max_page_count = 1000000");
  await Promise.all([large("c3"), put("later")]);
  expect(await store.count(conversationTable, {})).toBe(1);
});
