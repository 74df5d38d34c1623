import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { OpenedStore } from "../../core/storage/opened-store.ts";
import { assertPragmas } from "../../core/storage/sql/assert-pragmas.ts";
import { sqliteWriterSource } from "../../core/storage/sql/sqlite-engine.ts";
import type { Writer } from "../../core/store/rows.ts";
import { outboxTable } from "../../core/store/tables/conversation-table.ts";
import { metaTable } from "../../core/store/tables/meta-table.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { anOutboxRow } from "../support/store-rows.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const deps = { clock: systemClock, logger: silentLogger };

async function open(dataDir: string): Promise<OpenedStore> {
  const opened = await openStore({ dataDir }, deps);
  onTestFinished(() => opened.close());
  return opened;
}

async function change(file: string, ...statements: readonly string[]): Promise<void> {
  const source = await new DataSource({ type: "better-sqlite3", database: file }).initialize();
  for (const statement of statements) await source.query(statement);
  await source.destroy();
}

/** As a bad sector does: the file opens well, a page in its middle is nonsense. */
function scratch(file: string, at: number): void {
  const opened = openSync(file, "r+");
  writeSync(opened, Buffer.alloc(512, 0xff), 0, 512, at);
  closeSync(opened);
}

describe("opening a data folder", () => {
  it("lets nobody but its owner read the database, its log or a backup, also where an older server was laxer", async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, "octopus.db"), "", { mode: 0o644 });
    const { backup } = await open(dataDir);
    await backup(join(dataDir, "backup.db"));
    for (const file of ["octopus.db", "octopus.db-wal", "octopus.db-shm", "backup.db"]) {
      expect([file, statSync(join(dataDir, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it("creates the folder for its owner only, and keeps what is written from one start to the next", async () => {
    const dataDir = join(temporaryFolder(), "deep", "data");
    const first = await open(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await first.store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic: "kept" })]));
    await first.close();
    const second = await open(dataDir);
    expect(await second.store.select(outboxTable, {})).toEqual([anOutboxRow({ topic: "kept" })]);
    expect(second.serverId).toBe(first.serverId);
    expect(second.serverId).toMatch(/^srv_[0-9a-f]{20}$/);
    expect([first.cleanShutdown, second.cleanShutdown]).toEqual([true, true]);
  });

  it("refuses a second server on the same folder and names the first one's process", async () => {
    const dataDir = temporaryFolder();
    const first = await open(dataDir);
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({
      code: "storage.locked",
      message: expect.stringContaining(`process ${process.pid}`),
      details: { pid: process.pid },
    });
    await first.store.check();
    await first.close();
    expect((await open(dataDir)).serverId).toBe(first.serverId);
  });

  it("takes over a folder whose server died and left its pid behind", async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, "octopus.lock"), "");
    writeFileSync(join(dataDir, "octopus.pid"), "1\n");
    await open(dataDir);
    expect(readFileSync(join(dataDir, "octopus.pid"), "utf8")).toBe(`${process.pid}\n`);
  });

  it("gives the folder free again when it refuses to open it", async () => {
    const dataDir = temporaryFolder();
    await (await open(dataDir)).close();
    const file = join(dataDir, "octopus.db");
    await change(file, `INSERT INTO "migrations" ("timestamp", "name") VALUES (9, 'Later9')`);
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({ code: "storage.newer" });
    await change(file, `DELETE FROM "migrations" WHERE "name" = 'Later9'`);
    await open(dataDir);
  });

  it("F18, P16: refuses a database of a newer version, says which, and does not touch it", async () => {
    const dataDir = temporaryFolder();
    await (await open(dataDir)).close();
    const file = join(dataDir, "octopus.db");
    await change(
      file,
      `INSERT INTO "migrations" ("timestamp", "name") VALUES (9, 'Later9')`,
      "PRAGMA user_version = 7",
    );
    const before = readFileSync(file);
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({
      code: "storage.newer",
      message: expect.stringContaining("Later9"),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("says which folder cannot be written, and what to do", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "in the way");
    const dataDir = join(folder, "file", "data");
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({
      code: "storage.not-writable",
      message: expect.stringMatching(new RegExp(`${dataDir}.*OCTOPUS_DATA_DIR`)),
    });
  });

  it.each([
    ["journal_mode", "PRAGMA journal_mode = DELETE"],
    ["synchronous", "PRAGMA synchronous = NORMAL"],
    ["foreign_keys", "PRAGMA foreign_keys = OFF"],
  ])("refuses a connection that does not keep %s, on which durability stands", async (name, statement) => {
    const source = await sqliteWriterSource(join(temporaryFolder(), "octopus.db")).initialize();
    onTestFinished(() => source.destroy());
    await assertPragmas(source);
    await source.query(statement);
    await expect(assertPragmas(source)).rejects.toMatchObject({
      code: "storage.unavailable",
      details: { pragma: name },
    });
  });

  it("says so at once when another program keeps the database for itself", async () => {
    const dataDir = temporaryFolder();
    const other = await new DataSource({ type: "better-sqlite3", database: join(dataDir, "octopus.db") }).initialize();
    await other.query("BEGIN EXCLUSIVE");
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({ code: "storage.unavailable" });
    await other.query("COMMIT");
    await other.destroy();
    await open(dataDir);
  });

  it("F17, P15: checks the database after an unclean stop and refuses a damaged one", async () => {
    const dataDir = temporaryFolder();
    const first = await open(dataDir);
    const rows = Array.from({ length: 3000 }, (_, at) => anOutboxRow({ topic: `run:R-${at}` }));
    await first.store.write((writer) => writer.insert(outboxTable, rows));
    await first.close();
    const file = join(dataDir, "octopus.db");
    await change(file, `UPDATE "meta" SET "value" = 'no' WHERE "name" = 'clean_shutdown'`);
    const unclean = await open(dataDir);
    expect(unclean.cleanShutdown).toBe(false);
    await unclean.close();
    await change(file, `UPDATE "meta" SET "value" = 'no' WHERE "name" = 'clean_shutdown'`);
    scratch(file, statSync(file).size - 5 * 4096);
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({
      code: "storage.corrupt",
      message: expect.stringContaining("octopus restore"),
    });
  });

  it("refuses a file that is no database", async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, "octopus.db"), "x".repeat(8192));
    await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({ code: "storage.corrupt" });
  });

  it("copies everything that was committed while writing goes on, and replaces no file", async () => {
    const dataDir = temporaryFolder();
    const { store, backup } = await open(dataDir);
    const put = (at: number) => store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic: `t${at}` })]));
    for (let at = 0; at < 50; at += 1) await put(at);
    const copyDir = join(dataDir, "copy");
    mkdirSync(copyDir);
    const copying = backup(join(copyDir, "octopus.db"));
    for (let at = 50; at < 100; at += 1) await put(at);
    await copying;
    expect(existsSync(join(copyDir, "octopus.db.partial"))).toBe(false);
    await expect(backup(join(copyDir, "octopus.db"))).rejects.toMatchObject({ code: "request.conflict" });
    const copy = await open(copyDir);
    expect(await copy.store.count(outboxTable, {})).toBeGreaterThanOrEqual(50);
  });

  it("can be closed twice", async () => {
    const opened = await open(temporaryFolder());
    await Promise.all([opened.close(), opened.close()]);
    await opened.close();
  });
});

