import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../agent/policy/attempt-limits.ts";
import { probeIsolation } from "../../../agent/runner/isolation.ts";
import { chooseRunUsers } from "../../../agent/runner/run-user.ts";

const isRoot = process.getuid?.() === 0;
const hasProgram = spawnSync("prlimit", ["--version"]).status === 0;
const LIMITS = "ulimit -Sn; ulimit -Hn; ulimit -Hc";

/** What a process that is started like an action says of itself. */
async function said(script: string) {
  const users = await chooseRunUsers(isRoot, undefined);
  const isolation = await probeIsolation({ isRoot, users, mustRead: [], limits: DEFAULT_LIMITS });
  const [file = "", ...args] = [...isolation.prefix, "sh", "-c", script];
  const { uid, gid } = isolation;
  const ids = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  return { isolation, text: spawnSync(file, args, { encoding: "utf8", cwd: "/", ...ids }).stdout };
}

describe("the limits of an action", () => {
  it("are set where the machine has the program for it: open files, and no memory dumps", async () => {
    const { isolation, text } = await said(LIMITS);
    expect(isolation.prefix.includes("prlimit")).toBe(hasProgram);
    if (hasProgram) expect(text).toBe("4096\n4096\n0\n");
  });

  it("do not count the processes of a user who is shared with others", async () => {
    const { isolation } = await said("true");
    const own = isolation.ranAs.startsWith("octopus-run ");
    expect(isolation.prefix.some((part) => part.startsWith("--nproc"))).toBe(own && hasProgram);
  });
});
