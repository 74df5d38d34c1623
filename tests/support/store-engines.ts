import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { createMemoryStore } from "../../core/storage/memory/memory-store.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { Store } from "../../core/store/rows.ts";
import { startPostgres, type TestPostgres } from "./postgres.ts";

/** One kind of store, for tests that must hold for all of them. */
export interface StoreEngine {
  readonly name: string;
  start(): Promise<void>;
  /** An empty store; stopped and thrown away by `stop`, or before by closing it. */
  open(): Promise<Store>;
  stop(): Promise<void>;
}

const DEPS = { clock: systemClock, logger: silentLogger };

export function storeEngines(): readonly StoreEngine[] {
  return [memoryEngine(), sqliteEngine(), postgresEngine()];
}

function memoryEngine(): StoreEngine {
  return {
    name: "memory",
    start: async () => undefined,
    open: async () => createMemoryStore(),
    stop: async () => undefined,
  };
}

function sqliteEngine(): StoreEngine {
  const folder = mkdtempSync(join(tmpdir(), "octopus-store-"));
  const opened: Store[] = [];
  return {
    name: "SQLite",
    start: async () => undefined,
    async open() {
      const { store } = await openStore({ dataDir: join(folder, String(opened.length)) }, DEPS);
      opened.push(store);
      return store;
    },
    async stop() {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function postgresEngine(): StoreEngine {
  let server: TestPostgres | undefined;
  const opened: Store[] = [];
  const started = () => {
    if (!server) throw new Error("The engine was not started.");
    return server;
  };
  return {
    name: "PostgreSQL",
    async start() {
      server = await startPostgres();
      const template = await openStore({ databaseUrl: await server.createDatabase("octopus_template") }, DEPS);
      await template.close();
    },
    async open() {
      const databaseUrl = await started().createDatabase(`octopus_${opened.length}`, "octopus_template");
      const { store } = await openStore({ databaseUrl }, DEPS);
      opened.push(store);
      return store;
    },
    async stop() {
      for (const store of opened) await store.close();
      await server?.stop();
    },
  };
}
