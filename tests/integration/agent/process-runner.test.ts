import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findMarked } from "../../../agent/runner/process-survivors.ts";
import { anAction, recordingSink, startRealRunner } from "../../support/agent-process-runner.ts";

const SOURCE = `
import { spawn } from "node:child_process";
const ok = (data = {}) => ({ ok: true, headline: "done", data });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let calls = 0;
export const plugin = { actions: new Map(Object.entries({
  "t.echo": async (context) => { calls += 1; context.log("hello"); context.progress(50, "half"); return ok({ calls, pid: process.pid, said: context.params.said ?? "" }); },
  "t.look": async () => ok({ env: Object.keys(process.env).sort(), cwd: process.cwd(), home: process.env.HOME, uid: process.getuid(), umask: process.umask() }),
  "t.hang": async () => { process.on("SIGTERM", () => {}); console.log("hanging"); await sleep(600000); },
  "t.spin": async () => { console.log("spinning"); for (;;); },
  "t.hold": async () => { process.on("SIGTERM", () => {}); spawn("sh", ["-c", "trap '' TERM; sleep 300"], { stdio: "inherit" }); process.stdout.write("held\\n", () => process.exit(0)); await sleep(600000); },
  "t.gentle": async (context) => { context.log("waiting"); await new Promise((resolve) => context.signal.addEventListener("abort", resolve)); context.log("cleaned up"); return ok(); },
  "t.tree": async (context) => {
    const script = "trap '' TERM HUP; (trap '' TERM HUP; sleep 300 & sleep 300) & sleep 300";
    spawn("sh", ["-c", script], { stdio: "inherit" });
    spawn("setsid", ["sh", "-c", script], { stdio: "inherit", detached: true });
    spawn("sh", ["-c", "(setsid sh -c \\"" + "trap '' TERM; sleep 300 & sleep 300" + "\\" &) ; exit 0"], { stdio: "inherit" });
    await sleep(150);
    context.log("planted");
    await sleep(600000);
  },
  "t.orphan": async () => { spawn("setsid", ["sleep", "300"], { stdio: "inherit", detached: true }); await sleep(50); return ok(); },
  "t.throw": async () => { throw new Error("The moon is missing."); },
  "t.exit": async () => { process.exit(7); },
  "t.invalid": async () => ({ fine: true }),
  "t.wrong-data": async () => ok({ count: "many" }),
  "t.flood": async () => { const block = Buffer.alloc(1 << 20, 0x61); for (let i = 0; i < 64; i += 1) await new Promise((resolve) => process.stdout.write(block, resolve)); return ok(); },
})) };
`;

const NAMES = ["echo", "look", "hang", "spin", "hold", "gentle", "tree", "orphan", "throw", "exit", "invalid", "flood"];
const actions = [
  ...NAMES.map((name) => anAction(`t.${name}`)),
  anAction("t.echo-read", { risk: "read" }),
  anAction("t.wrong-data", { result: { type: "object", properties: { count: { type: "integer" } } } }),
];
const withRead = SOURCE.replace(
  '"t.look":',
  '"t.echo-read": async (context) => { calls += 1; context.log("x".repeat(Number(context.params.size ?? 1))); return ok({ calls, pid: process.pid }); },\n  "t.look":',
);

