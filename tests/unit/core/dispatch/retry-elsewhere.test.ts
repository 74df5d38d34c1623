import { describe, expect, it } from "vitest";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { LimitWorld } from "../../../support/limit-world.ts";

const any = { targets: { include: ["all"], exclude: [] }, policy: { pick: 1, retries: 3, retryDelay: "PT1S" } };

/** Any one machine, where the first one fails. */
async function failed(
  request: object = any,
  away: readonly string[] = [],
  frozen: readonly string[] = [],
): Promise<LimitWorld> {
  const world = new LimitWorld();
  await world.dispatcher.start();
  await world.create(request);
  await world.settle();
  for (const id of away) world.offline.add(id);
  for (const id of frozen) world.frozen.add(id);
  await failOnce(world);
  return world;
}

async function failOnce(world: LimitWorld): Promise<void> {
  const [row] = await world.executions();
  if (!row) throw new Error("nothing was made");
  const end = {
    outcome: "failed",
    error: "the network is down",
    durationMs: 5,
    ranAs: "nobody",
    logChunks: 0,
  } as const;
  const key = { execution: row.id, attempt: row.attempt };
  await world.dispatcher.receive(row.agent_id, [{ type: "result", ...key, ...end }]);
  await world.clock.advance(1_000);
  await world.settle();
}

const where = async (world: LimitWorld) =>
  (await world.executions()).map((row) => `${row.agent_name} ${row.attempt} ${row.state}`);

describe("a try that failed where any machine would have done", () => {
  it("goes to another machine that is ready, then to the next, and comes back to the first", async () => {
    const world = await failed();
    expect(await where(world)).toEqual(["web-1 2 running"]);
    await failOnce(world);
    expect(await where(world)).toEqual(["web-2 3 running"]);
    await failOnce(world);
    expect(await where(world)).toEqual(["db-1 4 running"]);
    await failOnce(world);
    expect(await where(world)).toEqual(["db-1 4 failed"]);
    expect(await world.store.select(runTable, {})).toMatchObject([{ state: "failed" }]);
  });

  it("passes over machines that are away, and stays where no other is ready", async () => {
    expect(await where(await failed(any, ["agt_web-1"]))).toEqual(["web-2 2 running"]);
    expect(await where(await failed(any, ["agt_web-1", "agt_web-2"]))).toEqual(["db-1 2 running"]);
  });

  it("passes over machines that a freeze holds, and stays where there is no other", async () => {
    expect(await where(await failed(any, [], ["agt_web-1"]))).toEqual(["web-2 2 running"]);
    expect(await where(await failed(any, [], ["agt_web-1", "agt_web-2"]))).toEqual(["db-1 2 running"]);
  });

  it("stays on its machine where doing it twice may do harm, or where every machine was asked for", async () => {
    expect(await where(await failed({ ...any, action: "service.restart" }))).toEqual(["db-1 2 running"]);
    const all = { targets: { include: ["host:db-1"], exclude: [] }, policy: { retries: 3, retryDelay: "PT1S" } };
    expect(await where(await failed(all))).toEqual(["db-1 2 running"]);
  });
});
