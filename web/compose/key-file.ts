import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";

const KEY_BYTES = 32;

/** A secret of this server, made at the first start. Mode 0600; refuses one that others can read. */
export function keyFile(dataDir: string, name: string, randomness: Randomness): string {
  const path = join(dataDir, name);
  const known = read(path);
  if (known !== undefined) return known;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const key = randomness.hex(KEY_BYTES);
  writeFileSync(path, `${key}\n`, { mode: 0o600, flag: "wx" });
  return key;
}

function read(path: string): string | undefined {
  try {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
      throw new OctopusError("storage.not-writable", `${path} can be read by others; run: chmod 600 ${path}`, { path });
    }
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
