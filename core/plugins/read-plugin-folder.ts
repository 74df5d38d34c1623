import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isSafePluginPath, type PluginFile } from "../plugin-api/plugin-digest.ts";

/** A plugin's files as they lie on disk; nothing of them is believed yet. */
export interface PluginFolder {
  readonly folder: string;
  readonly files: readonly PluginFile[];
  readonly manifestText: string;
}

export type ReadFolder =
  | { readonly ok: true; readonly value: PluginFolder }
  | { readonly ok: false; readonly problem: string };

const MOST_FILES = 500;
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_MANIFEST_BYTES = 1024 * 1024;
const DEEPEST = 10;
const OWNER_MAY_EXECUTE = 0o100;

/** Lists, bounds and hashes. Refuses the whole folder for one file that is not plain or could leave it. */
export async function readPluginFolder(folder: string): Promise<ReadFolder> {
  const reader = new FolderReader(folder);
  const problem = await reader.read().catch(unreadable);
  if (problem !== undefined) return { ok: false, problem };
  const { files, manifestText } = reader;
  if (manifestText === undefined) return { ok: false, problem: "it has no manifest.json" };
  return { ok: true, value: { folder, files, manifestText } };
}

function unreadable(error: unknown): string {
  const { code, path } = error as NodeJS.ErrnoException;
  return `${path === undefined ? "a file" : basename(path)} cannot be read (${code ?? "unknown reason"})`;
}

class FolderReader {
  readonly #folder: string;
  readonly #seen = new Set<string>();
  #bytes = 0;
  readonly files: PluginFile[] = [];
  manifestText: string | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The first problem, or undefined when every file was taken. */
  async read(below = "", depth = 0): Promise<string | undefined> {
    if (depth > DEEPEST) return `its folders are nested deeper than ${DEEPEST}`;
    const names = (await readdir(join(this.#folder, below))).sort();
    for (const name of names) {
      const problem = await this.#take(below === "" ? name : `${below}/${name}`, depth);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  async #take(path: string, depth: number): Promise<string | undefined> {
    const shown = JSON.stringify(path.slice(0, 80));
    if (!isSafePluginPath(path)) return `the path ${shown} is not allowed`;
    const stat = await lstat(join(this.#folder, path));
    if (stat.isDirectory()) return await this.read(path, depth + 1);
    if (!stat.isFile()) return `${shown} is neither a plain file nor a folder`;
    if (this.#seen.has(path.toLowerCase())) return `${shown} differs from another path in case only`;
    if (this.files.length >= MOST_FILES) return `it has more than ${MOST_FILES} files`;
    if (this.#bytes + stat.size > MOST_BYTES) return "it is larger than 50 MB";
    if (path === "manifest.json" && stat.size > MOST_MANIFEST_BYTES) return "its manifest.json is larger than 1 MB";
    this.#seen.add(path.toLowerCase());
    await this.#hash(path, (stat.mode & OWNER_MAY_EXECUTE) !== 0);
    return undefined;
  }

  async #hash(path: string, executable: boolean): Promise<void> {
    const content = await readFile(join(this.#folder, path));
    this.#bytes += content.length;
    this.files.push({ path, sha256: sha256Of(content), bytes: content.length, executable });
    if (path === "manifest.json") this.manifestText = content.toString("utf8");
  }
}

export function sha256Of(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
