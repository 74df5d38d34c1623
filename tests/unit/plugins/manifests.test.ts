import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validator } from "../../../core/kernel/validator.ts";
import { type ActionManifest, decodeManifest, type PluginManifest } from "../../../core/plugin-api/manifest.ts";

const root = new URL("../../../plugins/", import.meta.url);
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function manifestOf(folder: string): PluginManifest {
  const decoded = decodeManifest(JSON.parse(readFileSync(new URL(`${folder}/manifest.json`, root), "utf8")));
  if (!decoded.ok) throw new Error(`${folder}: ${decoded.problem}`);
  return decoded.value;
}

const actions: readonly ActionManifest[] = folders.flatMap((folder) => [...manifestOf(folder).actions]);
const byName = new Map(actions.map((action) => [action.name, action]));

describe("the manifests of the built-in plugins", () => {
  it.each(folders)("%s is valid, named like its folder, and has a README", (folder) => {
    expect(manifestOf(folder).name).toBe(folder);
    expect(existsSync(new URL(`${folder}/README.md`, root))).toBe(true);
  });

  it("keep the contract of names, required parameters and risks", () => {
    const contract = actions.map((action) => [
      action.name,
      Object.keys(action.params.properties).join(" "),
      (action.params.required ?? []).join(" "),
      action.risk,
    ]);
    expect(contract.sort()).toEqual([
      ["backup.create", "source dest", "source", "change"],
      ["disk.usage", "path thresholdPct", "", "read"],
      ["file.read", "path", "path", "read"],
      ["file.tail", "path lines grep", "path", "read"],
      ["http.request", "url method expectStatus body headers", "url", "change"],
      ["package.update", "packages all", "", "change"],
      ["ping.check", "host count", "host", "read"],
      ["process.list", "sort top name", "", "read"],
      ["script.run", "path args", "path", "change"],
      ["service.restart", "service", "service", "change"],
      ["service.start", "service", "service", "change"],
      ["service.status", "service", "service", "read"],
      ["service.stop", "service", "service", "change"],
      ["shell.run", "command", "command", "destructive"],
      ["system.info", "fields", "", "read"],
      ["uptime.check", "", "", "read"],
    ]);
    expect(byName.get("shell.run")?.offByDefault).toBe(true);
  });

  it("never let a lost attempt of something that is not idempotent be repeated silently", () => {
    const repeatable = actions.filter((action) => action.idempotent && action.risk !== "read").map(({ name }) => name);
    expect(repeatable.sort()).toEqual(["package.update", "service.start", "service.stop"]);
  });
});

describe.each(actions)("the language of $name", (action) => {
  const holes = (phrase: string) => [...phrase.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");

  it("has parameters and examples that fit their schema", () => {
    const decode = validator(action.params);
    for (const { sentence, params } of action.examples) {
      expect(decode(params), sentence).toMatchObject({ ok: true });
    }
    for (const [name, schema] of Object.entries(action.params.properties)) {
      for (const example of schema.examples ?? []) {
        const decodeOne = validator({ type: "object", properties: { [name]: schema } });
        expect(decodeOne({ [name]: example })).toMatchObject({ ok: true });
      }
    }
  });

  it("has balanced phrases whose holes are parameters, and no two alike", () => {
    for (const phrase of action.phrases) {
      expect(phrase.replace(/\([^()[\]{}]+\)|\[[^()[\]{}]+\]|\{\w+\}/g, "")).not.toMatch(/[()[\]{}|]/);
      for (const hole of holes(phrase)) expect(Object.keys(action.params.properties)).toContain(hole);
    }
    expect(new Set(action.phrases).size).toBe(action.phrases.length);
    expect(action.phrases.length).toBeGreaterThanOrEqual(5);
  });

  it("can ask for what is required, and has a phrase for each of its required parameters", () => {
    for (const name of action.params.required ?? []) {
      expect(action.params.properties[name]?.["x-ask"]).toMatch(/\?|Give/);
      expect(action.phrases.some((phrase) => holes(phrase).includes(name))).toBe(true);
    }
  });

  it("shares no example with another action, and has none of its own as a counter-example", () => {
    const others = actions.filter((other) => other !== action).flatMap(({ examples }) => examples);
    const taken = new Set(others.map(({ sentence }) => sentence.toLowerCase()));
    for (const { sentence } of action.examples) {
      expect(taken.has(sentence.toLowerCase())).toBe(false);
      expect(action.negativeExamples ?? []).not.toContain(sentence);
    }
    expect(action.examples.length).toBeGreaterThanOrEqual(5);
  });

  it("has a result schema that compiles and names every field", () => {
    expect(validator(action.result)({})).toHaveProperty("ok");
    expect(action.result["additionalProperties"]).toBe(false);
  });
});
