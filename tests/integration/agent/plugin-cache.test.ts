import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PluginCache } from "../../../agent/plugins/plugin-cache.ts";
import { silentLogger } from "../../../core/kernel/logger.ts";
import { systemRandomness } from "../../../core/kernel/randomness.ts";
import { type PluginFile, pluginDigest } from "../../../core/plugin-api/plugin-digest.ts";
import { anAction } from "../../support/agent-process-runner.ts";

const example = { sentence: "probe it", params: {} };
const manifest = {
  name: "probe",
  version: "1.0.0",
  description: "d",
  runtime: { kind: "node", entry: "lib/plugin.mjs" },
  actions: [anAction("t.probe", { examples: [example, example] })],
};
const CONTENT: Readonly<Record<string, string>> = {
  "manifest.json": JSON.stringify(manifest),
  "lib/plugin.mjs": "export const plugin = { actions: new Map() };",
};

function listed(content: Readonly<Record<string, string>>): PluginFile[] {
  return Object.entries(content).map(([path, text]) => ({
    path,
    sha256: createHash("sha256").update(text).digest("hex"),
    bytes: Buffer.byteLength(text),
    executable: path.endsWith(".sh"),
  }));
}

describe("the plugin cache", () => {
  let folder: string;
  let requests: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "octopus-plugins-"));
    requests = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A server that lists `files` and serves `content`. */
  function serve(content = CONTENT, files = listed(content), digest = pluginDigest(files)) {
    const get = async (path: string) => {
      requests.push(path);
      const name = path.split("/files/")[1];
      const body = name === undefined ? JSON.stringify({ digest, files }) : content[name];
      return body === undefined ? { status: 404, body: Buffer.alloc(0) } : { status: 200, body: Buffer.from(body) };
    };
    const cache = new PluginCache({ folder, get, randomness: systemRandomness, logger: silentLogger });
    return { cache, digest, ref: { name: "probe", version: "1.0.0", digest } };
  }

  it("fetches a plugin once and hands it out verified", async () => {
    const { cache, ref, digest } = serve();
    const [first, second] = await Promise.all([cache.fetch(ref), cache.fetch(ref)]);
    expect(first).toMatchObject({ ok: true, plugin: { digest, manifest: { name: "probe" } } });
    expect(second).toEqual(first);
    expect(await cache.fetch(ref)).toEqual(first);
    expect(requests).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([digest]);
  });

  it.each(["other content", "an extra file", "a link instead of a file", "another mode"])(
    "notices %s in what it stored and fetches it anew",
    async (change) => {
      const { cache, ref, digest } = serve();
      await cache.fetch(ref);
      const file = join(folder, digest, "lib", "plugin.mjs");
      if (change === "other content") writeFileSync(file, "export const plugin = evil");
      else if (change === "an extra file") writeFileSync(join(folder, digest, "more.mjs"), "");
      else if (change === "another mode") chmodSync(file, 0o755);
      else {
        rmSync(file);
        symlinkSync("/etc/passwd", file);
      }
      requests = [];
      expect(await cache.fetch(ref)).toMatchObject({ ok: true });
      expect(requests).toHaveLength(3);
    },
  );

  it.each(["../evil.mjs", "/etc/cron.d/evil", "lib/../../evil", "a//b", "./x", "c:\\x", "nul\0", "lib/.."])(
    "refuses the path %j before anything is written",
    async (path) => {
      const content = { ...CONTENT, [path]: "evil" };
      const { cache, ref } = serve(content);
      expect(await cache.fetch(ref)).toMatchObject({ ok: false, retryable: false });
      expect(readdirSync(folder)).toEqual([]);
      expect(existsSync("/etc/cron.d/evil")).toBe(false);
    },
  );

  it.each([
    ["a digest that the files do not have", { digest: "f".repeat(64) }],
    ["paths that differ in case only", { content: { ...CONTENT, "LIB/plugin.mjs": "x" } }],
    ["no manifest", { content: { "lib/plugin.mjs": "x" } }],
    [
      "a manifest of another plugin",
      { content: { ...CONTENT, "manifest.json": JSON.stringify({ ...manifest, name: "other" }) } },
    ],
    ["a manifest that is none", { content: { ...CONTENT, "manifest.json": "[]" } }],
    [
      "a file that is not what the list says",
      { content: { ...CONTENT, "lib/plugin.mjs": "evil" }, files: listed(CONTENT) },
    ],
  ])(
    "refuses %s",
    async (_what, change: { content?: Record<string, string>; files?: PluginFile[]; digest?: string }) => {
      const { cache, ref } = serve(change.content, change.files, change.digest);
      expect(await cache.fetch(ref)).toMatchObject({ ok: false, retryable: false });
    },
  );

  it.each([
    { name: "../x", version: "1.0.0", digest: "0".repeat(64) },
    { name: "probe", version: "../../x", digest: "0".repeat(64) },
    { name: "probe", version: "1.0.0", digest: "../../../../tmp" },
  ])("asks nobody for the name %j", async (ref) => {
    const { cache } = serve();
    expect(await cache.fetch(ref)).toMatchObject({ ok: false, retryable: false });
    expect(requests).toEqual([]);
  });

  it("may be asked again when the server was away", async () => {
    const away = new PluginCache({
      folder,
      get: async () => undefined,
      randomness: systemRandomness,
      logger: silentLogger,
    });
    expect(await away.fetch(serve().ref)).toMatchObject({ ok: false, retryable: true });
  });
});
