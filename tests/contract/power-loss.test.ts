import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { sqliteReaderSource } from "../../core/storage/sql/sqlite-engine.ts";
import { outboxTable } from "../../core/store/tables/conversation-table.ts";
import { temporaryFolder as lastingFolder, projectRoot } from "../support/octopus-process.ts";
import { losePower } from "../support/power-loss.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FAILURES = process.env["OCTOPUS_TEST_TIER"] === "nightly" ? 200 : 5;
const CONTROLS = 12;
const hasCompiler = process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0;

/** Writes to the end of a pipe until it has said so many lines, then its power fails. */
async function untilPowerFails(
  args: readonly string[],
  lineCount: number,
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > lineCount) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.once("close", resolve));
  return said.split("\n").slice(0, -1);
}

/** One record as the library writes it. */
function record(
  kind: number,
  path: string,
  change: { offset?: number; size?: number; old?: string; data?: string },
): Buffer {
  const { offset = 0, size = 0, old = "", data = "" } = change;
  const head = Buffer.alloc(32);
  for (const [index, value] of [kind, path.length, old.length, data.length].entries()) {
    head.writeUInt32LE(value, index * 4);
  }
  head.writeBigInt64LE(BigInt(offset), 16);
  head.writeBigInt64LE(BigInt(size), 24);
  return Buffer.concat([head, Buffer.from(path + old + data)]);
}

describe("the disk after the power came back", () => {
  it("holds what was flushed, and of the rest what chance let through", () => {
    const folder = temporaryFolder();
    const [file, log] = [join(folder, "a.db"), join(folder, "log")];
    const lines = [
      record(1, file, { data: "flushed" }),
      record(2, file, {}),
      record(1, file, { offset: 0, size: 7, old: "flu", data: "XXX" }),
      record(1, file, { offset: 7, size: 7, data: "more" }),
      record(3, file, { offset: 4, size: 11, old: "hedmore" }),
    ];
    const written = (survives: () => boolean) => {
      writeFileSync(file, "XXXs");
      writeFileSync(log, Buffer.concat([...lines, Buffer.from("torn")]));
      losePower(log, survives);
      return readFileSync(file, "utf8");
    };
    expect(written(() => false)).toBe("flushed");
    expect(written(() => true)).toBe("XXXs");
    let count = 0;
    expect(written(() => count++ === 1)).toBe("flushedmore");
  });
});

const UNDER_POWER = "the power fails while the store commits";

// The writes of a process can only be seen from below it, by a small library that is compiled here. Where there is no C
// compiler nothing is claimed about power, and docs/reliability.md says that it is not proved.
if (hasCompiler)
  describe(UNDER_POWER, () => {
    const bench = lastingFolder("power");
    const library = join(bench.path, "power.so");
    afterAll(() => bench.remove());
    beforeAll(async () => {
      const how = ["-O1", "-shared", "-fPIC", "-o", library];
      execFileSync("cc", [...how, join(projectRoot, "tests/support/power-loss.c"), "-ldl"]);
      symlinkSync(join(projectRoot, "node_modules"), join(bench.path, "node_modules"));
      await build({
        entryPoints: [join(projectRoot, "tests/support/store-crash-child.ts")],
        outfile: join(bench.path, "store-crash-child.mjs"),
        bundle: true,
        platform: "node",
        format: "esm",
        packages: "external",
      });
    });
    const under = (log: string, watched: string) => ({
      LD_PRELOAD: library,
      POWER_LOG: log,
      POWER_FOLDER: watched,
    });

    it(`F02, P2: ${FAILURES} times: every acknowledged row is there, and the database is whole`, {
      timeout: 60_000 + FAILURES * 60_000,
    }, async () => {
      const dataDir = join(temporaryFolder(), "data");
      const log = join(bench.path, "store.log");
      const acknowledged: string[] = [];
      for (let failure = 0; failure < FAILURES; failure += 1) {
        const args = [join(bench.path, "store-crash-child.mjs"), dataDir];
        acknowledged.push(...(await untilPowerFails(args, 20 + (failure % 7) * 23, under(log, dataDir))));
        losePower(log, () => Math.random() < 0.5);
        rmSync(log);
        const { store, close } = await openStore({ dataDir }, { clock: systemClock, logger: silentLogger });
        const present = new Set((await store.select(outboxTable, {})).map(({ topic }) => topic));
        expect(acknowledged.filter((number) => !present.has(`run:R-${number}`))).toEqual([]);
        await close();
      }
      expect(acknowledged.length).toBeGreaterThan(FAILURES * 20);
    });

    /** How many acknowledged rows are gone afterwards. */
    async function lost(synchronous: string): Promise<number> {
      const watched = temporaryFolder();
      const [file, log] = [join(watched, "control.db"), join(bench.path, `${synchronous}.log`)];
      const said = await untilPowerFails(
        [join(projectRoot, "tests/support/power-control-child.mjs"), file, synchronous],
        60,
        under(log, watched),
      );
      losePower(log, () => Math.random() < 0.5);
      rmSync(log);
      const source = await sqliteReaderSource(file).initialize();
      expect(await source.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
      const rows: readonly { readonly number: number }[] = await source
        .query("SELECT number FROM said")
        // Then even the table is gone.
        .catch(() => []);
      await source.destroy();
      const present = new Set(rows.map(({ number }) => String(number)));
      return said.filter((number) => !present.has(number)).length;
    }

    it("would be seen: a database that flushes less loses rows, one that flushes each commit does not", {
      timeout: 600_000,
    }, async () => {
      let worst = 0;
      for (let control = 0; control < CONTROLS && worst === 0; control += 1) worst = await lost("NORMAL");
      expect(worst).toBeGreaterThan(0);
      expect(await lost("FULL")).toBe(0);
    });
  });
