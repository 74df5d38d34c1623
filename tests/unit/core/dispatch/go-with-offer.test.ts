import { describe, expect, it } from "vitest";
import { Dispatcher } from "../../../../core/dispatch/dispatcher.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import type { Access } from "../../../../core/model/permission.ts";
import type { FromAgent, ResultMessage, ToAgent } from "../../../../core/protocol/messages.ts";
import { attemptTable } from "../../../../core/store/tables/run-table.ts";
import { CoreWorld } from "../../../support/core-world.ts";
import { countingRandomness } from "../../../support/counting-randomness.ts";

const WEB = "agt_web-1";
const ready = (nonces: readonly string[], fresh = false) => ({ type: "ready", nonces, fresh }) as const;
const want = { type: "want", execution: "E-1", attempt: 1, nonce: "its own one" } as const;

function result(outcome: ResultMessage["outcome"]): ResultMessage {
  return { type: "result", execution: "E-1", attempt: 1, outcome, durationMs: 0, ranAs: "nobody", logChunks: 0 };
}

class GoWorld extends CoreWorld {
  readonly sent: ToAgent[] = [];
  access: Access = { allowed: true, rule: "own" };
  readonly dispatcher: Dispatcher;

  constructor() {
    super();
    const { actions, clock, events, store } = this;
    const channel = {
      isConnected: () => true,
      send: (_id: string, all: readonly ToAgent[]) => this.sent.push(...all) > 0,
    };
    const common = { store, clock, events, actions, channel, logger: silentLogger, randomness: countingRandomness() };
    this.dispatcher = new Dispatcher({ ...common, mayRun: async () => this.access, takesWork: () => true });
  }

  async tell(...messages: readonly FromAgent[]): Promise<readonly ToAgent[]> {
    await this.dispatcher.receive(WEB, messages);
    await this.clock.advance(0);
    return this.sent.splice(0);
  }

  async state(): Promise<string | undefined> {
    return (await this.executions()).find((one) => one.id === "E-1")?.state;
  }
}

/** A machine that gave these wants in advance, and a request for it. */
async function asked(nonces: readonly string[], request = {}, access?: Access): Promise<GoWorld> {
  const world = new GoWorld();
  if (access) world.access = access;
  await world.dispatcher.start();
  await world.tell(ready(nonces));
  await world.create(request);
  await world.clock.advance(0);
  return world;
}

describe("a go that travels with its offer", () => {
  it("is committed as running before it is said, with a lease", async () => {
    const world = await asked(["12345678"]);
    expect(world.sent).toMatchObject([{ type: "offer", execution: "E-1", go: "12345678" }]);
    const [execution] = await world.executions();
    expect(execution).toMatchObject({ state: "running", lease_until: world.clock.now() + 45_000 });
    expect(await world.store.select(attemptTable, {})).toMatchObject([{ attempt: 1, state: "running" }]);
  });

  it.each<[string, readonly string[], object, Access | undefined]>([
    ["to a machine that gave no want in advance", [], {}, undefined],
    ["for what changes something", ["12345678"], { action: "service.restart" }, undefined],
    ["for somebody who may not", ["12345678"], {}, { allowed: false, rule: "role", why: "no" }],
  ])("is not said %s", async (_why, nonces, request, access) => {
    const world = await asked(nonces, request, access);
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]).not.toHaveProperty("go");
    expect(await world.state()).toBe("offered");
  });

  it("is said once for each want in advance", async () => {
    const world = await asked(["12345678"]);
    await world.create();
    await world.clock.advance(0);
    expect(world.sent.map((message) => "go" in message)).toEqual([true, false]);
  });

  it("is answered by a want where the machine did not believe it, and said again", async () => {
    const world = await asked(["12345678"]);
    world.sent.length = 0;
    expect(await world.tell(want)).toMatchObject([{ type: "go", execution: "E-1", nonce: "its own one" }]);
  });

  it("is followed by a plain offer of the next attempt where the machine could not begin", async () => {
    const world = await asked(["12345678", "87654321"]);
    world.sent.length = 0;
    const [rack, offer] = await world.tell(result("never_started"));
    expect(rack).toMatchObject({ type: "rack" });
    expect(offer).toMatchObject({ type: "offer", attempt: 2 });
    expect(offer).not.toHaveProperty("go");
  });

  it("is offered again to a machine that connects anew, because it may never have arrived", async () => {
    const world = await asked(["12345678"]);
    world.sent.length = 0;
    const [again] = await world.tell(ready([], true));
    expect(again).toMatchObject({ type: "offer", execution: "E-1", attempt: 1 });
    expect(again).not.toHaveProperty("go");
  });
});
