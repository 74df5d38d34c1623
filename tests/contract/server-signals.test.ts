import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Dispatcher } from "../../core/dispatch/dispatcher.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { ServerSignals } from "../../core/events/server-signals.ts";
import { systemClock } from "../../core/kernel/clock.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { openStore } from "../../core/storage/open-store.ts";
import type { OpenedStore } from "../../core/storage/opened-store.ts";
import { executionTable } from "../../core/store/tables/run-table.ts";
import { actionCatalogOf, anAction } from "../support/action-catalog.ts";
import { countingRandomness } from "../support/counting-randomness.ts";
import { anExecutionRow } from "../support/execution-rows.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { addRun } from "../support/run-history.ts";

/** One of several servers over the same database. */
async function aServer(databaseUrl: string, ownId: string) {
  const deps = { clock: systemClock, logger: silentLogger, randomness: countingRandomness() };
  const opened = await openStore({ databaseUrl }, deps);
  const events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  if (!opened.signals) throw new Error("there is no channel to the other servers");
  const signals = new ServerSignals({ ...deps, events, channel: opened.signals, ownId });
  await signals.start();
  const ended: string[] = [];
  events.on("run.ended", ({ runId }) => ended.push(runId));
  return { opened, events, signals, ended };
}

describe("several servers over one PostgreSQL", () => {
  let postgres: TestPostgres;
  let url: string;
  const running: { readonly opened: OpenedStore; readonly signals: ServerSignals }[] = [];
  const start = async (ownId: string) => {
    const server = await aServer(url, ownId);
    running.push(server);
    return server;
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase("signals");
  });
  afterEach(async () => {
    for (const { opened, signals } of running.splice(0)) {
      await signals.stop();
      await opened.close();
    }
  });
  afterAll(async () => postgres.stop());

  it("wake each other for what one of them committed, and nobody hears their own twice", async () => {
    const [one, two] = [await start("one"), await start("two")];
    one.events.emit("run.ended", { runId: "R-1" });
    await expect.poll(() => two.ended).toEqual(["R-1"]);
    two.events.emit("run.ended", { runId: "R-2" });
    await expect.poll(() => one.ended).toEqual(["R-1", "R-2"]);
    expect(two.ended).toEqual(["R-1", "R-2"]);
  });

  it("carry more than fits into one signal", async () => {
    const [one, two] = [await start("one"), await start("two")];
    const all = Array.from({ length: 2_000 }, (_one, at) => `R-${at}`);
    for (const runId of all) one.events.emit("run.ended", { runId });
    await expect.poll(() => two.ended.length).toBe(2_000);
    expect([...two.ended].sort()).toEqual([...all].sort());
  });

  it("hear each other again after the database has ended their connections", async () => {
    const [one, two] = [await start("one"), await start("two")];
    await postgres.killConnections();
    let count = 0;
    await expect
      .poll(() => {
        count += 1;
        one.events.emit("run.ended", { runId: `R-${count}` });
        return two.ended.length;
      })
      .toBeGreaterThan(0);
  });

  it("offer work at once to a machine that is connected to another server than the one that took the request", async () => {
    const [one, two] = [await start("one"), await start("two")];
    const sent: string[] = [];
    // The clock stands still: no sweep ever comes, only the signal can wake it.
    const clock = new FakeClock();
    const dispatcher = new Dispatcher({
      ...{ store: two.opened.store, clock, events: two.events, logger: silentLogger },
      ...{ randomness: countingRandomness(), actions: actionCatalogOf([anAction()]), takesWork: () => true },
      channel: {
        isConnected: () => true,
        send: (agentId, messages) => sent.push(`${agentId} ${messages[0]?.type}`) > 0,
      },
      mayRun: async () => ({ allowed: true, rule: "own" }),
    });
    await dispatcher.start();
    await addRun(one.opened.store, { seq: 1, createdAt: clock.now(), taskId: "T-1", state: "running", executions: 0 });
    await one.opened.store.write(async (writer) => {
      const row = anExecutionRow({ id: "E-1", seq: 1, run_id: "R-1", agent_id: "agt_web-1", state: "queued" });
      await writer.insert(executionTable, [{ ...row, not_before: clock.now() }]);
      writer.afterCommit(() => one.events.emit("work.queued", { agentId: "agt_web-1" }));
    });
    await expect.poll(() => sent).toEqual(["agt_web-1 offer"]);
    await dispatcher.stop();
  });
});
