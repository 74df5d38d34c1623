import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { systemClock } from "../core/kernel/clock.ts";
import { silentLogger } from "../core/kernel/logger.ts";
import { openStore } from "../core/storage/open-store.ts";
import type { Store } from "../core/store/rows.ts";
import { type OutboxRow, outboxTable } from "../core/store/tables/conversation-table.ts";

/** One measured figure; higher is better. */
export interface StoreFigure {
  readonly name: string;
  readonly perSecond: number;
}

interface RawDatabase {
  pragma(text: string): unknown;
  exec(text: string): void;
  prepare(text: string): { run(...parameters: unknown[]): unknown };
  close(): void;
}

const GROUP = 256;
const row = (at: number): OutboxRow => ({
  topic: `run:R-${at}`,
  conversation_id: "cnv_1",
  revision: 1,
  delivered: 0,
  state: "due",
  tries: 0,
  next_at: at,
});

/**
 * Durable one-row units per second through the store, beside what SQLite itself does with the same rows, the same
 * durability and as many rows per commit. `units` of each, in a folder that is removed afterwards.
 */
export async function benchStore(units = 20_000): Promise<readonly StoreFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), "octopus-bench-"));
  try {
    const { store, close } = await openStore({ dataDir: folder }, { clock: systemClock, logger: silentLogger });
    const lone = Math.ceil(units / 10);
    const figures = [
      { name: "SQLite itself, a commit per row", perSecond: rawPerSecond(join(folder, "one.db"), lone, 1) },
      {
        name: `SQLite itself, ${GROUP} rows per commit`,
        perSecond: rawPerSecond(join(folder, "many.db"), units, GROUP),
      },
      { name: "store, one unit at a time", perSecond: await lonePerSecond(store, lone) },
      { name: "store, many units at once", perSecond: await groupedPerSecond(store, units) },
      { name: "store, reads by key", perSecond: await readsPerSecond(store, units) },
    ];
    await close();
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rawPerSecond(file: string, rows: number, perCommit: number): number {
  const Database = createRequire(import.meta.url)("better-sqlite3") as new (file: string) => RawDatabase;
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const names = Object.keys(outboxTable.columns);
  database.exec(`CREATE TABLE outbox (topic text PRIMARY KEY, ${names.slice(1).join(", ")})`);
  const insert = database.prepare(`INSERT INTO outbox (${names.join()}) VALUES (${names.map(() => "?").join()})`);
  const startedAt = performance.now();
  for (let from = 0; from < rows; from += perCommit) {
    database.exec("BEGIN IMMEDIATE");
    for (let at = from; at < Math.min(rows, from + perCommit); at += 1) insert.run(...Object.values(row(at)));
    database.exec("COMMIT");
  }
  const perSecond = rate(rows, startedAt);
  database.close();
  return perSecond;
}

async function lonePerSecond(store: Store, units: number): Promise<number> {
  const startedAt = performance.now();
  for (let at = 0; at < units; at += 1) await store.write((writer) => writer.insert(outboxTable, [row(-1 - at)]));
  return rate(units, startedAt);
}

async function groupedPerSecond(store: Store, units: number): Promise<number> {
  const startedAt = performance.now();
  const all = Array.from({ length: units }, (_, at) => store.write((writer) => writer.insert(outboxTable, [row(at)])));
  await Promise.all(all);
  return rate(units, startedAt);
}

async function readsPerSecond(store: Store, reads: number): Promise<number> {
  const startedAt = performance.now();
  for (let at = 0; at < reads; at += 1) await store.select(outboxTable, { where: { topic: `run:R-${at}` } });
  return rate(reads, startedAt);
}

function rate(count: number, startedAt: number): number {
  return Math.round((count * 1000) / (performance.now() - startedAt));
}
