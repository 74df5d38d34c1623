import { type ChildProcess, spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { conversationTable, outboxTable } from "../../core/store/tables/conversation-table.ts";
import { counterTable } from "../../core/store/tables/meta-table.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const deps = { clock: systemClock, logger: silentLogger };
const KILLS = 5;

async function bundledChild(folder: string): Promise<string> {
  const root = join(import.meta.dirname, "../..");
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const outfile = join(folder, "child.mjs");
  const entry = join(root, "tests/support/store-crash-child.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return outfile;
}

function started(file: string, dataDir: string): ChildProcess {
  const child = spawn(process.execPath, [file, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Everything the process said, killed as soon as it said that many lines. */
function linesUntilKilled(child: ChildProcess, lineCount: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split("\n").length > lineCount) child.kill("SIGKILL");
    });
    child.once("close", () => resolve(said.split("\n").slice(0, -1)));
  });
}

it(`F01, P2: loses nothing that it acknowledged when it is killed ${KILLS} times while it commits`, async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, "data");
  const file = await bundledChild(folder);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    acknowledged.push(...(await linesUntilKilled(started(file, dataDir), 40 + kill * 57)));
    const { store, cleanShutdown, close } = await openStore({ dataDir }, deps);
    expect(cleanShutdown).toBe(false);
    const present = new Set((await store.select(outboxTable, {})).map(({ topic }) => topic));
    expect(acknowledged.filter((number) => !present.has(`run:R-${number}`))).toEqual([]);
    // Each unit is there whole or not at all.
    expect(await store.count(conversationTable, {})).toBe(present.size);
    expect(await store.select(counterTable, {})).toEqual([{ name: "run", value: present.size }]);
    await close();
  }
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
});

it("refuses a folder that another process serves, and names that process", async () => {
  const folder = temporaryFolder();
  const dataDir = join(folder, "data");
  const child = started(await bundledChild(folder), dataDir);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  await expect(openStore({ dataDir }, deps)).rejects.toMatchObject({
    code: "storage.locked",
    details: { pid: child.pid },
  });
});
