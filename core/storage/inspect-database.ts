import { existsSync } from "node:fs";
import { join } from "node:path";
import { isOctopusError } from "../kernel/errors.ts";
import { folderHolder } from "./folder-lock.ts";
import { refuseNewer } from "./sql/migrate.ts";
import { sqliteReaderSource } from "./sql/sqlite-engine.ts";
import { startRefusal } from "./start-refusal.ts";

export interface DatabaseInspection {
  readonly state: "absent" | "usable" | "unusable";
  /** A sentence that says what to do; "" unless unusable. */
  readonly problem: string;
  /** The process that uses the folder now. */
  readonly heldBy: number | undefined;
}

/** Looks at a data folder from outside, also while a server uses it. Changes nothing, never rejects. */
export async function inspectDatabase(dataDir: string): Promise<DatabaseInspection> {
  const file = join(dataDir, "octopus.db");
  const heldBy = folderHolder(dataDir);
  if (!existsSync(file)) return { state: "absent", problem: "", heldBy };
  const source = sqliteReaderSource(file);
  try {
    await source.initialize();
    await refuseNewer(source);
    return { state: "usable", problem: "", heldBy };
  } catch (error) {
    const refusal = startRefusal(dataDir, error);
    const problem = isOctopusError(refusal) || refusal instanceof Error ? refusal.message : String(refusal);
    return { state: "unusable", problem, heldBy };
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}
