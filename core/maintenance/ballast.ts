import { randomFillSync } from "node:crypto";
import { existsSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

export const BALLAST_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

const pathOf = (dataDir: string) => join(dataDir, "ballast");

/**
 * Fills a file of 64 MiB that nobody needs: given back when the disk is full, it is the room in which results can still be
 * stored. Random, because some file systems keep no room for zeros. False when there is no room for it.
 */
export async function takeBallast(dataDir: string): Promise<boolean> {
  const path = pathOf(dataDir);
  if (statSync(path, { throwIfNoEntry: false })?.size === BALLAST_BYTES) return true;
  try {
    // What a killed server left of one is filled from its beginning.
    await fill(path);
    return true;
  } catch {
    dropBallast(dataDir);
    return false;
  }
}

async function fill(path: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    const chunk = randomFillSync(Buffer.alloc(CHUNK_BYTES));
    for (let written = 0; written < BALLAST_BYTES; written += CHUNK_BYTES) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether there was one to give back. Needs no room itself. */
export function dropBallast(dataDir: string): boolean {
  if (!existsSync(pathOf(dataDir))) return false;
  rmSync(pathOf(dataDir), { force: true });
  return true;
}
