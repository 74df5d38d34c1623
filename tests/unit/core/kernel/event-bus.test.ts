import { describe, expect, it } from "vitest";
import { EventBus } from "../../../../core/kernel/event-bus.ts";

interface Events {
  readonly rang: { readonly times: number };
}

describe("the event bus", () => {
  it("tells a listener's failure to its owner, and neither the emitter nor the other listeners", () => {
    const failures: unknown[] = [];
    const heard: number[] = [];
    const bus = new EventBus<Events>((error, name) => failures.push([name, error]));
    bus.on("rang", () => {
      throw new Error("deaf");
    });
    bus.on("rang", ({ times }) => void heard.push(times));
    bus.emit("rang", { times: 2 });
    expect([heard, failures]).toEqual([[2], [["rang", new Error("deaf")]]]);
  });

  it("does not tell who no longer listens, also when that happens within an event", () => {
    const heard: string[] = [];
    const bus = new EventBus<Events>(() => undefined);
    const off = bus.on("rang", () => {
      heard.push("once");
      off();
    });
    bus.on("rang", () => void heard.push("always"));
    bus.emit("rang", { times: 1 });
    bus.emit("rang", { times: 1 });
    expect(heard).toEqual(["once", "always", "always"]);
  });
});
