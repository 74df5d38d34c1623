import { describe, expect, it } from "vitest";
import { answerInfo } from "../../../../plugins/system/answer-info.ts";
import { busyPct, parseCpuTicks, parseMeminfo, parseOsRelease } from "../../../../plugins/system/parse-proc.ts";
import { parseUtmp } from "../../../../plugins/system/parse-utmp.ts";

describe("reading /proc", () => {
  it("reads memory in bytes", () => {
    const info = parseMeminfo("MemTotal:       16 kB\nActive(anon):  3 kB\nHugePages_Total:  0\n");
    expect([...info]).toEqual([
      ["MemTotal", 16_384],
      ["Active(anon)", 3072],
    ]);
  });

  it("tells busy from idle processor time, waiting for disks counted as idle", () => {
    const before = parseCpuTicks("cpu  100 0 100 800 0 0 0 0 50 0\ncpu0 1 2 3 4\n");
    const after = parseCpuTicks("cpu  130 0 120 840 10 0 0 0 50 0\n");
    expect(before).toEqual({ busy: 200, total: 1000 });
    expect(before && after && busyPct(before, after)).toBe(50);
  });

  it("takes no time passed, and nonsense, for nothing known", () => {
    expect(busyPct({ busy: 1, total: 5 }, { busy: 1, total: 5 })).toBe(0);
    expect(parseCpuTicks("cpu  a b c d\n")).toBeUndefined();
    expect(parseCpuTicks("")).toBeUndefined();
  });

  it.each([
    ['NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12"\n', "Debian GNU/Linux 12"],
    ["PRETTY_NAME=Alpine\n", "Alpine"],
    ["NAME=x\n", undefined],
    ['PRETTY_NAME=""\n', undefined],
  ])("reads the name of the system from %j", (text, name) => expect(parseOsRelease(text)).toBe(name));
});

describe("reading who is signed in", () => {
  const record = (size: number, kind: number, write: (bytes: Buffer) => void) => {
    const bytes = Buffer.alloc(size);
    bytes.writeInt16LE(kind, 0);
    bytes.write("pts/0", 8);
    bytes.write("ada", 44);
    write(bytes);
    return bytes;
  };

  it("reads the records of users only, in both layouts", () => {
    const narrow = [7, 2].map((kind) => record(384, kind, (bytes) => bytes.writeInt32LE(1_000, 340)));
    const login = { name: "ada", terminal: "pts/0", since: 1_000_000 };
    expect(parseUtmp(Buffer.concat(narrow), "x64")).toEqual([login]);
    const wide = record(400, 7, (bytes) => bytes.writeBigInt64LE(1_000n, 344));
    expect(parseUtmp(wide, "arm64")).toEqual([login]);
  });

  it("ignores a torn record", () => expect(parseUtmp(Buffer.alloc(100), "x64")).toEqual([]));
});

describe("the answer of system.info", () => {
  const memory = {
    totalBytes: 16e9,
    usedBytes: 8e9,
    availableBytes: 8e9,
    usedPct: 50,
    swapTotalBytes: 0,
    swapUsedBytes: 0,
  };

  it.each([
    [0.1, "quiet"],
    [1, "moderately busy"],
    [2, "busy"],
    [9, "overloaded"],
  ])("calls a load of %d on two processors %s", (load, word) => {
    const { headline } = answerInfo({ load: [load, 0, 0], cpuCount: 2, memory, uptimeSeconds: 7200 }, undefined);
    expect(headline).toBe(`${word}: load ${load} on 2 CPUs, memory 50 % used (7.5 GiB free), up 2 h`);
  });

  it("says only what was asked, in the order it was asked", () => {
    const facts = { memory, kernel: "Linux 6.1", architecture: "x64" };
    const answer = answerInfo(facts, ["kernel", "memory"]);
    expect(answer.headline).toBe("kernel Linux 6.1 (x64), memory 50 % used (7.5 GiB free)");
    expect(answer.table?.rows).toEqual([
      ["Kernel", "Linux 6.1 (x64)"],
      ["Memory", "7.5 GiB of 15 GiB used, 7.5 GiB free"],
    ]);
  });

  it("wants attention when memory is short or the load is twice what the processors can do", () => {
    expect(answerInfo({ memory: { ...memory, usedPct: 95 } }, ["memory"]).attention).toBe(true);
    expect(answerInfo({ load: [4, 1, 1], cpuCount: 2 }, ["load"]).attention).toBe(true);
    expect(answerInfo({ load: [3, 1, 1], cpuCount: 2, memory }, ["load", "memory"]).attention).toBe(false);
  });
});
