import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../core/kernel/json.ts";
import { validator } from "../../../core/kernel/validator.ts";
import { PACKAGE_MANAGERS } from "../../../plugins/package/package-managers.ts";
import { plugin as ping } from "../../../plugins/ping/plugin.ts";
import { initScriptManager } from "../../../plugins/service/init-script-manager.ts";
import { systemdManager } from "../../../plugins/service/systemd-manager.ts";
import { manifestOfAction, runAction } from "./run-action.ts";

/** Programs that only write down how they were called. */
let folder: string;
const path = process.env["PATH"];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "octopus-fakes-"));
  for (const name of ["ping", "systemctl", "service"]) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\0' "$@" >'${file}.argv'\n`);
    chmodSync(file, 0o755);
  }
  process.env["PATH"] = `${folder}${delimiter}${path}`;
});
afterAll(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

function argumentsOf(program: string): readonly string[] {
  const file = join(folder, `${program}.argv`);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\0").slice(0, -1);
}

const NASTY = [
  "; reboot",
  "$(reboot)",
  "`reboot`",
  "a;b",
  "a|b",
  "a&&b",
  "a\nb",
  "a\0b",
  "-rf",
  "--help",
  "--",
  "-",
  "*",
  "a*",
  "?",
  "[a]",
  "~",
  "$HOME",
  "..",
  "a b",
  " a",
  "'",
  '"',
  "\\",
  "\u2010x",
  "\u2014x",
  "\u202ex",
  "",
];

const SLOTS: readonly (readonly [string, string, (value: string) => JsonObject])[] = [
  ["service", "service.restart", (service) => ({ service })],
  ["ping", "ping.check", (host) => ({ host })],
  ["package", "package.update", (name) => ({ packages: [name] })],
];

describe.each(SLOTS)("a value for %s", (plugin, action, params) => {
  const decode = validator(manifestOfAction(plugin, action).params);

  it.each(NASTY)("is refused when it is %j", (value) => {
    expect(decode(params(value)).ok).toBe(false);
  });

  it("never gets through with anything that a shell or an option parser reads", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (value) => {
        if (decode(params(value)).ok) expect(value).toMatch(/^[A-Za-z0-9_@:.][A-Za-z0-9_@:.%+~-]*$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("S17: a path", () => {
  const decode = validator(manifestOfAction("file", "file.read").params);

  it.each(["etc/hosts", "-rf", "--help", "/a\nb", "/a\0b", "", "~/x", "../x", "$HOME/x"])(
    "is refused when it is %j",
    (value) => {
      expect(decode({ path: value }).ok).toBe(false);
    },
  );
});

describe("S17: an address", () => {
  const decode = validator(manifestOfAction("http", "http.request").params);

  it.each([
    "file:///etc/passwd",
    "gopher://x/",
    "javascript:alert(1)",
    "http://user:secret@host/",
    "http://a b/",
    "http://host/\r\nX: y",
    "http:\\\\host",
    "//host/",
    "-http://host",
  ])("is refused when it is %j", (url) => expect(decode({ url }).ok).toBe(false));

  it("cannot bring a second header along", () => {
    expect(decode({ url: "http://host/", headers: { "X-A": "1\r\nX-B: 2" } }).ok).toBe(false);
    expect(decode({ url: "http://host/", headers: { "X-A: 1\r\nX-B": "2" } }).ok).toBe(false);
  });
});

describe("S17: what is accepted", () => {
  const signal = new AbortController().signal;

  it.each(["nginx", "php8.2-fpm", "getty@tty1", "a--b", "user@1000.service"])(
    "reaches systemctl as it is: %s",
    async (name) => {
      await systemdManager(signal).change("restart", name);
      const unit = name.endsWith(".service") ? name : `${name}.service`;
      expect(argumentsOf("systemctl")).toEqual(["--no-pager", "--no-ask-password", "restart", "--", unit]);
    },
  );

  it("reaches an init script's runner as it is", async () => {
    await initScriptManager(signal).change("stop", "cron");
    expect(argumentsOf("service")).toEqual(["cron", "stop"]);
  });

  it.each(["127.0.0.1", "::1", "localhost"])("reaches ping as it is: %s", async (host) => {
    await runAction(ping, "ping.check", { host, count: 1 });
    expect(argumentsOf("ping")).toEqual(["-n", "-c", "1", "--", host]);
  });

  it("is the last thing that a package manager reads", () => {
    for (const manager of PACKAGE_MANAGERS) expect(manager.update(["g++"]).at(-1)).toBe("g++");
  });
});
