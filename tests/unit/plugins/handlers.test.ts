import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Plugin } from "../../../core/plugin-api/define-plugin.ts";
import { decodeManifest, type PluginManifest } from "../../../core/plugin-api/manifest.ts";

const root = new URL("../../../plugins/", import.meta.url);
const manifests: readonly PluginManifest[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => {
    const decoded = decodeManifest(JSON.parse(readFileSync(new URL(`${entry.name}/manifest.json`, root), "utf8")));
    if (!decoded.ok) throw new Error(decoded.problem);
    return decoded.value;
  });

describe("the plugins of the project", () => {
  it.each(manifests.filter(({ runtime }) => runtime.kind === "node"))(
    "$name has one handler for each action of its manifest and no other",
    async ({ name, actions }) => {
      const { plugin } = (await import(new URL(`${name}/plugin.ts`, root).href)) as { plugin: Plugin };
      expect([...plugin.actions.keys()].sort()).toEqual(actions.map((action) => action.name).sort());
    },
  );

  it("have the programs that their manifests name", () => {
    for (const { name, runtime } of manifests) {
      if (runtime.kind !== "exec") continue;
      const files = runtime.command.filter((part) => part.startsWith("./"));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect(existsSync(new URL(`${name}/${file}`, root))).toBe(true);
    }
  });
});
