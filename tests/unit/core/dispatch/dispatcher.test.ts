import { describe, expect, it } from "vitest";
import { Dispatcher } from "../../../../core/dispatch/dispatcher.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Access } from "../../../../core/model/permission.ts";
import type { FromAgent, ResultMessage, ToAgent } from "../../../../core/protocol/messages.ts";
import type { Store } from "../../../../core/store/rows.ts";
import { attemptTable, executionTable, logChunkTable } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";
import { countingRandomness } from "../../../support/counting-randomness.ts";

const WEB = "agt_web-1";
const key = { execution: "E-1", attempt: 1 };
const want = { type: "want", ...key, nonce: "n1" } as const;
const result: ResultMessage = {
  type: "result",
  ...key,
  outcome: "succeeded",
  durationMs: 5,
  ranAs: "nobody",
  logChunks: 0,
};
const restart = { action: "service.restart" };

/** A dispatcher over a channel that only takes notes. */
class DispatchWorld extends CoreWorld {
  readonly sent: { readonly agentId: string; readonly message: ToAgent }[] = [];
  readonly offline = new Set<string>();
  takesWork = true;
  access: Access = { allowed: true, rule: "own" };
  units = 0;
  readonly dispatcher: Dispatcher;

  constructor() {
    super();
    const { clock, events, actions } = this;
    const channel = {
      isConnected: (agentId: string) => !this.offline.has(agentId),
      send: (agentId: string, messages: readonly ToAgent[]) => {
        if (this.offline.has(agentId)) return false;
        for (const message of messages) this.sent.push({ agentId, message });
        return true;
      },
    };
    const store: Store = {
      ...{ select: this.store.select.bind(this.store), count: this.store.count.bind(this.store) },
      ...{ check: () => this.store.check(), close: () => this.store.close() },
      write: (unit) => {
        this.units += 1;
        return this.store.write(unit);
      },
    };
    const mayRun = async () => this.access;
    const common = { store, clock, events, actions, channel, mayRun, logger: silentLogger };
    const randomness = countingRandomness();
    this.dispatcher = new Dispatcher({ ...common, randomness, takesWork: () => this.takesWork });
  }

  /** What was sent since the last look: "offer E-1". */
  async news(): Promise<readonly string[]> {
    await this.clock.advance(0);
    return this.sent
      .splice(0)
      .map(({ message }) => ("execution" in message ? `${message.type} ${message.execution}` : message.type));
  }

  async tell(...messages: readonly FromAgent[]): Promise<readonly string[]> {
    await this.dispatcher.receive(WEB, messages);
    return await this.news();
  }

  async state(id = "E-1"): Promise<string | undefined> {
    return (await this.executions()).find((one) => one.id === id)?.state;
  }
}

async function started(request = {}): Promise<DispatchWorld> {
  const world = new DispatchWorld();
  await world.dispatcher.start();
  await world.create(request);
  return world;
}

describe("offering work", () => {
  it("offers at once what is queued for a connected machine, and notes the attempt", async () => {
    const world = await started();
    expect(await world.news()).toEqual(["offer E-1"]);
    expect(await world.state()).toBe("offered");
    expect(await world.store.select(attemptTable, {})).toMatchObject([
      { execution_id: "E-1", attempt: 1, state: "offered" },
    ]);
  });

  it("repeats an offer that nobody answered, with the sweep and at a fresh connection", async () => {
    const world = await started();
    await world.news();
    await world.clock.advance(3_000);
    expect(await world.news()).toEqual(["offer E-1"]);
    await world.dispatcher.connected(WEB);
    expect(await world.news()).toEqual(["offer E-1"]);
  });

  it("keeps what is for a machine that is away until it comes", async () => {
    const world = new DispatchWorld();
    world.offline.add(WEB);
    await world.dispatcher.start();
    await world.create();
    expect([await world.news(), await world.state()]).toEqual([[], "queued"]);
    world.offline.delete(WEB);
    await world.dispatcher.connected(WEB);
    expect(await world.news()).toEqual(["offer E-1"]);
  });

  it("holds back from a machine that takes no new work, but still tells it what to cancel", async () => {
    const world = await started();
    await world.news();
    await world.tell(want);
    world.takesWork = false;
    await world.create();
    await world.store.write((writer) => world.runs.cancelExecution(writer, olga, "E-1"));
    const news = await world.news();
    expect([...new Set(news)]).toEqual(["cancel E-1"]);
    expect(await world.state("E-2")).toBe("queued");
  });

  it("P14: offers ten at a time to one machine, and the next when one of them ends", async () => {
    const world = await started();
    for (let index = 0; index < 11; index += 1) await world.create();
    expect(await world.news()).toHaveLength(10);
    await world.tell(want);
    expect(await world.tell(result)).toEqual(["rack E-1", "offer E-11"]);
  });

  it("offers a retry when its delay is over, not before", async () => {
    const world = new DispatchWorld();
    await world.create();
    await world.force("E-1", { not_before: world.clock.now() + 4_000 });
    await world.dispatcher.start();
    await world.clock.advance(3_000);
    expect(await world.news()).toEqual([]);
    await world.clock.advance(3_000);
    expect(await world.news()).toContain("offer E-1");
  });

  it("cancels what no plugin can do any more", async () => {
    const world = new DispatchWorld();
    await world.create();
    world.installed = [];
    await world.dispatcher.connected(WEB);
    expect((await world.executions())[0]).toMatchObject({
      state: "cancelled",
      error: expect.stringContaining("not installed"),
    });
  });

  it("reaches every machine although more than a sweep's worth waits for machines that are away", async () => {
    const world = new DispatchWorld();
    await world.create();
    const [row] = await world.executions();
    if (!row) throw new Error("there is one execution");
    const waiting = Array.from({ length: 2_100 }, (_, index) => ({
      ...row,
      id: `E-${index + 10}`,
      seq: index + 10,
      agent_id: `agt_away-${index}`,
      expires_at: 0,
    }));
    for (const one of waiting) world.offline.add(one.agent_id);
    await world.store.write((writer) => writer.insert(executionTable, waiting));
    for (let turn = 0; turn < 3; turn += 1) await world.dispatcher.sweep();
    expect(await world.news()).toContain("offer E-1");
  });

  it("says nothing more once it was stopped", async () => {
    const world = await started();
    await world.news();
    await world.dispatcher.stop();
    await world.dispatcher.stop();
    await world.create();
    await world.clock.advance(60_000);
    expect([await world.news(), world.clock.waiting]).toEqual([[], 0]);
  });
});

