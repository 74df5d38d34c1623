import { changeExecution } from "../../core/executions/change-execution.ts";
import { createRun } from "../../core/executions/create-run.ts";
import { planRun } from "../../core/executions/plan-run.ts";
import type { ActionResponse } from "../../core/model/action-response.ts";
import { executionTable, runTable } from "../../core/store/tables/run-table.ts";
import { taskTable } from "../../core/store/tables/task-table.ts";
import { anActor } from "./actors.ts";
import { ACTIONS, type ConversationWorld } from "./conversation-world.ts";

type World = Pick<ConversationWorld, "store" | "events" | "machines" | "now">;
const RESPONSE: ActionResponse = { ok: true, headline: "12 GiB free", data: {} };

/** The latest execution, brought to an end as an agent would. */
export async function endLatest(
  { store, events, now }: World,
  state: "succeeded" | "failed" | "unknown",
  response = RESPONSE,
): Promise<void> {
  const moves = [
    { state: "offered", fields: {} },
    { state: "running", fields: { started_at: now } },
    { state, fields: state === "succeeded" ? { response } : { error: "df is not installed" } },
  ] as const;
  for (const move of moves) {
    await store.write(async (writer) => {
      const newest = { orderBy: [{ column: "seq", descending: true }], limit: 1 } as const;
      const [from] = await writer.select(executionTable, newest);
      if (from) await changeExecution(writer, events, from, move, now);
    });
  }
}

/** One firing of the schedule of a task, the n-th. */
export async function fireTask({ store, events, machines, now }: World, id: string, nth: number): Promise<void> {
  await store.write(async (writer) => {
    await writer.update(taskTable, { id }, { fired_count: nth });
    const [task] = await writer.select(taskTable, { where: { id } });
    const [action] = ACTIONS;
    if (!task || !action) throw new Error(`there is no task ${id}`);
    await createRun(writer, events, {
      task,
      actor: anActor("admin", "ada"),
      trigger: "schedule",
      dueAt: now + nth,
      now,
      risk: "read",
      conversationId: task.conversation_id,
      planned: planRun({ action, policy: {}, machines: machines.slice(0, 1), now }),
    });
  });
}

/** So many runs of another task that went well after the first run. */
export async function manyGoodRuns({ store }: Pick<World, "store">, count: number): Promise<void> {
  await store.write(async (writer) => {
    const [first] = await writer.select(runTable, { where: { id: "R-1" } });
    if (!first) throw new Error("there is no first run");
    const well = { ...first, task_id: "T-other", state: "succeeded", finished_at: first.created_at };
    const numbers = Array.from({ length: count }, (_none, index) => index + 1_000);
    await writer.insert(
      runTable,
      numbers.map((seq) => ({ ...well, id: `R-${seq}`, seq, fire_key: `due:${seq}` })),
    );
  });
}