describe("a process runner", () => {
  let real: Awaited<ReturnType<typeof startRealRunner>>;
  beforeAll(async () => {
    real = await startRealRunner({ source: withRead, actions }, { killGraceMs: 300 });
  }, 30_000);
  afterAll(() => real.stop());

  const survivors = () => findMarked(`OCTOPUS_EXECUTION=E-1`);

  it("runs an action and reports answer, log and progress", async () => {
    const { outcome, textOf, progress } = await real.run("t.echo", { said: "hi" });
    expect(outcome).toMatchObject({
      outcome: "succeeded",
      response: { data: { said: "hi" } },
      ranAs: real.isolation.ranAs,
    });
    expect(textOf("out")).toBe("hello\n");
    expect(progress).toEqual([{ percent: 50, text: "half" }]);
  });

  it("gives an action an empty folder of its own, a small environment and the unprivileged user", async () => {
    const { outcome } = await real.run("t.look");
    const data = outcome.response?.data as { env: string[]; cwd: string; home: string; uid: number; umask: number };
    expect(data.env.filter((name) => !/^(PATH|LANG|TZ|LC_.*|HOME|TMPDIR|OCTOPUS_.*)$/.test(name))).toEqual([]);
    expect(data.cwd).toBe(data.home);
    expect(existsSync(data.cwd)).toBe(false);
    expect(data.umask).toBe(0o077);
    if (process.getuid?.() === 0) expect(data.uid).toBe(65_534);
  });

  it("never runs two changing actions in one process", async () => {
    const first = await real.run("t.echo");
    const second = await real.run("t.echo");
    expect([first, second].map(({ outcome }) => outcome.response?.data["calls"])).toEqual([1, 1]);
  });

  it("runs harmless actions in a process that is already there", async () => {
    const times: number[] = [];
    const calls: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { outcome } = await real.run("t.echo-read");
      times.push(outcome.durationMs);
      calls.push(Number(outcome.response?.data["calls"]));
    }
    const sorted = times.slice(1).sort((a, b) => a - b);
    console.log(
      `warm runner: median ${sorted[9]?.toFixed(1)} ms, worst ${sorted.at(-1)?.toFixed(1)} ms, first ${times[0]?.toFixed(1)} ms`,
    );
    expect((calls.at(-1) ?? 0) - (calls[0] ?? 0)).toBe(19);
  });

  it("keeps the processes of a burst for the next one", async () => {
    const burst = async () => {
      const ended = await Promise.all(Array.from({ length: 5 }, () => real.run("t.echo-read")));
      return ended.map(({ outcome }) => Number(outcome.response?.data["calls"]));
    };
    await burst();
    expect(Math.min(...(await burst()))).toBeGreaterThan(1);
  });

  it("brings all output of an attempt before its end, also from a shared process", async () => {
    const { textOf } = await real.run("t.echo-read", { size: 500_000 });
    expect(textOf("out")).toHaveLength(500_001);
  });

  it("F19, P9: ends an action that ignores TERM at its time limit", async () => {
    const { outcome, textOf } = await real.run("t.hang", {}, 500);
    expect(outcome.outcome).toBe("timed_out");
    expect(textOf("out")).toBe("hanging\n");
    expect(outcome.durationMs).toBeLessThan(20_000);
    expect(await survivors()).toEqual([]);
  });

  it("F19, P9: ends an action that never yields, not even to a signal", async () => {
    const { outcome, textOf } = await real.run("t.spin", {}, 500);
    expect(outcome.outcome).toBe("timed_out");
    expect(textOf("out")).toBe("spinning\n");
    expect(outcome.durationMs).toBeLessThan(20_000);
    expect(await survivors()).toEqual([]);
  });

  it("F19, P8: an attempt is over when its process is, also while a child holds its output open", async () => {
    const { outcome, textOf } = await real.run("t.hold");
    expect(outcome).toMatchObject({ outcome: "failed", error: expect.stringContaining("exit code 0") });
    expect(textOf("out")).toBe("held\n");
    expect(outcome.durationMs).toBeLessThan(10_000);
    expect(await survivors()).toEqual([]);
  });

  it("lets an action clean up within the grace", async () => {
    const { sink, textOf } = recordingSink();
    const running = real.runner.start(real.offer("t.gentle"), {
      ...sink,
      output: (stream, text) => {
        sink.output(stream, text);
        if (text.includes("waiting")) running.kill(3000);
      },
    });
    expect(await running.done).toMatchObject({ outcome: "killed" });
    expect(textOf("out")).toBe("waiting\ncleaned up\n");
  });

  it("F19, P9: leaves nothing of a tree with new sessions, double forks and ignored signals", async () => {
    const { sink } = recordingSink();
    let planted: readonly number[] = [];
    const running = real.runner.start(real.offer("t.tree"), {
      ...sink,
      output: async (_stream, text) => {
        if (!text.includes("planted")) return;
        planted = await survivors();
        running.kill(200);
      },
    });
    expect(await running.done).toMatchObject({ outcome: "killed" });
    expect(planted.length).toBeGreaterThan(5);
    expect(await survivors()).toEqual([]);
  });

  it("F19: also ends what a successful action left behind", async () => {
    expect((await real.run("t.orphan")).outcome.outcome).toBe("succeeded");
    expect(await survivors()).toEqual([]);
  });

  it.each([
    ["t.throw", "The moon is missing."],
    ["t.exit", "The process ended with exit code 7 before it answered."],
    ["t.invalid", "The answer of t.invalid is not valid: the value must have required property 'ok'"],
    ["t.wrong-data", "The data of t.wrong-data is not what its manifest promises: count must be integer"],
  ])("says why %s failed", async (action, reason) => {
    const { outcome } = await real.run(action);
    expect(outcome.outcome).toBe("failed");
    expect(outcome.error).toContain(reason);
  });

  it("F22, P13: keeps 10 MB of a flood, in chunks, and says how much it dropped", async () => {
    const { outcome, output, textOf } = await real.run("t.flood");
    expect(outcome.outcome).toBe("succeeded");
    expect(textOf("out")).toHaveLength(10 * 1024 * 1024);
    expect(Math.max(...output.map(({ text }) => text.length))).toBeLessThanOrEqual(64 * 1024);
    expect(textOf("gap")).toBe(`${54 * 1024 * 1024} bytes of output were dropped here.`);
  });

  it("removes the folder of an attempt with all that is in it", async () => {
    await real.run("t.orphan");
    expect(readdirSync(real.root).filter((name) => name.startsWith("attempt-"))).toEqual([]);
  });
});

