import { describe, expect, it } from "vitest";
import { anOffer, EngineWorld, settled } from "../../../support/agent-engine-world.ts";

const KEY = { execution: "E-1", attempt: 1 };
const go = (nonce: string) => ({ type: "go" as const, ...KEY, nonce });
const world = (change: ConstructorParameters<typeof EngineWorld>[0] = {}) => new EngineWorld(change).up();

describe("starting an attempt", () => {
  it("wants an offer while the disk still writes it, and starts nothing before it is durable", async () => {
    const w = await world();
    w.spool.holding = true;
    await w.receive(anOffer());
    await w.receive(go(w.lastNonce()));
    expect(w.runner.started).toEqual([]);
    w.spool.release();
    await settled();
    expect(w.runner.started).toEqual(["E-1/1"]);
  });

  it("gives back what the disk refuses, in words for either state of the server", async () => {
    const w = await world();
    w.spool.failing = true;
    await w.receive(anOffer());
    const nonce = w.lastNonce();
    expect(w.take("refuse")).toMatchObject([{ ...KEY, kind: "busy" }]);
    expect(w.take("result")).toMatchObject([{ ...KEY, outcome: "never_started" }]);
    expect(w.engine.status()).toMatchObject({ active: 0, unconfirmed: 0 });
    await w.receive(go(nonce));
    expect(w.runner.started).toEqual([]);
  });

  it("starts on a go only after the start is durable", async () => {
    const w = await world();
    await w.receive(anOffer());
    w.spool.holding = true;
    await w.receive(go(w.lastNonce()));
    expect(w.runner.started).toEqual([]);
    w.spool.release();
    await settled();
    expect(w.runner.started).toEqual(["E-1/1"]);
  });

  it("starts once, however often offer and go arrive", async () => {
    const w = await world();
    await w.receive(anOffer(), anOffer());
    const nonce = w.lastNonce();
    await w.receive(go(nonce), go(nonce), anOffer());
    await w.receive(go(nonce), anOffer());
    expect(w.runner.started).toEqual(["E-1/1"]);
  });

  it("ignores a go that answers an older want", async () => {
    const w = await world();
    await w.receive(anOffer());
    const old = w.lastNonce();
    await w.clock.advance(3000);
    await w.receive(anOffer());
    const fresh = w.lastNonce();
    expect(fresh).not.toBe(old);
    await w.receive(go(old));
    expect(w.runner.started).toEqual([]);
    await w.receive(go(fresh));
    expect(w.runner.started).toEqual(["E-1/1"]);
  });

  it("ignores a go from before its restart", async () => {
    const w = await world();
    await w.receive(anOffer());
    const old = w.lastNonce();
    await w.restart();
    await w.receive(go(old));
    expect(w.runner.started).toEqual([]);
  });

  it.each([
    [34_999, ["E-1/1"]],
    [35_000, []],
  ])("measures the age of a go against the lease: after %i ms", async (ageMs, started) => {
    const w = await world();
    await w.receive(anOffer());
    const nonce = w.lastNonce();
    await w.clock.advance(ageMs);
    await w.receive(go(nonce));
    expect(w.runner.started).toEqual(started);
    expect(w.take("want")).toHaveLength(started.length === 0 ? 1 : 0);
  });

  it("does not start when the disk took so long that the lease may be over", async () => {
    const w = await world();
    await w.receive(anOffer());
    w.spool.holding = true;
    await w.receive(go(w.lastNonce()));
    await w.clock.advance(40_000);
    w.spool.release();
    await settled();
    expect(w.runner.started).toEqual([]);
    expect(w.take("result")).toMatchObject([{ outcome: "never_started" }]);
  });

  it("starts on any go when the check is switched off for the simulation", async () => {
    const w = await world({ ablations: { skipNonceCheck: true } });
    await w.receive(anOffer(), go("stale-nonce"));
    await w.receive(go("stale-nonce"));
    expect(w.runner.started).toEqual(["E-1/1"]);
  });
});

describe("refusing", () => {
  it.each([
    ["draining", (w: EngineWorld) => w.engine.drain()],
    ["busy", (w: EngineWorld) => Object.assign(w.spool, { full: true })],
    ["plugin", (w: EngineWorld) => Object.assign(w.runner, { refusal: { kind: "plugin", reason: "digest" } })],
  ])("says %s and holds nothing", async (kind, prepare) => {
    const w = await world();
    prepare(w);
    await w.receive(anOffer());
    expect(w.take("refuse")).toMatchObject([{ ...KEY, kind }]);
    expect(w.engine.status()).toMatchObject({ active: 0 });
    expect(w.take("want")).toEqual([]);
  });

  it("says policy for what the machine's owner forbids", async () => {
    const w = await world({ policy: { check: () => ({ kind: "policy", reason: "No shell here." }) } });
    await w.receive(anOffer());
    expect(w.take("refuse")).toMatchObject([{ kind: "policy", reason: "No shell here." }]);
  });

  it("is busy beyond its limit and takes work again when something ends", async () => {
    const w = await world();
    for (const id of ["E-1", "E-2", "E-3"]) await w.begin(id);
    await w.receive(anOffer("E-4"));
    expect(w.take("refuse")).toMatchObject([{ execution: "E-4", kind: "busy" }]);
    w.runner.end("E-2/1");
    await settled();
    await w.receive(anOffer("E-4"));
    expect(w.take("want")).toMatchObject([{ execution: "E-4" }]);
  });

  it("ends an older attempt before it takes a newer one of the same execution", async () => {
    const w = await world();
    await w.begin();
    await w.receive(anOffer("E-1", 2));
    expect(w.runner.killed).toMatchObject([{ key: "E-1/1" }]);
    expect(w.take("want")).toEqual([]);
    await w.receive(anOffer("E-1", 2));
    expect(w.take("want")).toMatchObject([{ attempt: 2 }]);
  });
});

