import { createHash } from "node:crypto";
import { canonicalJson } from "../kernel/json.ts";

/** One file of a plugin. `path` is relative, with forward slashes. */
export interface PluginFile {
  readonly path: string;
  /** Lower-case hex of the content. */
  readonly sha256: string;
  readonly bytes: number;
  readonly executable: boolean;
}

/** The identity of a plugin's content: the same files, the same digest, on any machine. Lower-case hex. */
export function pluginDigest(files: readonly PluginFile[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const listed = sorted.map(({ path, sha256, bytes, executable }) => ({ path, sha256, bytes, executable }));
  return createHash("sha256").update(canonicalJson(listed)).digest("hex");
}

/** False for anything that could leave the plugin's folder: absolute, "..", back-slashes, drive letters, NUL. */
export function isSafePluginPath(path: string): boolean {
  if (path.length === 0 || path.length > 200 || !/^[A-Za-z0-9._/-]+$/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
