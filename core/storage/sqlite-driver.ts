import { DataSource } from "typeorm";

/** Whether SQLite's native part loads in this Node. Opens a database in memory and closes it. */
export async function sqliteDriverLoads(): Promise<boolean> {
  const source = new DataSource({ type: "better-sqlite3", database: ":memory:" });
  try {
    await source.initialize();
    await source.destroy();
    return true;
  } catch {
    return false;
  }
}
