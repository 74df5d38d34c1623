import { describe, expect, it } from "vitest";
import type { ToAgent } from "../../../../core/protocol/messages.ts";
import { RestOutlet } from "../../../../web/agent-gateway/rest-outlet.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

const rack = (execution: string): ToAgent => ({ type: "rack", execution, attempt: 1 });

describe("RestOutlet", () => {
  it("keeps the newest of what is said twice, and all of what differs", () => {
    const outlet = new RestOutlet(new FakeClock(), () => undefined);
    outlet.send([rack("E-1"), rack("E-2")]);
    outlet.send([rack("E-1")]);
    expect(outlet.drain()).toEqual({ messages: [rack("E-2"), rack("E-1")], more: false });
    expect(outlet.drain()).toEqual({ messages: [], more: false });
  });

  it("has a bound, and keeps the oldest: what is dropped is said again", () => {
    const outlet = new RestOutlet(new FakeClock(), () => undefined);
    outlet.send(Array.from({ length: 1500 }, (_one, index) => rack(`E-${index}`)));
    let count = 0;
    for (let batch = outlet.drain(); batch.messages.length > 0; batch = outlet.drain()) count += batch.messages.length;
    expect(count).toBe(1000);
  });

  it("counts as connected until it was silent for a lease, and says so once", async () => {
    const clock = new FakeClock();
    let silences = 0;
    const outlet = new RestOutlet(clock, () => {
      silences += 1;
    });
    outlet.touch();
    await clock.advance(44_000);
    outlet.touch();
    await clock.advance(44_000);
    expect(outlet.isOpen()).toBe(true);
    await clock.advance(1_000);
    outlet.close();
    expect([outlet.isOpen(), silences]).toEqual([false, 1]);
  });
});
