import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedTask } from "../../../core/tasks/task-service.ts";
import { closed, openSocket } from "../web/support/sockets.ts";
import { Machine } from "./support/machine.ts";
import { Victim } from "./support/victim.ts";

const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom("\u0000", "\ud800", "\u202e", "__proto__"));
const key = {
  execution: fc.constantFrom("E-1", "E-2", "E-99", "constructor"),
  attempt: fc.integer({ min: 1, max: 4 }),
};
const keys = fc.array(fc.record(key), { maxLength: 50 });
/** Messages of the right shape with whatever may stand in them. */
const message = fc.oneof(
  fc.record({ type: fc.constant("want"), ...key, nonce: fc.string({ minLength: 8, maxLength: 64 }) }),
  fc.record({ type: fc.constant("refuse"), ...key, kind: fc.constantFrom("draining", "busy", "policy"), reason: text }),
  fc.record({
    type: fc.constant("log"),
    ...key,
    seq: fc.nat(),
    stream: fc.constantFrom("out", "err", "gap"),
    text,
    sinceStartMs: fc.nat(),
  }),
  fc.record({ type: fc.constant("progress"), ...key, percent: fc.integer({ min: 0, max: 100 }), text }),
  fc.record({
    type: fc.constant("beat"),
    sentAt: fc.double({ noNaN: true }),
    running: keys,
    waiting: keys,
    wallClock: fc.nat(),
    draining: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("result"),
    ...key,
    outcome: fc.constantFrom("succeeded", "failed", "timed_out", "cancelled", "interrupted", "lost_lease"),
    response: fc.record({ ok: fc.boolean(), headline: fc.string({ minLength: 1 }), data: fc.dictionary(text, text) }),
    durationMs: fc.nat(),
    ranAs: text,
    logChunks: fc.nat(),
  }),
  fc.jsonValue(),
);

describe("S03: events that are not what was agreed", () => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await Victim.start();
  });
  afterAll(() => victim.stop());

  it("from a machine that knows the shapes leave the server and the work of others as they were", async () => {
    const good = await Machine.join(victim, "good");
    const mad = await Machine.join(victim, "mad");
    await good.connect();
    const json = { action: "journal.write", params: { entry: "k1" }, targets: { include: ["host:good"], exclude: [] } };
    const task = (await victim.as("admin", "/tasks", { json })).json as CreatedTask;
    const { id = "" } = task.executions[0] ?? {};
    await good.told("offer");
    const { socket } = await mad.connect();
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 30 }), async (messages) => {
        if (socket.connected) socket.emit("messages", messages);
        else await mad.connect().then((again) => again.socket.emit("messages", messages));
      }),
      { numRuns: 150 },
    );
    const shown = await victim.as("admin", `/executions/${id}`);
    expect(shown.json).toMatchObject({ state: "offered", attempt: 1 });
    expect((await victim.as("admin", "/session")).status).toBe(200);
    good.hangUp();
    mad.hangUp();
  });

  it("from strangers end their own socket after twenty, and nothing else", async () => {
    const { cookie } = await victim.signIn();
    const strangers = [
      await openSocket(victim.url, "/agents"),
      await openSocket(victim.url, "/live", { cookie, origin: victim.url }),
    ];
    for (const { socket } of strangers) {
      for (let count = 0; count <= 20; count += 1) socket.emit("__proto__", { type: "constructor" }, [null]);
      await closed(socket);
    }
    expect((await openSocket(victim.url, "/nowhere" as "/live")).refused).toBeDefined();
    expect((await victim.as("admin", "/session")).status).toBe(200);
  });
});
