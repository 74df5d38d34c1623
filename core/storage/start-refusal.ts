import { isOctopusError, OctopusError } from "../kernel/errors.ts";
import { storageError } from "./sql/storage-errors.ts";

const NO_DRIVER =
  /bindings file|DLOPEN|NODE_MODULE_VERSION|package has not been found|invalid ELF|did not self-register/i;

/** Why a data folder could not be opened, in a sentence that says what to do about it. */
export function startRefusal(dataDir: string, error: unknown): unknown {
  const known = storageError(error);
  if (known?.code === "storage.corrupt") {
    const sentence = `The database in ${dataDir} is damaged. Nothing was changed. Restore the last backup with: octopus restore <file>. Without one: octopus doctor, and "A damaged database" in docs/operations.md`;
    return new OctopusError("storage.corrupt", sentence, { dataDir, ...known.details }, { cause: error });
  }
  if (isOctopusError(error)) return error;
  if (error instanceof Error && NO_DRIVER.test(`${error.message} ${(error as NodeJS.ErrnoException).code}`)) {
    const sentence =
      "The SQLite driver is missing or was built for another Node.js. Run: npm rebuild better-sqlite3 (if npm asks, allow its install script).";
    return new OctopusError("storage.unavailable", sentence, {}, { cause: error });
  }
  return known ?? error;
}
