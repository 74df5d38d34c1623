import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../core/kernel/clock.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import { Retention } from "../../core/maintenance/retention.ts";
import { openStore } from "../../core/storage/open-store.ts";
import { runTable } from "../../core/store/tables/run-table.ts";
import { SYSTEM_ACTOR } from "../../core/users/actor-of.ts";
import { GOOD_PASSWORD } from "../support/account-world.ts";
import { anAgentWorld, CHALLENGE } from "../support/agent-world.ts";
import { NINE } from "../support/fake-clock.ts";
import { addRun } from "../support/run-history.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The rules are tested over the memory store; here they meet SQL, its nulls, its order and its triggers. */
async function onSqlite() {
  const { store } = await openStore({ dataDir: temporaryFolder() }, { clock: systemClock, logger: silentLogger });
  onTestFinished(() => store.close());
  return anAgentWorld({ store });
}

describe("people and machines on SQLite", () => {
  it("goes from set-up to a signed-in person with a token, under one unbroken audit chain", async () => {
    const { setup, signIn, sessions, tokens, write, audit, queries } = await onSqlite();
    const code = (await setup.begin()) ?? "";
    const both = [setup.complete(code, "alice", GOOD_PASSWORD), setup.complete(code, "mallory", GOOD_PASSWORD)];
    expect((await Promise.allSettled(both)).filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [alice] = await queries.all();
    if (!alice) throw new Error("nobody");
    expect(await signIn.verify("ALICE", GOOD_PASSWORD)).toEqual(alice);
    const session = await write((writer) => sessions.open(writer, alice.id, "browser"));
    const actor = await sessions.authenticate(session.secret);
    if (!actor) throw new Error("not signed in");
    const { secret } = await write((writer) => tokens.create(writer, actor, { name: "laptop" }));
    expect(await tokens.authenticate(secret)).toMatchObject({ name: "alice", role: "admin" });
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 3 });
  });

  it("lets a machine join once, prove itself, drain until an end, and go silent", async () => {
    const { join, joins, aToken, key, proof, agents, liveness, write, clock, got, history, directory } =
      await onSqlite();
    const { agentId } = await join("web-1", { labels: ["web"] });
    const token = await aToken();
    const request = { token, publicKey: key.publicKey, facts: key.hello("", 1).facts };
    const twice = [joins.join({ ...request, name: "web-2" }), joins.join({ ...request, name: "web-3" })];
    expect((await Promise.allSettled(twice)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await proof.prove(key.hello(agentId, 1), CHALLENGE, { challengedAt: 0 })).toMatchObject({ ok: true });
    await write((writer) => agents.drain(writer, SYSTEM_ACTOR, agentId, { until: NINE + 25_000 }));
    await clock.advance(26_000);
    await liveness.sweep();
    expect(got(agentId)).toMatchObject({ state: "active", liveness: "no-contact" });
    expect(await history(agentId)).toEqual([
      "joined:  -> active",
      "liveness: offline -> online",
      "state: active -> draining",
      "state: draining -> active",
      "liveness: online -> no-contact",
    ]);
    const shown = directory.all();
    await directory.load();
    expect(directory.all()).toEqual(shown);
  });

  it("removes old runs past the triggers that guard final ones", async () => {
    const { store, clock } = await onSqlite();
    await addRun(store, { seq: 1, createdAt: 0, executions: 25 });
    await addRun(store, { seq: 2, createdAt: 0, state: "unknown" });
    await addRun(store, { seq: 3, createdAt: NINE });
    const day = 86_400_000;
    const rules = { keepRunsMs: 90 * day, keepRunCount: 1000, keepInboxMs: day, keepHistoryMs: day };
    const retention = new Retention({ store, clock, logger: silentLogger, rules });
    expect(await retention.runOnce()).toMatchObject({ runs: 1 });
    expect((await store.select(runTable, { orderBy: [{ column: "seq" }] })).map((row) => row.id)).toEqual([
      "R-2",
      "R-3",
    ]);
  });
});
