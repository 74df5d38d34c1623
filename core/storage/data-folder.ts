import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { OctopusError } from "../kernel/errors.ts";
import { dropBallast } from "../maintenance/ballast.ts";

/**
 * Creates the folder, for its owner only, and proves by doing that it can be written. Where the disk is full, `makeRoom`
 * is asked and says whether it could give something back: by default the ballast.
 */
export function prepareDataFolder(dataDir: string, makeRoom = () => dropBallast(dataDir)): void {
  try {
    proveWritable(dataDir);
  } catch (error) {
    if (!isFull(error) || !makeRoom()) throw refusal(dataDir, error);
    prepareDataFolder(dataDir, makeRoom);
  }
}

function proveWritable(dataDir: string): void {
  const probe = join(dataDir, ".write-test");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = openSync(probe, "w", 0o600);
  try {
    writeSync(file, "octopus");
    fsyncSync(file);
  } finally {
    closeSync(file);
    rmSync(probe, { force: true });
  }
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}

function refusal(dataDir: string, error: unknown): OctopusError {
  const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
  const details = { dataDir, reason };
  if (isFull(error)) {
    const sentence = `The disk with the data folder ${dataDir} is full. Free some space and start again.`;
    return new OctopusError("storage.full", sentence, details, { cause: error });
  }
  return new OctopusError(
    "storage.not-writable",
    `The data folder ${dataDir} cannot be written (${reason}). Give the user that runs Octopus write permission there, or choose another folder with OCTOPUS_DATA_DIR.`,
    details,
    { cause: error },
  );
}
