import { describe, expect, it } from "vitest";
import { logChunkTable, runTable } from "../../../../core/store/tables/run-table.ts";
import { anActor } from "../../../support/actors.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const page = { limit: 10 };

async function twoRuns(): Promise<CoreWorld> {
  const world = new CoreWorld();
  await world.create({ conversationId: "cnv_1" });
  await world.clock.advance(60_000);
  await world.create(
    { action: "service.restart", targets: { include: ["host:web-*"], exclude: [] } },
    anActor("operator", "bob"),
  );
  return world;
}

describe("asking for runs", () => {
  it("knows the other runs of a chain, also when its beginning is no longer kept", async () => {
    const world = new CoreWorld();
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    await world.create({ then: [{ when: "success", action: "disk.usage", params: {} }] });
    await world.end("E-1", "succeeded");
    await world.follower.runOnce();
    const idsOf = async (id: string) =>
      (await world.runQueries.chainOf(await world.runQueries.getRun(id))).map((run) => run.id);
    expect([await idsOf("R-1"), await idsOf("R-2")]).toEqual([
      ["R-1", "R-2"],
      ["R-1", "R-2"],
    ]);
    await world.store.write((writer) => writer.delete(runTable, { id: "R-1" }));
    expect(await idsOf("R-2")).toEqual(["R-2"]);
  });

  it("narrows by state, task, person, conversation, action and time", async () => {
    const world = await twoRuns();
    await world.store.write((writer) => writer.update(runTable, { id: "R-1" }, { state: "succeeded" }));
    const idsOf = async (filter: Parameters<typeof world.runQueries.listRuns>[0]) =>
      (await world.runQueries.listRuns(filter, page)).items.map((run) => run.id);
    const now = world.clock.now();
    expect(await idsOf({})).toEqual(["R-2", "R-1"]);
    expect(await idsOf({ state: ["succeeded"] })).toEqual(["R-1"]);
    expect(await idsOf({ taskId: "T-2" })).toEqual(["R-2"]);
    expect(await idsOf({ requestedBy: "usr_bob" })).toEqual(["R-2"]);
    expect(await idsOf({ conversationId: "cnv_1" })).toEqual(["R-1"]);
    expect(await idsOf({ action: "service.restart" })).toEqual(["R-2"]);
    expect(await idsOf({ from: now })).toEqual(["R-2"]);
    expect(await idsOf({ to: now })).toEqual(["R-1"]);
    expect(await idsOf({ from: now - 60_000, to: now + 1 })).toEqual(["R-2", "R-1"]);
  });

  it("pages through executions, newest first, by run, task, machine and state", async () => {
    const world = await twoRuns();
    const first = await world.runQueries.listExecutions({}, { limit: 2 });
    const rest = await world.runQueries.listExecutions({}, { limit: 2, cursor: first.next ?? "" });
    expect([...first.items, ...rest.items].map((one) => one.id)).toEqual(["E-3", "E-2", "E-1"]);
    expect(
      (await world.runQueries.listExecutions({ agentId: "agt_web-1", state: ["queued"] }, page)).items,
    ).toHaveLength(2);
    expect((await world.runQueries.listExecutions({ runId: "R-2", taskId: "T-2" }, page)).items).toHaveLength(2);
    expect((await world.runQueries.executionsOf("R-2")).map((one) => one.id)).toEqual(["E-2", "E-3"]);
  });

  it("says that there is no such run or execution", async () => {
    const { runQueries } = new CoreWorld();
    await expect(runQueries.getRun("R-1")).rejects.toMatchObject({ code: "run.not-found" });
    await expect(runQueries.getExecution("E-1")).rejects.toMatchObject({ code: "execution.not-found" });
  });
});

describe("asking for logs", () => {
  it("gives what follows a chunk, in order, and the tail, in order too", async () => {
    const world = new CoreWorld();
    await world.create({}, olga);
    await world.store.write(async (writer) => {
      const common = { execution_id: "E-1", stream: "out", text: "x", at: 0 };
      await writer.insert(
        logChunkTable,
        [2, 0, 1, 3].map((seq) => ({ ...common, attempt: 1, seq })),
      );
      await writer.insert(logChunkTable, [{ ...common, attempt: 2, seq: 0 }]);
    });
    const seqs = (chunks: readonly { readonly seq: number }[]) => chunks.map((chunk) => chunk.seq);
    expect(seqs(await world.runQueries.logs("E-1", 1, -1))).toEqual([0, 1, 2, 3]);
    expect(seqs(await world.runQueries.logs("E-1", 1, 1, 1))).toEqual([2]);
    expect(seqs(await world.runQueries.logTail("E-1", 1, 2))).toEqual([2, 3]);
  });
});
