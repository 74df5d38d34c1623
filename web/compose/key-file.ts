import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";

const KEY_BYTES = 32;

/**
 * A secret of this server, made at the first start, whole or not at all. Mode 0600; refuses one that others can read, and
 * what is left of one: whatever an empty key sealed, everybody could open.
 */
export function keyFile(dataDir: string, name: string, randomness: Randomness): string {
  const path = join(dataDir, name);
  const known = read(path);
  if (known !== undefined) return known;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomness.hex(KEY_BYTES);
  place(path, `${key}\n`);
  return key;
}

/** A kill or a full disk in the middle of it must not leave half a key under the name. */
function place(path: string, text: string): void {
  const made = `${path}.new`;
  rmSync(made, { force: true });
  const file = openSync(made, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(made, path);
}

function read(path: string): string | undefined {
  try {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
      throw new OctopusError("storage.not-writable", `${path} can be read by others; run: chmod 600 ${path}`, { path });
    }
    const key = readFileSync(path, "utf8").trim();
    if (key.length < 2 * KEY_BYTES) throw new OctopusError("storage.corrupt", sayBroken(path), { path });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function sayBroken(path: string): string {
  return `${path} holds no whole key. Put back a copy of it; where there never was one, because the first start was broken off, delete it and start again.`;
}
