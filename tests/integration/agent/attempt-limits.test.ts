import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findMarked } from "../../../agent/runner/process-survivors.ts";
import { anAction, startRealRunner } from "../../support/agent-process-runner.ts";

const tellsTree = existsSync(`/proc/self/task/${process.pid}/children`);
const hasProgram = spawnSync("prlimit", ["--version"]).status === 0;
const watched = tellsTree ? it : it.skip.bind(it);
const limited = hasProgram ? it : it.skip.bind(it);
const without = (missing: string, has: boolean) => (has ? "" : ` (left out: this machine has no ${missing})`);

const LIMITS = { memoryMiB: 256, fileMiB: 4, processes: 40 };

const SOURCE = `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const ok = (data = {}) => ({ ok: true, headline: "done", data });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const kept = [];
const fill = "const kept=[];for(let i=0;i<6;i++)kept.push(Buffer.alloc(20<<20,1));setInterval(()=>kept.length,1000)";
export const plugin = { actions: new Map(Object.entries({
  "t.grow": async () => { for (let i = 0; i < 40; i += 1) kept.push(Buffer.alloc(8 << 20, 1)); await sleep(600000); },
  "t.share": async () => { for (let i = 0; i < 3; i += 1) spawn(process.execPath, ["-e", fill], { stdio: "inherit" }); await sleep(600000); },
  "t.crowd": async () => { for (let i = 0; i < 60; i += 1) spawn("sleep", ["600"], { stdio: "inherit" }); await sleep(600000); },
  "t.file": async () => { try { writeFileSync("large", Buffer.alloc(8 << 20)); } catch (error) { return { ok: false, headline: error.code, data: {} }; } return ok(); },
  "t.modest": async () => { kept.push(Buffer.alloc(64 << 20, 1)); writeFileSync("small", Buffer.alloc(2 << 20)); spawn("sleep", ["0.1"]); await sleep(1200); return ok(); },
})) };
`;
const NODE_ACTIONS = ["t.grow", "t.share", "t.crowd", "t.file", "t.modest"].map((name) => anAction(name));

const PROGRAM = `#!/bin/sh
read request
case "$request" in
  *t.write*) exec head -c 8388608 /dev/zero > large ;;
  *) kill -SEGV $$ ;;
esac
`;

describe("what an attempt may use", () => {
  let node: Awaited<ReturnType<typeof startRealRunner>>;
  let program: Awaited<ReturnType<typeof startRealRunner>>;
  beforeAll(async () => {
    node = await startRealRunner({ source: SOURCE, actions: NODE_ACTIONS }, { limits: LIMITS });
    const actions = [anAction("t.write"), anAction("t.crash")];
    program = await startRealRunner({ source: PROGRAM, actions, exec: ["./program"] }, { limits: LIMITS });
  });
  afterAll(async () => {
    await node.stop();
    await program.stop();
  });

  it("is not noticed by what stays below", async () => {
    const { outcome } = await node.run("t.modest");
    expect(outcome).toMatchObject({ outcome: "succeeded" });
  });

  watched.each([
    [
      "memory of one process",
      "t.grow",
      /^It was ended: it used more than 256 MiB of memory, the most that this machine/,
    ],
    ["memory of all its processes together", "t.share", /more than 256 MiB of memory/],
    ["processes at a time", "t.crowd", /^It was ended: it had more than 40 processes at once/],
  ])(`is %s${without("/proc that tells a process's children", tellsTree)}`, async (_, action, sentence) => {
    const { outcome } = await node.run(action, {}, 200_000);
    expect(outcome.outcome).toBe("failed");
    expect(outcome.error).toMatch(sentence);
    expect(await findMarked("OCTOPUS_EXECUTION=E-1")).toEqual([]);
  });

  limited(`is the size of a file, in an action of Node${without("prlimit", hasProgram)}`, async () => {
    const { outcome } = await node.run("t.file");
    expect(outcome).toMatchObject({ outcome: "failed", error: "EFBIG" });
  });

  limited(`is the size of a file, in a program${without("prlimit", hasProgram)}`, async () => {
    const { outcome } = await program.run("t.write");
    expect(outcome.outcome).toBe("failed");
    expect(outcome.error).toMatch(
      /^It was ended: it wrote a file of more than 4 MiB, the most that this machine allows/,
    );
  });

  it("does not hide how a program ended by itself", async () => {
    const { outcome } = await program.run("t.crash");
    expect(outcome.error).toBe("The program ended by signal SIGSEGV and gave no answer.");
  });
});
