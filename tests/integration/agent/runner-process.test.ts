import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonLines } from "../../../agent/runner/frames.ts";

const HARNESS = `
import { runRunnerProcess } from "${join(import.meta.dirname, "../../../agent/runner/runner-process.ts")}";
import { systemClock } from "${join(import.meta.dirname, "../../../core/kernel/clock.ts")}";
runRunnerProcess({
  environment: process.env, chdir: () => undefined, write: (line) => process.stdout.write(line), flush: async () => undefined,
  exit: (code) => process.exit(code), onTerminate: () => undefined,
  clock: systemClock, aloneMs: 300, endGroup: () => process.kill(0, "SIGKILL"),
});
`;
const PLUGIN = `
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const plugin = { actions: new Map(Object.entries({
  "t.sleep": async () => { await sleep(60000); },
  "t.quick": async () => ({ ok: true, headline: "quick", data: {} }),
})) };
`;

describe("a runner process", () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "octopus-runner-process-"));
    writeFileSync(join(folder, "harness.ts"), HARNESS);
    writeFileSync(join(folder, "plugin.mjs"), PLUGIN);
    await build({
      entryPoints: [join(folder, "harness.ts")],
      outfile: join(folder, "harness.cjs"),
      bundle: true,
      platform: "node",
      format: "cjs",
      nodePaths: [join(import.meta.dirname, "../../../node_modules")],
      logLevel: "silent",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start() {
    const stdio = ["ignore", "ignore", "inherit", "pipe"] as const;
    const child: ChildProcess = spawn(process.execPath, [join(folder, "harness.cjs")], {
      stdio: [...stdio],
      detached: true,
    });
    const control = child.stdio[3] as Duplex;
    const exited = new Promise<string | null>((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
    const say = (value: object) => control.write(`${JSON.stringify(value)}\n`);
    const run = (action: string) => {
      const command = { entry: join(folder, "plugin.mjs"), digest: "d", action, params: {}, dryRun: false, cwd: "/" };
      say({ type: "run", ...command, execution: "E-1", attempt: 1 });
    };
    const hears = (type: string) =>
      new Promise<void>((resolve) => {
        const take = jsonLines(1e6, (value) => (value as { type: string }).type === type && resolve());
        control.on("data", take);
      });
    return { control, exited, say, run, hears };
  }

  it("ends itself and its group when the agent falls silent while an action runs", async () => {
    const runner = start();
    runner.run("t.sleep");
    expect(await runner.exited).toBe("SIGKILL");
  });

  it("stays while the agent says so, and also when it has nothing to do", async () => {
    const runner = start();
    const done = runner.hears("done");
    runner.run("t.quick");
    await done;
    const idle = await Promise.race([runner.exited, new Promise((resolve) => setTimeout(resolve, 600, "alive"))]);
    expect(idle).toBe("alive");
    runner.run("t.sleep");
    for (let round = 0; round < 6; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      runner.say({ type: "stay" });
    }
    expect(await Promise.race([runner.exited, Promise.resolve("alive")])).toBe("alive");
    runner.control.end();
    expect(await runner.exited).toBe(null);
  });
});
