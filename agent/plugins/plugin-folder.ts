import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeManifest, type PluginManifest } from "../../core/plugin-api/manifest.ts";
import { type PluginFile, pluginDigest } from "../../core/plugin-api/plugin-digest.ts";
import { sha256Of } from "./plugin-listing.ts";

type ReadPlugin =
  | { readonly ok: true; readonly manifest: PluginManifest }
  | { readonly ok: false; readonly exists: boolean; readonly problem: string };

/**
 * Reads every byte of a cached plugin; not ok when a file is more, less, other, or anything but a plain file. It does so
 * at once and not by turns: the files are few and small, and waiting for each costs more than reading it. `known` is
 * the manifest as it was read under the same digest, which then need not be understood again.
 */
export function readVerified(folder: string, digest: string, known?: PluginManifest): ReadPlugin {
  const exists = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!exists) return { ok: false, exists, problem: "it is not there" };
  const contents = new Map<string, Buffer>();
  const files: PluginFile[] = [];
  for (const path of listFiles(folder, "")) {
    const stat = lstatSync(join(folder, path));
    if (!stat.isFile()) return { ok: false, exists, problem: `${path} is no plain file` };
    const content = readFileSync(join(folder, path));
    contents.set(path, content);
    files.push({ path, sha256: sha256Of(content), bytes: content.length, executable: (stat.mode & 0o100) !== 0 });
  }
  if (pluginDigest(files) !== digest) return { ok: false, exists, problem: "its files were changed" };
  if (known) return { ok: true, manifest: known };
  const manifest = decodeManifest(parse(contents.get("manifest.json")));
  if (!manifest.ok) return { ok: false, exists, problem: manifest.problem };
  return { ok: true, manifest: manifest.value };
}

function listFiles(folder: string, below: string): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...listFiles(folder, path));
    else found.push(path);
  }
  return found;
}

function parse(content: Buffer | undefined): unknown {
  try {
    return JSON.parse(content?.toString("utf8") ?? "") as unknown;
  } catch {
    return undefined;
  }
}
