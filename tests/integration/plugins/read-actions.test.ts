import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plugin as disk } from "../../../plugins/disk/plugin.ts";
import { plugin as file } from "../../../plugins/file/plugin.ts";
import { plugin as ping } from "../../../plugins/ping/plugin.ts";
import { plugin as processes } from "../../../plugins/process/plugin.ts";
import { plugin as system } from "../../../plugins/system/plugin.ts";
import { checked, manifestOfAction, runAction } from "./run-action.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "octopus-plugins-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

interface FileSystemData {
  readonly mount: string;
  readonly type: string;
  readonly totalBytes: number;
  readonly usedPct: number;
}

describe("disk.usage on this machine", () => {
  it("agrees with df about every file system that it shows", async () => {
    const answer = await runAction(disk, "disk.usage", {});
    const shown = answer.data["fileSystems"] as unknown as readonly FileSystemData[];
    const df = new Map(
      execFileSync("df", ["-P", "-B1"], { encoding: "utf8" })
        .split("\n")
        .slice(1)
        .map((line) => line.split(/\s+/))
        .map((cells) => [cells[5] ?? "", { total: Number(cells[1]), pct: Number.parseInt(cells[4] ?? "", 10) }]),
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const one of shown) {
      expect(one.totalBytes).toBe(df.get(one.mount)?.total);
      expect(Math.abs(Math.ceil(one.usedPct) - (df.get(one.mount)?.pct ?? -9))).toBeLessThanOrEqual(1);
      expect(["proc", "sysfs", "devtmpfs", "cgroup", "cgroup2"]).not.toContain(one.type);
    }
    expect(answer.headline).toContain(shown[0]?.mount);
  });

  it("answers for the file system that a path lives on, and wants attention above the threshold", async () => {
    const answer = await runAction(disk, "disk.usage", { path: folder, thresholdPct: 1 });
    expect(answer.headline).toMatch(new RegExp(`^${folder} is at \\d+ % .*at or above 1 %`));
    expect(answer.attention).toBe(true);
  });

  it("says so when there is no such path", async () => {
    const answer = await runAction(disk, "disk.usage", { path: join(folder, "missing") });
    expect(answer).toMatchObject({ ok: false, headline: `there is no ${join(folder, "missing")}` });
  });
});

describe("system.info on this machine", () => {
  it("says how busy the machine is and lists everything", async () => {
    const answer = await runAction(system, "system.info", {});
    expect(answer.headline).toMatch(
      /^(quiet|moderately busy|busy|overloaded): load [\d.]+ on \d+ CPUs?, memory \d+ % used/,
    );
    expect(answer.table?.rows.map(([name]) => name)).toContain("Kernel");
    expect(answer.data).toHaveProperty("memory.totalBytes");
  });

  it("answers only what was asked", async () => {
    const answer = await runAction(system, "system.info", { fields: ["cpu", "uptime"] });
    expect(Object.keys(answer.data).sort()).toEqual([
      "bootedAt",
      "cpuBusyPct",
      "cpuCount",
      "cpuModel",
      "uptimeSeconds",
    ]);
    expect(answer.headline).toMatch(/^CPU \d+ % busy .*, up /);
  });
});

describe("process.list on this machine", () => {
  it("names the biggest user of memory", async () => {
    const answer = await runAction(processes, "process.list", { sort: "memory", top: 3 });
    const listed = answer.data["processes"] as readonly { readonly memoryBytes: number }[];
    expect(listed.map(({ memoryBytes }) => memoryBytes)).toEqual(
      listed.map(({ memoryBytes }) => memoryBytes).sort((a, b) => b - a),
    );
    expect(answer.table?.rows).toHaveLength(3);
    expect(answer.headline).toMatch(/ uses the most: .* of memory/);
  });

  it("finds a process by name and says when there is none", async () => {
    const found = await runAction(processes, "process.list", { name: "NODE" });
    expect(found.headline).toMatch(/^\d+ process(es)? match(es)? NODE; /);
    const none = await runAction(processes, "process.list", { name: "no-such-process-here", sort: "memory" });
    expect(none.headline).toMatch(/^none of \d+ processes matches no-such-process-here$/);
  });
});

