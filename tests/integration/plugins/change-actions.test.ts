import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plugin as backup } from "../../../plugins/backup/plugin.ts";
import { plugin as packages } from "../../../plugins/package/plugin.ts";
import { plugin as script } from "../../../plugins/script/plugin.ts";
import { plugin as service } from "../../../plugins/service/plugin.ts";
import { plugin as shell } from "../../../plugins/shell/plugin.ts";
import { runAction } from "./run-action.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "octopus-plugins-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, content: string, mode = 0o755) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};

function source(): string {
  const path = mkdtempSync(join(folder, "source-"));
  mkdirSync(join(path, "sub"));
  writeFileSync(join(path, "one"), "1".repeat(2000));
  writeFileSync(join(path, "sub", "two"), "");
  writeFileSync(join(path, "-dash"), "x");
  return path;
}

describe("backup.create", () => {
  it("writes an archive with everything, and tells its true size and checksum", async () => {
    const path = source();
    const answer = await runAction(backup, "backup.create", { source: path, dest: join(folder, "backups") });
    expect(answer).toMatchObject({ ok: true, data: { complete: true, fileCount: 3, problems: [] } });
    const file = String(answer.data["dest"]);
    const content = readFileSync(file);
    expect(answer.data["sizeBytes"]).toBe(content.length);
    expect(answer.data["sha256"]).toBe(createHash("sha256").update(content).digest("hex"));
    const listed = execFileSync("tar", ["-tzf", file], { encoding: "utf8" })
      .split("\n")
      .filter((line) => !line.endsWith("/"));
    expect(
      listed
        .map((line) => line.split("/").slice(2).join("/"))
        .filter(Boolean)
        .sort(),
    ).toEqual(["-dash", "one", "sub/two"]);
  });

  it("never overwrites", async () => {
    const dest = join(folder, "taken.tar.gz");
    writeFileSync(dest, "precious");
    const answer = await runAction(backup, "backup.create", { source: source(), dest });
    expect(answer).toMatchObject({ ok: false, headline: `${dest} exists already; a backup never overwrites` });
    expect(readFileSync(dest, "utf8")).toBe("precious");
  });

  it("refuses to put the archive into what it packs", async () => {
    const path = source();
    const answer = await runAction(backup, "backup.create", { source: path, dest: join(path, "sub") });
    expect(answer).toMatchObject({ ok: false, headline: expect.stringContaining(`lies inside of ${path}`) });
  });

  it("says what it would do without doing it", async () => {
    const dest = join(folder, "not-made");
    const answer = await runAction(backup, "backup.create", { source: source(), dest }, { dryRun: true });
    expect(answer.headline).toMatch(/^would pack .* into .*not-made\/source-/);
    expect(readdirSync(folder)).not.toContain("not-made");
  });

  it("says when there is nothing to pack", async () => {
    const answer = await runAction(backup, "backup.create", { source: "/no/such/folder" });
    expect(answer).toMatchObject({ ok: false, headline: "there is no /no/such/folder" });
  });

  it("leaves nothing behind when it is stopped", async () => {
    const dest = join(folder, "stopped");
    const answer = await runAction(
      backup,
      "backup.create",
      { source: source(), dest },
      { signal: AbortSignal.abort() },
    );
    expect(answer).toMatchObject({ ok: false, headline: "stopped; nothing was kept" });
    expect(readdirSync(dest)).toEqual([]);
  });
});

describe("script.run", () => {
  it("gives the arguments through unchanged, and the output line by line", async () => {
    const path = program("show", '#!/bin/sh\nfor a in "$@"; do echo "[$a]"; done\n');
    const args = ["a b", "$(id)", "; reboot", "*", "--flag", "", "‐dash"];
    const logged: string[] = [];
    const answer = await runAction(script, "script.run", { path, args }, { log: (line) => logged.push(line) });
    expect(logged).toEqual(args.map((value) => `[${value}]`));
    expect(answer).toMatchObject({ ok: true, data: { exitCode: 0, lineCount: 7, truncated: false } });
    expect(answer.headline).toMatch(/^show finished in \d+ ms: \[‐dash\]$/);
  });

  it("fails with the exit code and the last line", async () => {
    const path = program("fail", "#!/bin/sh\necho working\necho 'no space left' >&2\nexit 3\n");
    const answer = await runAction(script, "script.run", { path });
    expect(answer.ok).toBe(false);
    expect(answer.headline).toMatch(/^fail ended with exit code 3 after .*: (no space left|working)$/);
  });

  it.each([
    ["no execute bit", "locked", "#!/bin/sh\n", 0o644, /may not be executed/],
    ["an unknown interpreter", "odd", "#!/no/such/shell\n", 0o755, /first line, is not here/],
  ])("explains a script with %s", async (_what, name, content, mode, headline) => {
    const answer = await runAction(script, "script.run", { path: program(name, content, mode) });
    expect(answer).toMatchObject({ ok: false, headline: expect.stringMatching(headline) });
  });

  it("ends the script when it is stopped", async () => {
    const stop = new AbortController();
    const path = program("endless", "#!/bin/sh\necho started\nexec sleep 60\n");
    const answer = await runAction(script, "script.run", { path }, { signal: stop.signal, log: () => stop.abort() });
    expect(answer).toMatchObject({ ok: false, data: { exitCode: null, signal: "SIGTERM" } });
  });
});

describe("shell.run", () => {
  it("runs a command line and answers with what it said", async () => {
    const answer = await runAction(shell, "shell.run", { command: "printf 'a\\nb\\n' | wc -l" });
    expect(answer).toMatchObject({ ok: true, data: { exitCode: 0 } });
    expect(answer.headline).toMatch(/finished in .*: *2$/);
  });
});

describe("service.status", () => {
  it("answers, or says clearly that it cannot", async () => {
    const answer = await runAction(service, "service.status", { service: "no-such-service-here" });
    expect(answer.ok).toBe(false);
    expect(answer.headline).toMatch(
      /^(not available here: this machine has no systemd|there is no service no-such-service-here here)/,
    );
  });
});

describe("package.update", () => {
  it("says what would be updated, or that it cannot", async () => {
    const answer = await runAction(packages, "package.update", { all: true }, { dryRun: true });
    expect(answer.headline).toMatch(
      /^(everything is up to date|\d+ packages? would be updated: |not available here: )/,
    );
  });
});