describe("a process runner without PID namespaces", () => {
  it("F19, P9: finds what left the group by its marker", async () => {
    const isolation = { prefix: [], uid: undefined, gid: undefined, ranAs: "test", hasPidNamespace: false };
    const real = await startRealRunner({ source: SOURCE, actions }, { isolation, killGraceMs: 200 });
    const { outcome } = await real.run("t.tree", {}, 700);
    expect(outcome.outcome).toBe("timed_out");
    expect(await findMarked("OCTOPUS_EXECUTION=E-1")).toEqual([]);
    await real.stop();
  });
});

describe("an executable plugin", () => {
  const program = `#!/bin/sh
read request
echo "asked: $request" >&2
case "$request" in
  *x.crash*) exit 3 ;;
  *x.sleep*) sleep 300 ;;
esac
echo "chatter before the answer"
echo '{"ok":true,"headline":"from sh","data":{"home":"'$HOME'"}}'
`;
  let real: Awaited<ReturnType<typeof startRealRunner>>;
  beforeAll(async () => {
    const exec = {
      source: program,
      exec: ["./program"],
      actions: ["x.go", "x.crash", "x.sleep"].map((name) => anAction(name)),
    };
    real = await startRealRunner(exec, { killGraceMs: 5000 });
  }, 30_000);
  afterAll(() => real.stop());

  it("gets its request on stdin and answers with its last line", async () => {
    const { outcome, textOf } = await real.run("x.go", { name: "a'; rm -rf /" });
    expect(outcome).toMatchObject({ outcome: "succeeded", response: { headline: "from sh" }, exitCode: 0 });
    expect(textOf("err")).toContain(`"name":"a'; rm -rf /"`);
  });

  it("fails with its exit code when it gives no answer", async () => {
    const { outcome } = await real.run("x.crash");
    expect(outcome).toMatchObject({
      outcome: "failed",
      exitCode: 3,
      error: "The program ended with exit code 3 and gave no answer.",
    });
  });

  it("hears TERM, and need not be killed", async () => {
    const { outcome } = await real.run("x.sleep", {}, 200);
    expect(outcome.outcome).toBe("timed_out");
    expect(outcome.durationMs).toBeLessThan(4_500);
  });
});
