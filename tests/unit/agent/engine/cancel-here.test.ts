import { describe, expect, it } from "vitest";
import { anOffer, EngineWorld, settled } from "../../../support/agent-engine-world.ts";

const CANCELLED = { execution: "E-1", outcome: "cancelled", error: "It was cancelled on the machine." };

describe("cancelling on the machine itself", () => {
  it("ends what runs with the grace, and reports it as the machine's decision", async () => {
    const w = await new EngineWorld().up();
    await w.begin();
    expect(w.engine.cancelHere("E-1", 700)).toEqual({ execution: "E-1", attempt: 1 });
    await settled();
    expect(w.runner.killed).toEqual([{ key: "E-1/1", graceMs: 700 }]);
    expect(w.take("result")).toMatchObject([CANCELLED]);
  });

  it("starts nothing on a go that comes after it", async () => {
    const w = await new EngineWorld().up();
    await w.receive(anOffer());
    const nonce = w.lastNonce();
    w.engine.cancelHere("E-1", 0);
    await w.receive({ type: "go", execution: "E-1", attempt: 1, nonce });
    expect(w.runner.started).toEqual([]);
    expect(w.take("result")).toMatchObject([CANCELLED]);
  });

  it("keeps the server's reason when that came first", async () => {
    const w = await new EngineWorld().up();
    await w.receive(anOffer());
    await w.receive({ type: "cancel", execution: "E-1", attempt: 1, graceMs: 0 });
    expect(w.engine.cancelHere("E-1", 0)).toBeUndefined();
    expect(w.take("result")[0]?.error).toBe("It was cancelled before it began.");
  });

  it("is reported after a restart too, because it is durable before it is said", async () => {
    const w = await new EngineWorld().up();
    await w.begin();
    w.engine.disconnected();
    w.engine.cancelHere("E-1", 0);
    await settled();
    await w.restart();
    expect(w.take("result")).toMatchObject([CANCELLED]);
  });

  it("finds nothing to end where nothing is held", async () => {
    const w = await new EngineWorld().up();
    expect(w.engine.cancelHere("E-1", 0)).toBeUndefined();
  });
});
