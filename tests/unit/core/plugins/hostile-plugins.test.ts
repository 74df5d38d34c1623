import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkManifest } from "../../../../core/plugins/check-manifest.ts";
import { readPluginFolder } from "../../../../core/plugins/read-plugin-folder.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { aManifest, aPluginWorld } from "../../../support/plugin-folders.ts";

type World = ReturnType<typeof aPluginWorld>;

async function listenOn(path: string): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(path, resolve));
}

describe("S12: a hostile folder is refused whole", () => {
  it.each<readonly [string, (folder: string, world: World) => unknown, string]>([
    [
      "a symbolic link to a file",
      (folder) => symlinkSync("/etc/hostname", join(folder, "link")),
      "neither a plain file",
    ],
    ["a symbolic link to a folder", (folder) => symlinkSync("/etc", join(folder, "link")), "neither a plain file"],
    ["a dangling link", (folder) => symlinkSync("/nowhere", join(folder, "link")), "neither a plain file"],
    ["a socket", (folder) => listenOn(join(folder, "socket")), "neither a plain file"],
    ["a path with a line end", (folder) => writeFileSync(join(folder, "a\nb"), ""), "is not allowed"],
    ["a path with a back-slash", (folder) => writeFileSync(join(folder, "..\\x"), ""), "is not allowed"],
    ["a path with a space", (folder) => writeFileSync(join(folder, "a b"), ""), "is not allowed"],
    [
      "paths that differ in case only",
      (folder) => {
        writeFileSync(join(folder, "A.txt"), "");
        writeFileSync(join(folder, "a.txt"), "");
      },
      "in case only",
    ],
    [
      "too many files",
      (folder) => {
        for (let count = 0; count < 500; count += 1) writeFileSync(join(folder, `f${count}`), "");
      },
      "more than 500 files",
    ],
    [
      "more than it may weigh",
      (folder) => {
        writeFileSync(join(folder, "huge"), "");
        truncateSync(join(folder, "huge"), 51 * 1024 * 1024);
      },
      "larger than 50 MB",
    ],
    ["folders without end", (folder) => mkdirSync(join(folder, "d/".repeat(12)), { recursive: true }), "nested deeper"],
    ["no manifest", (_folder, world) => world.writeFiles("disk", { "manifest.json": "" }), "not JSON"],
  ])("with %s", async (_what, spoil, reason) => {
    const world = aPluginWorld();
    const folder = world.aFolder(aManifest("disk"));
    await spoil(folder, world);
    await world.registry.load([{ folders: [folder], isBundled: true }]);
    expect(world.registry.list()).toEqual([]);
    expect(world.reasons().join()).toContain(reason);
  });

  it("when it has no manifest at all", async () => {
    const { writeFiles } = aPluginWorld();
    expect(await readPluginFolder(writeFiles("empty", { "a.txt": "" }))).toEqual({
      ok: false,
      problem: "it has no manifest.json",
    });
  });

  it("says of each file whether it may be executed", async () => {
    const { writeFiles } = aPluginWorld();
    const folder = writeFiles("disk", { "manifest.json": "{}", "check.sh": "#!/bin/sh" });
    chmodSync(join(folder, "check.sh"), 0o755);
    const read = await readPluginFolder(folder);
    expect(read.ok && read.value.files.map((file) => [file.path, file.executable])).toEqual([
      ["check.sh", true],
      ["manifest.json", false],
    ]);
  });
});

describe("S12: a hostile manifest is refused", () => {
  const files = [{ path: "plugin.mjs", sha256: "0".repeat(64), bytes: 1, executable: false }];
  const good = aManifest("disk");
  const action = anAction({ name: "disk.check" });
  const problemsOf = (value: unknown) => {
    const checked = checkManifest(typeof value === "string" ? value : JSON.stringify(value), files);
    return checked.ok ? [] : checked.reasons;
  };

  it("but a good one is not", () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it.each<readonly [string, unknown, RegExp]>([
    ["is no object", "[]", /not valid/],
    ["is no JSON", "{]", /not JSON/],
    ["has a prototype of its own", `{"__proto__": {"name": "x"}, ${JSON.stringify(good).slice(1)}`, /__proto__/],
    [
      "hides one deep inside",
      JSON.stringify(good).replace('"properties":{}', '"properties":{"__proto__":{}}'),
      /__proto__/,
    ],
    ["has a field too many", { ...good, scripts: {} }, /unknown field "scripts"/],
    ["has a name that leaves the folder", { ...good, name: "../disk" }, /name/],
    ["has no version", { ...good, version: "latest" }, /version/],
    [
      "has an entry that is not there",
      { ...good, runtime: { kind: "node", entry: "other.mjs" } },
      /not among its files/,
    ],
    [
      "has a program that is not there",
      { ...good, runtime: { kind: "exec", command: ["sh", "./x.sh"] } },
      /not among its files/,
    ],
    ["has an action twice", { ...good, actions: [action, action] }, /twice/],
    [
      "has a schema that is none",
      {
        ...good,
        actions: [{ ...action, params: { ...action.params, properties: { a: { type: "strnig", title: "A" } } } }],
      },
      /schema of the parameters/,
    ],
    [
      "has a result schema that is none",
      { ...good, actions: [{ ...action, result: { type: "strnig" } }] },
      /schema of the result/,
    ],
    [
      "requires what it does not describe",
      { ...good, actions: [{ ...action, params: { ...action.params, required: ["ghost"] } }] },
      /ghost/,
    ],
  ])("when it %s", (_what, manifest, reason) => {
    expect(problemsOf(manifest).join()).toMatch(reason);
  });
});
