import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROTOCOL_LIMITS } from "../../../core/protocol/version.ts";
import { FakeServer } from "../../support/agent-fake-server.ts";
import { anAction } from "../../support/agent-process-runner.ts";
import { buildAgentBundle } from "../../support/build-agent.ts";

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;

const SOURCE = `
import { spawn } from "node:child_process";
const pipe = (script) => new Promise((resolve) => spawn("sh", ["-c", script], { stdio: "inherit" }).on("close", resolve));
const done = async (script) => { await pipe(script); return { ok: true, headline: "done", data: {} }; };
export const plugin = { actions: new Map(Object.entries({
  "t.block": () => done("head -c ${GIGABYTE} /dev/zero | tr '\\\\0' a"),
  "t.lines": () => done("yes x | head -n 1000000"),
  "t.rubbish": () => done("head -c ${64 * MEGABYTE} /dev/urandom"),
})) };
`;
const actions = ["t.block", "t.lines", "t.rubbish"].map((name) => anAction(name));

describe("an agent under a flood of output", () => {
  const folder = mkdtempSync(join(tmpdir(), "octopus-flood-"));
  const server = new FakeServer(SOURCE, actions);
  let bundle: string;
  let agent: ChildProcess | undefined;
  beforeAll(async () => {
    bundle = (await buildAgentBundle()).file;
    server.times = { ...server.times, leaseMs: 45_000 }; // what is measured is memory, not who gets the processor
    const url = await server.listen();
    const call = (...args: string[]) =>
      spawn(process.execPath, [bundle, ...args, "--data-dir", folder], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => call("join", url, "--token", "right", "--name", "web-1").once("close", resolve));
    writeFileSync(join(folder, "config.json"), JSON.stringify({ warmRunners: 0 }));
    const running = call("run");
    agent = running;
    await new Promise((resolve) => running.stdout.once("data", resolve));
  }, 300_000);
  afterAll(async () => {
    agent?.kill("SIGTERM");
    await new Promise((resolve) => agent?.once("exit", resolve));
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(bundle, ".."), { recursive: true, force: true });
  });

  const memory = (name: "VmRSS" | "VmHWM") => {
    const status = readFileSync(`/proc/${agent?.pid}/status`, "utf8");
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
  };

  async function flood(execution: string, action: string) {
    const before = memory("VmRSS");
    writeFileSync(`/proc/${agent?.pid}/clear_refs`, "5"); // the highest mark starts anew
    const from = performance.now();
    server.offer(execution, action);
    const result = await server.result(execution);
    const said = server.received.flatMap((one) => (one.type === "log" && one.execution === execution ? [one] : []));
    const kept = said
      .filter(({ stream }) => stream !== "gap")
      .reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const gaps = said.flatMap(({ stream, text }) => (stream === "gap" ? [text] : []));
    const grown = Math.round((memory("VmHWM") - before) / MEGABYTE);
    console.info(`${action}: ${Math.round(performance.now() - from)} ms, agent +${grown} MB, ${kept} bytes kept`);
    return { result, kept, gaps, grown };
  }

  it("F22, P13, P14: a gigabyte without a newline: 10 MB are kept, the rest is said, memory stays", {
    timeout: 120_000,
  }, async () => {
    const { result, kept, gaps, grown } = await flood("E-1", "t.block");
    expect(result.outcome).toBe("succeeded");
    expect(kept).toBe(PROTOCOL_LIMITS.logBytesPerAttempt);
    expect(gaps).toEqual([`${GIGABYTE - kept} bytes of output were dropped here.`]);
    expect(grown).toBeLessThanOrEqual(60);
  });

  it("F22, P13, P14: a million tiny lines: all are kept, memory stays", { timeout: 120_000 }, async () => {
    const { result, kept, gaps, grown } = await flood("E-2", "t.lines");
    expect(result.outcome).toBe("succeeded");
    expect([kept, gaps]).toEqual([2_000_000, []]);
    expect(grown).toBeLessThanOrEqual(60);
  });

  it("F22, P13, P14: bytes that are no text: kept within the limit as text, memory stays", {
    timeout: 120_000,
  }, async () => {
    const { result, kept, gaps, grown } = await flood("E-3", "t.rubbish");
    expect(result.outcome).toBe("succeeded");
    expect(kept).toBeLessThanOrEqual(3 * PROTOCOL_LIMITS.logBytesPerAttempt);
    expect(gaps).toHaveLength(1);
    // Each byte that is no text is kept as a sign of three, so up to 20 MB more are on their way than of plain text.
    expect(grown).toBeLessThanOrEqual(80);
  });
});
