import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { restoreBackup } from "../../core/storage/restore-backup.ts";
import { outboxTable } from "../../core/store/tables/conversation-table.ts";
import { anOutboxRow } from "../support/store-rows.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const deps = { clock: systemClock, logger: silentLogger };
const atNoon = { ...systemClock, now: () => 1_795_262_400_000 };

async function open(dataDir: string) {
  const opened = await openStore({ dataDir }, deps);
  onTestFinished(() => opened.close());
  const put = (topic: string) => opened.store.write((writer) => writer.insert(outboxTable, [anOutboxRow({ topic })]));
  const topics = async () => (await opened.store.select(outboxTable, {})).map(({ topic }) => topic);
  return { ...opened, put, topics };
}

/** A folder with "before" in its backup and "after" written since. */
async function setup() {
  const folder = temporaryFolder();
  const [dataDir, backup] = [join(folder, "data"), join(folder, "backup.db")];
  const server = await open(dataDir);
  await server.put("before");
  await server.backup(backup);
  await server.put("later");
  return { folder, dataDir, backup, server };
}

describe("restoring a backup", () => {
  it("brings back what was there then, under the same identity, and keeps what was there since", async () => {
    const { dataDir, backup, server } = await setup();
    await server.close();
    const kept = await restoreBackup(backup, dataDir, atNoon);
    expect(kept).toBe(join(dataDir, "octopus.db.replaced-1795262400000"));
    const restored = await open(dataDir);
    expect(await restored.topics()).toEqual(["before"]);
    expect(restored.serverId).toBe(server.serverId);
    await restored.put("new");
    await restored.close();
    await restoreBackup(kept ?? "", dataDir, systemClock);
    expect(await (await open(dataDir)).topics()).toEqual(["before", "later"]);
  });

  it("gives no number of a task, run or execution again that was given since, whether or not the old database can say", async () => {
    const { folder, dataDir, backup, server } = await setup();
    const next = (from: typeof server, name: string) => from.store.write((writer) => writer.next(name));
    const [first, seen] = [await next(server, "execution"), await next(server, "audit")];
    await server.backup(join(folder, "second.db"));
    const since = await next(server, "execution");
    await server.close();
    await restoreBackup(join(folder, "second.db"), dataDir, atNoon);
    const restored = await open(dataDir);
    expect(await next(restored, "execution")).toBe(since + 1);
    expect(await next(restored, "audit")).toBe(seen + 1);
    await restored.close();
    writeFileSync(join(dataDir, "octopus.db"), "not a database".repeat(500));
    await restoreBackup(join(folder, "second.db"), dataDir, systemClock);
    expect(await next(await open(dataDir), "execution")).toBeGreaterThan(first + 1_000);
    expect(existsSync(backup)).toBe(true);
  });

  it("works into a new folder, as on a new machine", async () => {
    const { folder, backup } = await setup();
    const dataDir = join(folder, "elsewhere");
    expect(await restoreBackup(backup, dataDir, systemClock)).toBeUndefined();
    expect(await (await open(dataDir)).topics()).toEqual(["before"]);
  });

  it("is not misled by the log of a database that is gone", async () => {
    const { folder, backup } = await setup();
    const dataDir = join(folder, "elsewhere");
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "octopus.db-wal"), "left over");
    await restoreBackup(backup, dataDir, systemClock);
    expect(await (await open(dataDir)).topics()).toEqual(["before"]);
  });

  it("refuses while a server uses the folder", async () => {
    const { dataDir, backup, server } = await setup();
    await expect(restoreBackup(backup, dataDir, systemClock)).rejects.toMatchObject({ code: "storage.locked" });
    expect(await server.topics()).toEqual(["before", "later"]);
  });

  it.each([
    ["text", (file: string) => writeFileSync(file, "not a database".repeat(500))],
    ["half a backup", (file: string, backup: string) => writeFileSync(file, readFileSync(backup).subarray(0, 40_960))],
    ["an empty file", (file: string) => writeFileSync(file, "")],
  ])("refuses %s and changes nothing", async (_, make) => {
    const { folder, dataDir, backup, server } = await setup();
    await server.close();
    const bad = join(folder, "bad.db");
    make(bad, backup);
    await expect(restoreBackup(bad, dataDir, systemClock)).rejects.toMatchObject({ code: "storage.corrupt" });
    expect(existsSync(join(dataDir, "octopus.db.incoming"))).toBe(false);
    expect(await (await open(dataDir)).topics()).toEqual(["before", "later"]);
  });

  it("refuses a file that is not there, by its name", async () => {
    const { folder, dataDir } = await setup();
    await expect(restoreBackup(join(folder, "none.db"), dataDir, systemClock)).rejects.toMatchObject({
      message: expect.stringContaining("none.db"),
    });
  });
});