describe("ping.check on this machine", () => {
  it("reaches the machine itself, by ping or by TCP", async () => {
    const answer = await runAction(ping, "ping.check", { host: "127.0.0.1", count: 2 });
    expect(answer).toMatchObject({ ok: true, data: { sent: 2, received: 2, lossPct: 0 } });
    expect(answer.headline).toMatch(/^127\.0\.0\.1 answers: 2 of 2, [\d.]+ ms on average/);
  });

  it("says when a name is not known", async () => {
    const answer = await runAction(ping, "ping.check", { host: "no-such-host.invalid" });
    expect(answer).toMatchObject({ ok: false, headline: expect.stringContaining("has no address") });
  });
});

describe("file.read on this machine", () => {
  it("gives the content with its lines", async () => {
    const path = put("hosts", "127.0.0.1 localhost\n::1 localhost\n");
    const answer = await runAction(file, "file.read", { path });
    expect(answer).toMatchObject({
      ok: true,
      headline: `${path}: 2 lines, 34 bytes`,
      data: { content: "127.0.0.1 localhost\n::1 localhost\n", lineCount: 2, truncated: false },
      table: {
        rows: [
          [1, "127.0.0.1 localhost"],
          [2, "::1 localhost"],
        ],
      },
    });
  });

  it("reads the kernel's files, which have no size", async () => {
    const answer = await runAction(file, "file.read", { path: "/proc/version" });
    expect(answer.data["content"]).toMatch(/^Linux version/);
  });

  it("says that it cut a large file, and never within a character", async () => {
    const path = put("large", "é".repeat(40_000));
    const answer = await runAction(file, "file.read", { path });
    expect(answer.headline).toContain("only the first 64 KiB of 78 KiB");
    expect(answer.data).toMatchObject({ truncated: true, content: "é".repeat(32_768) });
  });

  it.each([
    ["a folder", () => folder, /is a folder$/],
    ["a device", () => "/dev/zero", /is no ordinary file$/],
    ["nothing", () => "/no/such/file", /^there is no \/no\/such\/file$/],
  ])("refuses %s", async (_what, path, headline) => {
    expect(await runAction(file, "file.read", { path: path() })).toMatchObject({
      ok: false,
      headline: expect.stringMatching(headline),
    });
  });

  it("does not print what is no text", async () => {
    const answer = await runAction(file, "file.read", { path: put("picture", Buffer.from([1, 0, 2, 255])) });
    expect(answer).toMatchObject({ ok: true, data: { binary: true, content: "" } });
    expect(answer.headline).toContain("is no text");
  });
});

describe("file.tail on this machine", () => {
  it("gives the last ten lines, or as many as asked", async () => {
    const path = put("log", Array.from({ length: 50 }, (_, at) => `line ${at + 1}`).join("\n"));
    const ten = await runAction(file, "file.tail", { path });
    expect(ten.data["lines"]).toEqual(Array.from({ length: 10 }, (_, at) => `line ${at + 41}`));
    const two = await runAction(file, "file.tail", { path, lines: 2 });
    expect(two.table).toEqual({ columns: ["Text"], rows: [["line 49"], ["line 50"]] });
  });

  it("finds the last lines with a text, whatever its case", async () => {
    const path = put("errors", "Error one\nfine\nERROR two\nfine\n");
    const answer = await runAction(file, "file.tail", { path, grep: "error" });
    expect(answer.data["lines"]).toEqual(["Error one", "ERROR two"]);
    const none = await runAction(file, "file.tail", { path, grep: "panic" });
    expect(none.headline).toBe(`no line of ${path} contains "panic"`);
  });

  it("keeps terminal sequences out of the answer", async () => {
    const answer = await runAction(file, "file.tail", { path: put("colours", "\u001b[31mred\u001b[0m\u0007\n") });
    expect(answer.data["lines"]).toEqual(["red"]);
  });
});

describe("uptime.check", () => {
  it("answers a request on its standard input with one JSON object", () => {
    const folderOfPlugin = new URL("../../../plugins/uptime-sh/", import.meta.url).pathname;
    const request = JSON.stringify({ action: "uptime.check", params: {}, dryRun: false });
    const output = execFileSync("sh", [join(folderOfPlugin, "check.sh")], {
      input: request,
      cwd: folder,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });
    const answer = checked(JSON.parse(output), manifestOfAction("uptime-sh", "uptime.check"));
    expect(answer.headline).toMatch(/^up for \d+ (d|h|min)/);
  });
});