describe("opening a PostgreSQL database", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it("lets several servers start at once on an empty database, with one identity", async () => {
    const databaseUrl = await server.createDatabase("together");
    const opened = await Promise.all([1, 2, 3, 4].map(() => openStore({ databaseUrl }, deps)));
    expect(new Set(opened.map(({ serverId }) => serverId)).size).toBe(1);
    const counted = await Promise.all(
      opened.flatMap(({ store }) => [1, 2, 3, 4, 5].map(() => store.write((writer) => writer.next("run")))),
    );
    expect(counted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    await Promise.all(opened.map(({ close }) => close()));
  });

  it("never interleaves the units of several servers", async () => {
    const databaseUrl = await server.createDatabase("serial");
    const opened = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl }, deps)));
    const addOne = async (writer: Writer) => {
      const [before] = await writer.select(metaTable, { where: { name: "witness" } });
      await writer.update(metaTable, { name: "witness" }, { value: String(Number(before?.value) + 1) });
    };
    await opened[0]?.store.write((writer) => writer.insert(metaTable, [{ name: "witness", value: "0" }]));
    const turns = Array.from({ length: 30 }, (_, at) => opened[at % 3]?.store.write(addOne));
    await Promise.all(turns);
    expect(await opened[1]?.store.select(metaTable, { where: { name: "witness" } })).toMatchObject([{ value: "30" }]);
    await Promise.all(opened.map(({ close }) => close()));
  });

  it("F18, P16: refuses a database of a newer version", async () => {
    const databaseUrl = await server.createDatabase("newer");
    await (await openStore({ databaseUrl }, deps)).close();
    const source = await new DataSource({ type: "postgres", url: databaseUrl }).initialize();
    await source.query(`INSERT INTO "migrations" ("timestamp", "name") VALUES (9, 'Later9')`);
    await source.destroy();
    await expect(openStore({ databaseUrl }, deps)).rejects.toMatchObject({ code: "storage.newer" });
  });

  it("says where it looked, without the password, when there is no database", async () => {
    const databaseUrl = "postgres://octopus:secret@127.0.0.1:1/octopus";
    const refused = await openStore({ databaseUrl }, deps).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "storage.unavailable",
      message: expect.stringContaining("127.0.0.1:1/octopus"),
    });
    expect(String(refused)).not.toContain("secret");
  });

  it.each(["nonsense", "mysql://host/db", ""])("refuses %j as an address", async (databaseUrl) => {
    await expect(openStore({ databaseUrl }, deps)).rejects.toMatchObject({ code: "config.invalid" });
  });

  it("survives the loss of all its connections: nothing acknowledged is lost, the next unit works", async () => {
    const databaseUrl = await server.createDatabase("severed");
    const { store, close } = await openStore({ databaseUrl }, deps);
    const put = (topic: string) => store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic })]));
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const topics = Array.from({ length: 30 }, (_, at) => `r${round}-${at}`);
      const written = topics.map((topic) => put(topic).then(() => acknowledged.push(topic)));
      const [outcomes] = await Promise.all([Promise.allSettled(written), server.killConnections()]);
      for (const one of outcomes) {
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "storage.unavailable" });
      }
    }
    await expect
      .poll(() =>
        put("after").then(
          () => "works",
          () => "not yet",
        ),
      )
      .toBe("works");
    const present = new Set((await store.select(outboxTable, {})).map(({ topic }) => topic));
    expect(acknowledged.filter((topic) => !present.has(topic))).toEqual([]);
    await close();
  });
});
