import { describe, expect, it } from "vitest";
import { answerList } from "../../../../plugins/process/answer-list.ts";
import { parseElapsed, parsePs } from "../../../../plugins/process/parse-ps.ts";
import { parsePasswd, parseStat, parseUnits } from "../../../../plugins/process/parse-stat.ts";
import type { RunningProcess } from "../../../../plugins/process/running-process.ts";

const statLine = (name: string) =>
  `4711 (${name}) S 1 4711 4711 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 9000 1000000 512 18446744073709551615`;

describe("reading /proc/<pid>/stat", () => {
  it.each(["nginx", "a b", "tricky) S 1 (x", "()"])("reads it although the name is %j", (name) => {
    expect(parseStat(statLine(name))).toEqual({
      pid: 4711,
      name,
      cpuTicks: 300,
      startedTicks: 9000,
      residentPages: 512,
    });
  });

  it.each(["", "4711", "4711 (x) S 1", ") ("])("takes %j for no process", (text) =>
    expect(parseStat(text)).toBeUndefined(),
  );

  it("reads the kernel's units, and assumes the usual ones", () => {
    const auxv = Buffer.alloc(32);
    auxv.writeBigUInt64LE(6n, 0);
    auxv.writeBigUInt64LE(65_536n, 8);
    auxv.writeBigUInt64LE(17n, 16);
    auxv.writeBigUInt64LE(250n, 24);
    expect(parseUnits(auxv)).toEqual({ pageBytes: 65_536, ticksPerSecond: 250 });
    expect(parseUnits(Buffer.alloc(0))).toEqual({ pageBytes: 4096, ticksPerSecond: 100 });
  });

  it("reads user names, the first of two for one number", () => {
    const names = parsePasswd("root:x:0:0::/root:/bin/sh\ntoor:x:0:0\nada:x:1000:\nbroken\n+::::::\n");
    expect([...names]).toEqual([
      [0, "root"],
      [1000, "ada"],
    ]);
  });
});

describe("reading ps", () => {
  it("reads the columns of macOS, decimal commas too", () => {
    const found = parsePs("  501 ada  12,5  2048 01-02:03:04 /usr/bin/some app --x\nnonsense\n", 4 * 1024 * 1024);
    expect(found).toEqual([
      {
        pid: 501,
        user: "ada",
        name: "some",
        command: "/usr/bin/some app --x",
        cpuPct: 12.5,
        memoryBytes: 2_097_152,
        memoryPct: 50,
        runningSeconds: 93_784,
      },
    ]);
  });

  it.each([
    ["00:07", 7],
    ["12:34", 754],
    ["01:00:00", 3600],
    ["2-00:00:01", 172_801],
  ])("reads %s as %d seconds", (text, seconds) => expect(parseElapsed(text)).toBe(seconds));
});

const running = (name: string, cpuPct: number, mebibytes: number, pid = 1): RunningProcess => ({
  pid,
  user: "ada",
  name,
  command: `/usr/bin/${name} --serve`,
  cpuPct,
  memoryBytes: mebibytes * 1024 * 1024,
  memoryPct: mebibytes / 10,
  runningSeconds: 60,
});

describe("the answer of process.list", () => {
  const all = [running("postgres", 3, 500), running("node", 87.4, 100, 2), running("sshd", 0, 5, 3)];

  it("names the biggest by processor or memory, and shows no more than asked", () => {
    const byCpu = answerList(all, { sort: "cpu", top: 2, name: undefined });
    expect(byCpu.headline).toBe("node (pid 2) uses the most: 87 % of a CPU; 3 processes in all");
    expect(byCpu.table?.rows.map(([name]) => name)).toEqual(["node", "postgres"]);
    const byMemory = answerList(all, { sort: "memory", top: 1, name: undefined });
    expect(byMemory.headline).toBe("postgres (pid 1) uses the most: 500 MiB of memory (50 %); 3 processes in all");
  });

  it("says when nothing is busy", () => {
    const answer = answerList([running("sshd", 0.2, 5), running("cron", 0, 1, 2)], {
      sort: "cpu",
      top: 5,
      name: undefined,
    });
    expect(answer.headline).toBe("nothing is busy: all 2 processes are below 1 % of a CPU");
  });

  it("finds by name or command line, whatever the case, and takes the name for plain text", () => {
    expect(answerList(all, { sort: "cpu", top: 5, name: "NODE" }).data).toMatchObject({ matched: 1, total: 3 });
    expect(answerList(all, { sort: "cpu", top: 5, name: "--serve" }).data).toMatchObject({ matched: 3 });
    expect(answerList(all, { sort: "cpu", top: 5, name: ".*" }).headline).toBe("none of 3 processes matches .*");
  });
});
