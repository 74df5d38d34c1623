import { describe, expect, it } from "vitest";
import { anOffer, EngineWorld, FakeRunner, settled } from "../../../support/agent-engine-world.ts";

const KEY = { execution: "E-1", attempt: 1 };

/** An agent whose server takes wants in advance. */
async function world(change: ConstructorParameters<typeof EngineWorld>[0] = {}): Promise<EngineWorld> {
  const w = new EngineWorld(change);
  await w.engine.start();
  w.engine.connected({ takesReady: true });
  await settled();
  return w;
}

const nonces = (w: EngineWorld) => w.take("ready").at(-1)?.nonces ?? [];
const withGo = (go = "none", execution = "E-1") => anOffer(execution, 1, { go });

/** A runner that has the plugin once it is told so. */
function fetching() {
  let resolve: (refusal: undefined) => void = () => undefined;
  const fetched = new Promise<undefined>((done) => {
    resolve = done;
  });
  return { runner: Object.assign(new FakeRunner(), { prepare: () => fetched }), resolve };
}

describe("an offer that brings its go", () => {
  it("starts when both records are durable, and asks nothing", async () => {
    const w = await world();
    w.spool.holding = true;
    await w.receive(withGo(nonces(w)[0]));
    expect(w.runner.started).toEqual([]);
    w.spool.release();
    await settled();
    expect(w.runner.started).toEqual(["E-1/1"]);
    expect(w.spool.records.map(({ kind }) => kind)).toEqual(["accepted", "started"]);
    expect(w.take("want")).toEqual([]);
  });

  it("starts once, however often it arrives, also after its end", async () => {
    const w = await world();
    const offer = withGo(nonces(w)[0]);
    await w.receive(offer, offer);
    w.runner.end("E-1/1");
    await settled();
    await w.receive({ type: "rack", ...KEY }, offer);
    expect(w.runner.started).toEqual(["E-1/1"]);
    expect(w.take("want")).toHaveLength(1);
  });

  it.each<[string, (w: EngineWorld) => Promise<void>]>([
    ["a cancel came before it", (w) => w.receive({ type: "cancel", ...KEY, graceMs: 0 })],
    ["a no came before it", (w) => w.receive({ type: "no", ...KEY, reason: "it is cancelled" })],
    [
      "it is from before the connection",
      async (w) => {
        w.engine.disconnected();
        w.engine.connected({ takesReady: true });
      },
    ],
    ["it is as old as a lease without its margin", (w) => w.clock.advance(35_000)],
  ])("is an offer like any other where %s", async (_why, happens) => {
    const w = await world();
    const [nonce] = nonces(w);
    await happens(w);
    await w.receive(withGo(nonce));
    expect(w.runner.started).toEqual([]);
    expect(w.take("want")).toMatchObject([KEY]);
  });

  it("counts its lease from when the want was given", async () => {
    const w = await world();
    const [nonce] = nonces(w);
    await w.clock.advance(10_000);
    await w.receive(withGo(nonce));
    await w.clock.advance(24_999);
    expect(w.runner.killed).toEqual([]);
    await w.clock.advance(1);
    expect(w.runner.killed).toHaveLength(1);
  });

  it("starts nothing that a later word started, and that came to its end, before it arrived", async () => {
    const w = await world();
    const [nonce] = nonces(w);
    await w.begin();
    w.runner.end("E-1/1");
    await settled();
    await w.receive({ type: "rack", ...KEY }, withGo(nonce));
    expect(w.runner.started).toEqual(["E-1/1"]);
    expect(w.take("want")).toMatchObject([KEY]);
  });

  it("is renewed while its plugin is still fetched, and starts in its own time", async () => {
    const { runner, resolve } = fetching();
    const w = await world({ runner });
    await w.receive(withGo(nonces(w)[0]));
    for (let beat = 0; beat < 6; beat += 1) {
      await w.clock.advance(10_000);
      await w.beatAndReply([KEY]);
    }
    resolve(undefined);
    await settled();
    expect(runner.started).toEqual(["E-1/1"]);
  });

  it("never starts where its plugin took longer than its lease, and nobody renewed that", async () => {
    const { runner, resolve } = fetching();
    const w = await world({ runner });
    await w.receive(withGo(nonces(w)[0]));
    await w.clock.advance(35_000);
    resolve(undefined);
    await settled();
    expect([runner.started, w.take("result")]).toMatchObject([[], [{ ...KEY, outcome: "never_started" }]]);
  });

  it("ends as refused, in a result, where the machine's owner says no", async () => {
    const w = await world({ policy: { check: () => ({ kind: "policy", reason: "not here" }) } });
    await w.receive(withGo(nonces(w)[0]));
    expect(w.take("refuse")).toEqual([]);
    expect(w.take("result")).toMatchObject([{ ...KEY, outcome: "failed", error: "The machine refused: not here" }]);
  });

  it("ends as never started where all places are taken", async () => {
    const w = await world({ concurrency: 1 });
    const [nonce] = nonces(w);
    await w.receive(anOffer("E-9"));
    await w.receive(withGo(nonce));
    expect(w.take("result")).toMatchObject([{ ...KEY, outcome: "never_started" }]);
  });
});

describe("wants in advance", () => {
  it("are as many as there are free places, and new with each heartbeat", async () => {
    const w = await world();
    const first = nonces(w);
    await w.receive(withGo(first[0]));
    w.engine.heartbeat();
    const second = nonces(w);
    expect([first.length, second.length]).toEqual([3, 2]);
    expect(second.filter((nonce) => first.includes(nonce))).toEqual([]);
  });

  it("are topped up with each result", async () => {
    const w = await world();
    const first = nonces(w);
    await w.receive(withGo(first[0]));
    w.runner.end("E-1/1");
    await settled();
    const after = nonces(w);
    expect(after.slice(0, 2)).toEqual(first.slice(1));
    expect(after).toHaveLength(3);
  });

  it("are none while the machine drains or its spool is full", async () => {
    const w = await world();
    w.spool.full = true;
    w.engine.heartbeat();
    expect(nonces(w)).toEqual([]);
    w.spool.full = false;
    w.engine.drain();
    w.engine.heartbeat();
    expect(nonces(w)).toEqual([]);
  });

  it("are not sent to a server that does not know them", async () => {
    const w = await new EngineWorld().up();
    w.engine.heartbeat();
    expect(w.take("ready")).toEqual([]);
  });
});
