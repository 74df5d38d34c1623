import { type Randomness, randomId } from "../kernel/randomness.ts";
import type { Store } from "../store/rows.ts";
import { metaTable } from "../store/tables/meta-table.ts";

/** The id of this database, made at the first call. */
export function serverIdOf(store: Store, randomness: Randomness): Promise<string> {
  return store.write(async (writer) => {
    await writer.insertNew(metaTable, { name: "server_id", value: randomId("srv", randomness) });
    const [row] = await writer.select(metaTable, { where: { name: "server_id" } });
    if (!row) throw new Error("The server id that was just written is not there.");
    return row.value;
  });
}

/** Whether the present life of the database has ended in order; read at the next start. */
export function markStop(store: Store, value: "yes" | "no"): Promise<void> {
  return store.write(async (writer) => {
    if (await writer.insertNew(metaTable, { name: "clean_shutdown", value })) return;
    await writer.update(metaTable, { name: "clean_shutdown" }, { value });
  });
}
