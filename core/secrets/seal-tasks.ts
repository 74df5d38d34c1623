import { canonicalJson } from "../kernel/json.ts";
import type { Store, Where } from "../store/rows.ts";
import { type TaskRow, taskTable } from "../store/tables/task-table.ts";
import type { SealedCatalog } from "./sealed-catalog.ts";

const AT_ONCE = 500;

/**
 * Seals what tasks of an older version, or of before a parameter was declared secret, still keep open. Returns how many.
 * Looks at whatever will run again, and at all of these plugins: a start must not wait for a million tasks that are over.
 */
export async function sealTasks(
  store: Store,
  catalog: Pick<SealedCatalog, "sealed">,
  plugins: readonly string[],
): Promise<number> {
  const parts: readonly Where<TaskRow>[] = [
    { state: "active" },
    { state: "paused" },
    ...plugins.map((plugin) => ({ plugin })),
  ];
  let sealed = 0;
  for (const part of parts) sealed += await sealPart(store, catalog, part);
  return sealed;
}

async function sealPart(store: Store, catalog: Pick<SealedCatalog, "sealed">, part: Where<TaskRow>): Promise<number> {
  let sealed = 0;
  for (let after = 0; ; ) {
    const order = { orderBy: [{ column: "seq" }], limit: AT_ONCE } as const;
    const rows = await store.select(taskTable, { where: { ...part, seq: { gt: after } }, ...order });
    const open = rows.flatMap((row) => changeOf(row, catalog));
    if (open.length > 0) {
      await store.write(async (writer) => {
        for (const { id, ...change } of open) await writer.update(taskTable, { id }, change);
      });
    }
    sealed += open.length;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return sealed;
    after = last.seq;
  }
}

function changeOf(row: TaskRow, catalog: Pick<SealedCatalog, "sealed">) {
  const params = catalog.sealed(row.action, row.params);
  const then_steps = row.then_steps.map((step) => ({ ...step, params: catalog.sealed(step.action, step.params) }));
  const { check } = row.policy;
  const policy = check?.params
    ? { ...row.policy, check: { ...check, params: catalog.sealed(check.action, check.params) } }
    : row.policy;
  const before = canonicalJson([row.params, row.then_steps, row.policy]);
  return canonicalJson([params, then_steps, policy]) === before ? [] : [{ id: row.id, params, then_steps, policy }];
}