describe("a result", () => {
  it("is durable before it is sent, and sent until it is confirmed", async () => {
    const w = await world();
    await w.begin();
    w.spool.holding = true;
    w.runner.end("E-1/1");
    await settled();
    expect(w.take("result")).toEqual([]);
    w.spool.release();
    await settled();
    expect(w.take("result")).toMatchObject([{ outcome: "succeeded", ranAs: "tester" }]);
    w.engine.heartbeat();
    await w.receive(anOffer());
    expect(w.take("result")).toHaveLength(2);
    await w.receive({ type: "rack", ...KEY });
    w.engine.heartbeat();
    expect(w.take("result")).toEqual([]);
  });

  it("waits for the disk and is tried again with the heartbeat", async () => {
    const w = await world();
    await w.begin();
    w.spool.failing = true;
    w.runner.end("E-1/1");
    await settled();
    expect(w.take("result")).toEqual([]);
    w.spool.failing = false;
    w.engine.heartbeat();
    await settled();
    expect(w.take("result")).toHaveLength(1);
  });

  it("counts the log chunks, and numbers them also when nobody listens", async () => {
    const w = await world();
    await w.begin();
    w.runner.sinks.get("E-1/1")?.output("out", "one\n");
    w.engine.disconnected();
    w.runner.sinks.get("E-1/1")?.output("out", "two\n");
    w.runner.end("E-1/1");
    await settled();
    w.engine.connected();
    expect(w.take("log").map(({ seq, text }) => [seq, text])).toEqual([
      [0, "one\n"],
      [1, "two\n"],
    ]);
    expect(w.take("result")).toMatchObject([{ logChunks: 2 }]);
  });

  it("that ran is not given up because of a stray no", async () => {
    const w = await world();
    await w.begin();
    w.runner.end("E-1/1");
    await settled();
    await w.receive({ type: "no", ...KEY, reason: "late" });
    w.take("result");
    w.engine.heartbeat();
    expect(w.take("result")).toHaveLength(1);
  });
});

describe("the lease", () => {
  it("ends an attempt at lease minus margin after the want when nothing is renewed", async () => {
    const w = await world();
    await w.begin();
    w.engine.disconnected();
    await w.clock.advance(34_999);
    expect(w.runner.killed).toEqual([]);
    await w.clock.advance(1);
    expect(w.runner.killed).toEqual([{ key: "E-1/1", graceMs: 5000 }]);
    w.engine.connected();
    expect(w.take("result")).toMatchObject([{ outcome: "lost_lease" }]);
  });

  it("moves to the sending of the beat that was answered", async () => {
    const w = await world();
    await w.begin();
    await w.clock.advance(20_000);
    await w.beatAndReply([KEY]);
    await w.clock.advance(34_999);
    expect(w.runner.killed).toEqual([]);
    await w.clock.advance(1);
    expect(w.runner.killed).toHaveLength(1);
  });

  it("is not moved by an answer without the attempt, nor by one from another life", async () => {
    const w = await world();
    await w.begin();
    await w.clock.advance(20_000);
    await w.beatAndReply([]);
    const sentAt = w.clock.monotonic() + 1;
    await w.receive({ type: "beat-reply", sentAt, held: [KEY], leaseMs: 45_000 });
    await w.clock.advance(15_000);
    expect(w.runner.killed).toHaveLength(1);
  });

  it("is not looked at when the simulation switches the rule off", async () => {
    const w = await world({ ablations: { skipSelfFence: true } });
    await w.begin();
    await w.clock.advance(200_000);
    expect(w.runner.killed).toEqual([]);
  });
});

