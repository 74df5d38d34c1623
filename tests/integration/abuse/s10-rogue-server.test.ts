import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OfferMessage } from "../../../core/protocol/messages.ts";
import { FakeServer } from "../../support/agent-fake-server.ts";
import { anAction } from "../../support/agent-process-runner.ts";
import { buildAgentBundle } from "../../support/build-agent.ts";

const SOURCE = `
import { writeFileSync } from "node:fs";
export const plugin = { actions: new Map([["t.mark", async () => { writeFileSync("MARK", "ran"); return { ok: true, headline: "ran", data: {} }; }]]) };
`;

describe("S10: a server that was taken over", () => {
  const server = new FakeServer(SOURCE.replace("MARK", join(tmpdir(), `octopus-mark-${process.pid}`)), [
    anAction("t.mark"),
    anAction("t.danger", { risk: "destructive" }),
  ]);
  const mark = join(tmpdir(), `octopus-mark-${process.pid}`);
  let folder: string;
  let bundle: string;
  let agent: ChildProcess;
  beforeAll(async () => {
    bundle = (await buildAgentBundle()).file;
    folder = mkdtempSync(join(tmpdir(), "octopus-s10-"));
    const url = await server.listen();
    const run = (...args: string[]) =>
      spawn(process.execPath, [bundle, ...args, "--data-dir", folder], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => run("join", url, "--token", "right", "--name", "web-1").once("close", resolve));
    writeFileSync(join(folder, "policy.json"), JSON.stringify({ allowActions: ["t.*"], maxRisk: "change" }));
    agent = run("run");
    await new Promise((resolve) => agent.stdout?.once("data", resolve));
  }, 60_000);
  afterAll(async () => {
    agent.kill("SIGKILL");
    await server.close();
    const stage = join(folder, "stage-path");
    if (existsSync(stage)) rmSync(readFileSync(stage, "utf8"), { recursive: true, force: true });
    for (const path of [folder, join(bundle, ".."), mark]) rmSync(path, { recursive: true, force: true });
  });

  let count = 0;
  /** An offer that is right but for what is named; the answer of the machine to it. */
  async function offered(change: Partial<OfferMessage>): Promise<string> {
    count += 1;
    const execution = `E-${count}`;
    const plugin = { name: "probe", version: "1.0.0", digest: "0".repeat(64) };
    const offer = { action: "t.mark", plugin, params: {}, timeoutMs: 1000, dryRun: false, requestedBy: "mallory" };
    server.send({ type: "offer", execution, attempt: 1, ...offer, ...change });
    const answer = await server.until(
      (one) => "execution" in one && one.execution === execution && one.type !== "want",
    );
    return answer.type === "refuse" ? answer.kind : answer.type;
  }
  const plugin = (change: object) => ({ name: "probe", version: "1.0.0", digest: "0".repeat(64), ...change });

  it.each([
    ["another content than its digest says", { plugin: plugin({}) }],
    ["a name that leads out of the folder", { plugin: plugin({ name: "../../evil" }) }],
    ["a version that does", { plugin: plugin({ version: "../../../etc" }) }],
    ["a name that is absolute", { plugin: plugin({ name: "/etc/cron.d" }) }],
  ])("gets no plugin run that has %s", async (_what, change) => {
    expect(await offered(change)).toBe("plugin");
    expect(existsSync(mark)).toBe(false);
  });

  it.each([
    ["an action that the machine's own policy does not know", { action: "shell.run" }],
    ["a prototype for an action", { action: "constructor" }],
  ])("gets %s refused", async (_what, change) => {
    expect(["policy", "plugin", "unsupported"]).toContain(await offered(change));
  });

  it("starts nothing by a go that answers no want of the machine", async () => {
    for (const nonce of ["", "abcdefgh", "0".repeat(32)]) {
      server.send({ type: "go", execution: "E-900", attempt: 1, nonce });
    }
    for (const nonsense of [{ type: "eval", code: "1" }, { type: "offer" }, null, "x".repeat(100_000)]) {
      server.send(nonsense as never);
    }
    expect(await offered({ plugin: plugin({}) })).toBe("plugin");
    expect(existsSync(mark)).toBe(false);
    expect(server.problems).toEqual([]);
    expect(agent.exitCode).toBeNull();
  });
});
