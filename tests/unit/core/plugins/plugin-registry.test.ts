import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pluginDigest } from "../../../../core/plugin-api/plugin-digest.ts";
import { pluginTable } from "../../../../core/store/tables/plugin-table.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { anActor } from "../../../support/actors.ts";
import { NINE } from "../../../support/fake-clock.ts";
import { aManifest, aPluginWorld } from "../../../support/plugin-folders.ts";

const installed = (folders: readonly string[]) => [{ folders, isBundled: false }];
const builtIn = (folders: readonly string[]) => [{ folders, isBundled: true }];

const counted = anAction({
  name: "ping.check",
  params: {
    type: "object",
    properties: { host: { type: "string", title: "Host" }, count: { type: "integer", title: "Count", minimum: 1 } },
    required: ["host"],
    additionalProperties: false,
  },
});

describe("loading plugins", () => {
  it("makes their actions known, with a digest over every file", async () => {
    const { registry, aFolder } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk")), aFolder(aManifest("ping"))]));
    expect(registry.actions().map((action) => action.name)).toEqual(["disk.check", "ping.check"]);
    const { digest, files, version, enabled, registeredAt } = registry.get("disk");
    expect({ version, enabled, registeredAt }).toEqual({ version: "1.0.0", enabled: true, registeredAt: NINE });
    expect(files.map((file) => file.path)).toEqual(["manifest.json", "plugin.mjs"]);
    expect(digest).toBe(pluginDigest(files));
    expect(registry.find("disk.check")?.plugin).toEqual({ name: "disk", version: "1.0.0", digest });
    expect(registry.find("disk.format")).toBeUndefined();
  });

  it("announces what there is, after it can be asked for", async () => {
    const { registry, aFolder, events, names } = aPluginWorld();
    const seen: unknown[] = [];
    events.on("plugins.changed", () => seen.push(names()));
    await registry.load(installed([aFolder(aManifest("disk"))]));
    expect(seen).toEqual([["disk"]]);
  });

  it("costs the others nothing when one is refused", async () => {
    const { registry, aFolder, writeFiles, names, reasons, root } = aPluginWorld();
    const folders = [writeFiles("broken", { "manifest.json": "{" }), join(root, "missing"), aFolder(aManifest("disk"))];
    await registry.load(installed(folders));
    expect(names()).toEqual(["disk"]);
    expect(reasons()).toEqual([expect.stringContaining("ENOENT"), "its manifest.json is not JSON"]);
  });

  it("refuses one whose sentences the language does not understand, and says which", async () => {
    const { registry, aFolder, reasons, names } = aPluginWorld((candidate, others) =>
      candidate.name === "ping" ? [`"check disk space" already means ${others[0]?.name}.check`] : [],
    );
    await registry.load(installed([aFolder(aManifest("disk")), aFolder(aManifest("ping"))]));
    expect(names()).toEqual(["disk"]);
    expect(reasons()).toEqual(['"check disk space" already means disk.check']);
  });

  it("refuses a second plugin with the name or an action of another", async () => {
    const { registry, aFolder, writeFiles, reasons } = aPluginWorld();
    const twin = writeFiles("twin", { "manifest.json": JSON.stringify(aManifest("disk")), "plugin.mjs": "" });
    const thief = aFolder(aManifest("thief", { actions: [anAction({ name: "disk.check" })] }));
    await registry.load(installed([aFolder(aManifest("disk")), twin, thief]));
    expect(reasons()).toEqual([
      expect.stringContaining("another plugin called disk"),
      "the plugin disk has the action disk.check already",
    ]);
  });

  it("writes what is new to the audit log, once", async () => {
    const { registry, restarted, aFolder, auditActions } = aPluginWorld();
    const sources = installed([aFolder(aManifest("disk"))]);
    await registry.load(sources);
    await restarted().load(sources);
    expect(await auditActions()).toEqual(["plugin.register"]);
  });
});