describe("cancelling", () => {
  it("ends what runs with the grace that was asked for, and says so", async () => {
    const w = await world();
    await w.begin();
    await w.receive({ type: "cancel", ...KEY, graceMs: 7000 });
    expect(w.runner.killed).toEqual([{ key: "E-1/1", graceMs: 7000 }]);
    expect(w.take("result")).toMatchObject([{ outcome: "cancelled" }]);
  });

  it("keeps what was accepted from ever starting", async () => {
    const w = await world();
    await w.receive(anOffer());
    const nonce = w.lastNonce();
    await w.receive({ type: "cancel", ...KEY, graceMs: 1 }, go(nonce));
    expect(w.runner.started).toEqual([]);
    expect(w.take("result")).toMatchObject([{ outcome: "cancelled" }]);
  });

  it("catches an attempt whose start is just being written", async () => {
    const w = await world();
    await w.receive(anOffer());
    w.spool.holding = true;
    await w.receive(go(w.lastNonce()), { type: "cancel", ...KEY, graceMs: 1 });
    w.spool.release();
    await settled();
    expect(w.runner.started).toEqual([]);
    expect(w.take("result")).toMatchObject([{ outcome: "cancelled" }]);
  });

  it("reports the truth when it had ended by itself", async () => {
    const w = await world();
    await w.begin();
    w.runner.end("E-1/1");
    await settled();
    w.take("result");
    await w.receive({ type: "cancel", ...KEY, graceMs: 1 });
    expect(w.take("result")).toMatchObject([{ outcome: "succeeded" }]);
  });

  it("answers for an attempt it does not hold", async () => {
    const w = await world();
    await w.receive({ type: "cancel", ...KEY, graceMs: 1 });
    expect(w.take("result")).toMatchObject([{ ...KEY, outcome: "never_started" }]);
  });

  it("ends what runs when the server says that it is not ours", async () => {
    const w = await world();
    await w.begin();
    await w.receive({ type: "no", ...KEY, reason: "superseded" });
    expect(w.runner.killed).toHaveLength(1);
    expect(w.take("result")).toMatchObject([{ outcome: "lost_lease" }]);
  });

  it("turns a no to a want into a durable promise never to start", async () => {
    const w = await world();
    await w.receive(anOffer());
    const nonce = w.lastNonce();
    await w.receive({ type: "no", ...KEY, reason: "cancelled" });
    await w.restart();
    await w.receive(go(nonce), anOffer());
    expect(w.runner.started).toEqual([]);
    expect(w.take("result").at(-1)).toMatchObject({ outcome: "never_started" });
  });
});

describe("after kill -9", () => {
  it("wants again what was accepted", async () => {
    const w = await world();
    await w.receive(anOffer());
    await w.restart();
    await w.receive(go(w.lastNonce()));
    expect(w.runner.started).toEqual(["E-1/1"]);
  });

  it("knows nothing of an offer whose record was not durable", async () => {
    const w = await world();
    w.spool.holding = true;
    await w.receive(anOffer());
    await w.restart();
    expect(w.engine.status()).toMatchObject({ active: 0, unconfirmed: 0 });
  });

  it("reports interrupted, ends what is left of it and never starts it again", async () => {
    const w = await world();
    await w.begin();
    await w.restart();
    expect(w.runner.reaped).toEqual(["E-1/1"]);
    expect(w.take("result")).toMatchObject([{ ...KEY, outcome: "interrupted" }]);
    await w.receive(anOffer(), go("anything"));
    expect(w.runner.started).toEqual([]);
  });

  it("sends a finished result again, with its content", async () => {
    const w = await world();
    await w.begin();
    w.runner.end("E-1/1");
    await settled();
    await w.restart();
    expect(w.take("result")).toMatchObject([{ outcome: "succeeded", response: { headline: "fine" } }]);
    await w.receive({ type: "rack", ...KEY });
    await w.restart();
    expect(w.take("result")).toEqual([]);
  });

  it("does not start what its owner forbids since", async () => {
    const rule: { refusal: { kind: "policy"; reason: string } | undefined } = { refusal: undefined };
    const w = await world({ policy: { check: () => rule.refusal } });
    await w.receive(anOffer());
    rule.refusal = { kind: "policy", reason: "Not any more." };
    await w.restart();
    expect(w.take("result")).toMatchObject([{ outcome: "never_started", error: "Not any more." }]);
  });
});

describe("the end of the day", () => {
  it("drains: refuses the new, finishes the old, keeps beating, says when it is idle", async () => {
    const w = await world();
    await w.begin();
    w.engine.drain();
    expect(w.idle).toBe(0);
    w.engine.heartbeat();
    expect(w.take("beat").at(-1)).toMatchObject({ draining: true, running: [KEY] });
    w.runner.end("E-1/1");
    await settled();
    expect(w.take("result")).toHaveLength(1);
    expect(w.idle).toBeGreaterThan(0);
  });

  it("stops: ends what runs at once and remembers it as interrupted", async () => {
    const w = await world();
    await w.begin();
    await w.engine.stop();
    expect(w.runner.killed).toEqual([{ key: "E-1/1", graceMs: 0 }]);
    await w.restart();
    expect(w.take("result")).toMatchObject([{ outcome: "interrupted" }]);
  });

  it("says nothing while there is no connection", async () => {
    const w = await world();
    w.engine.disconnected();
    w.sent = [];
    await w.receive(anOffer());
    w.engine.heartbeat();
    expect(w.sent).toEqual([]);
    w.engine.connected();
    expect(w.take("want")).toHaveLength(1);
  });
});