describe("what agents say", () => {
  it("P4: a want is answered with a go only after running is committed, with a lease", async () => {
    const world = await started();
    await world.news();
    expect(await world.tell(want)).toEqual(["go E-1"]);
    const now = world.clock.now();
    expect((await world.executions())[0]).toMatchObject({
      state: "running",
      started_at: now,
      lease_until: now + 45_000,
    });
  });

  it("P17: takes the work back when the person behind it may no longer do it", async () => {
    const world = await started();
    await world.news();
    world.access = { allowed: false, rule: "user-active", why: "olga is disabled or gone" };
    expect(await world.tell(want)).toEqual(["no E-1"]);
    expect((await world.executions())[0]).toMatchObject({
      state: "cancelled",
      error: expect.stringContaining("olga is disabled"),
    });
  });

  it("P7: a result counts once, and is confirmed however often it arrives", async () => {
    const world = await started();
    await world.news();
    await world.tell(want);
    expect(await world.tell(result, result)).toEqual(["rack E-1", "rack E-1"]);
    expect(await world.tell({ ...result, outcome: "failed" })).toEqual(["rack E-1"]);
    expect(await world.state()).toBe("succeeded");
    expect(await world.runQueries.getRun("R-1")).toMatchObject({ state: "succeeded" });
  });

  it("S09: what another agent says about an execution changes nothing", async () => {
    const world = await started(restart);
    await world.news();
    const log = { type: "log", ...key, seq: 0, stream: "out", text: "lies", sinceStartMs: 0 } as const;
    const beat = { type: "beat", sentAt: 0, running: [key], waiting: [], wallClock: 0, draining: false } as const;
    const lies: readonly FromAgent[] = [want, { type: "refuse", ...key, kind: "policy", reason: "no" }, result, log];
    const before = await world.executions();
    await world.dispatcher.receive("agt_web-2", lies);
    expect(await world.executions()).toEqual(before);
    await world.tell(want);
    const running = await world.executions();
    await world.clock.advance(1_000);
    await world.dispatcher.receive("agt_web-2", [...lies, beat]);
    await world.dispatcher.stop();
    expect(await world.executions()).toEqual(running);
    expect(await world.store.count(logChunkTable, {})).toBe(0);
    expect(world.sent.filter(({ agentId, message }) => agentId === "agt_web-2" && message.type === "go")).toEqual([]);
  });

  it("a machine that is busy is asked again later, one that will not do it has failed", async () => {
    const world = await started();
    await world.news();
    await world.tell({ type: "refuse", ...key, kind: "busy", reason: "full" });
    expect((await world.executions())[0]).toMatchObject({
      state: "queued",
      attempt: 1,
      not_before: world.clock.now() + 5_000,
    });
    await world.clock.advance(6_000);
    expect(await world.news()).toContain("offer E-1");
    await world.tell({ type: "refuse", ...key, kind: "policy", reason: "shell is off here" });
    expect((await world.executions())[0]).toMatchObject({
      state: "failed",
      error: "The machine refused: shell is off here",
    });
  });

  it("one poisoned message in a batch holds up none of the others", async () => {
    const world = await started({ targets: { include: ["host:web-1"], exclude: [] } });
    await world.create();
    await world.news();
    const poison = { ...result, durationMs: Number.NaN };
    expect(await world.tell(poison, { ...want, execution: "E-2" })).toEqual(["go E-2"]);
    expect([await world.state("E-1"), await world.state("E-2")]).toEqual(["offered", "running"]);
  });

  it("P9: a cancel is repeated until the machine confirms it", async () => {
    const world = await started(restart);
    await world.news();
    await world.tell(want);
    await world.store.write((writer) => world.runs.cancelRun(writer, olga, "R-1"));
    expect(await world.news()).toContain("cancel E-1");
    await world.clock.advance(3_000);
    expect(await world.news()).toContain("cancel E-1");
    await world.tell({ ...result, outcome: "cancelled" });
    expect(await world.state()).toBe("cancelled");
    await world.clock.advance(10_000);
    expect(await world.news()).toEqual([]);
  });

  it("a beat renews all leases of its machine in one unit, and one without work costs none", async () => {
    const world = await started();
    await world.create();
    await world.news();
    await world.tell(want, { ...want, execution: "E-2" });
    await world.clock.advance(1_000);
    const running = [key, { ...key, execution: "E-2" }];
    const beat = { type: "beat", sentAt: 1, running, waiting: [], wallClock: 0, draining: false } as const;
    world.units = 0;
    expect(await world.tell(beat)).toEqual(["beat-reply"]);
    expect(world.units).toBe(1);
    expect((await world.executions()).map((one) => one.lease_until)).toEqual(Array(2).fill(world.clock.now() + 45_000));
    expect(await world.tell({ ...beat, running: [] })).toEqual(["beat-reply"]);
    expect(world.units).toBe(1);
  });
});