describe("a version of a plugin", () => {
  it("is immutable: other content under it is refused", async () => {
    const { registry, restarted, aFolder } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"))]));
    const later = restarted();
    await later.load(installed([aFolder(aManifest("disk"), { "plugin.mjs": "changed" })]));
    expect(later.list()).toEqual([]);
    expect(later.refused()[0]).toMatchObject({ name: "disk", reasons: [expect.stringContaining("raise the version")] });
  });

  it("may change with the program when it comes with the program", async () => {
    const { registry, restarted, aFolder, store } = aPluginWorld();
    await registry.load(builtIn([aFolder(aManifest("disk"))]));
    const before = registry.get("disk").digest;
    const later = restarted();
    await later.load(builtIn([aFolder(aManifest("disk"), { "plugin.mjs": "changed" })]));
    expect(later.get("disk").digest).not.toBe(before);
    expect((await store.select(pluginTable, {})).map((row) => row.digest)).toEqual([later.get("disk").digest]);
  });

  it("gives way to a newer one, and its row stays for the attempts that ran it", async () => {
    const { registry, restarted, aFolder, store } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"))]));
    const later = restarted();
    await later.load(installed([aFolder(aManifest("disk", { version: "1.1.0" }))]));
    const rows = await store.select(pluginTable, {});
    expect(rows.map((row) => [row.version, row.is_current])).toEqual([
      ["1.0.0", false],
      ["1.1.0", true],
    ]);
    expect(() => later.version("disk", "1.0.0")).toThrow(/installed as version 1.1.0, not 1.0.0/);
  });

  it("is not current any more when its folder is gone", async () => {
    const { registry, restarted, aFolder, store } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk")), aFolder(aManifest("ping"))]));
    await restarted().load(installed([aFolder(aManifest("ping"))]));
    const rows = await store.select(pluginTable, {});
    expect(rows.map((row) => [row.name, row.is_current])).toEqual([
      ["disk", false],
      ["ping", true],
    ]);
  });
});

describe("switching a plugin off", () => {
  it("takes its actions away, and stays through restarts and upgrades", async () => {
    const { registry, restarted, aFolder, write, auditActions } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"))]));
    await write((writer) => registry.setEnabled(writer, anActor("admin"), "disk", false));
    expect([registry.actions(), registry.find("disk.check")]).toEqual([[], undefined]);
    expect(registry.get("disk").enabled).toBe(false);
    const later = restarted();
    await later.load(installed([aFolder(aManifest("disk", { version: "2.0.0" }))]));
    expect(later.get("disk")).toMatchObject({ version: "2.0.0", enabled: false });
    await write((writer) => later.setEnabled(writer, anActor("admin"), "disk", true));
    expect(later.find("disk.check")).toBeDefined();
    expect(await auditActions()).toEqual(["plugin.register", "plugin.disable", "plugin.register", "plugin.enable"]);
  });

  it("is for administrators, and for plugins that exist", async () => {
    const { registry, aFolder, write } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"))]));
    const as = (role: "approver" | "admin", name: string) =>
      write((writer) => registry.setEnabled(writer, anActor(role), name, false));
    await expect(as("approver", "disk")).rejects.toMatchObject({ code: "access.denied" });
    await expect(as("admin", "dusk")).rejects.toMatchObject({ code: "plugin.not-found" });
  });
});

describe("checking parameters", () => {
  it.each<readonly [object, string | undefined]>([
    [{ host: "a" }, undefined],
    [{ host: "a", count: 3 }, undefined],
    [{}, "host is missing"],
    [{ host: "a", count: 0 }, "count must be >= 1 (got 0)"],
    [{ host: 7 }, "host must be string (got 7)"],
    [{ host: "a", speed: 1 }, 'the value has an unknown field "speed"'],
  ])("%j: %s", async (params, problem) => {
    const { registry, aFolder } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("ping", { actions: [counted] }))]));
    expect(registry.validateParams("ping.check", params as never)).toBe(problem);
  });

  it("says so for an action that nobody has", () => {
    expect(aPluginWorld().registry.validateParams("no.such", {})).toMatch(/no installed plugin/);
  });
});

describe("handing out files", () => {
  it("gives the bytes that the digest covers", async () => {
    const { registry, aFolder } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"), { "lib/a.txt": "hello" })]));
    expect((await registry.fileOf("disk", "1.0.0", "lib/a.txt")).toString()).toBe("hello");
  });

  it.each([
    ["disk", "1.0.0", "../disk/plugin.mjs"],
    ["disk", "1.0.0", "/etc/passwd"],
    ["disk", "1.0.0", "__proto__"],
    ["disk", "1.0.1", "plugin.mjs"],
    ["dusk", "1.0.0", "plugin.mjs"],
  ])("knows nothing of %s %s %s", async (name, version, path) => {
    const { registry, aFolder } = aPluginWorld();
    await registry.load(installed([aFolder(aManifest("disk"))]));
    await expect(registry.fileOf(name, version, path)).rejects.toMatchObject({ code: "plugin.not-found" });
  });

  it("gives nothing that changed on disk since it was registered", async () => {
    const { registry, aFolder } = aPluginWorld();
    const folder = aFolder(aManifest("disk"));
    await registry.load(installed([folder]));
    writeFileSync(join(folder, "plugin.mjs"), "export const plugin = 2;");
    const asking = registry.fileOf("disk", "1.0.0", "plugin.mjs");
    await expect(asking).rejects.toMatchObject({ code: "plugin.version-changed" });
  });
});
