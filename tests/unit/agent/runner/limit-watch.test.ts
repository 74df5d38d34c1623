import { describe, expect, it } from "vitest";
import { watchLimits } from "../../../../agent/runner/limit-watch.ts";
import type { TreeUse } from "../../../../agent/runner/process-tree.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

const MIB = 1024 * 1024;

function setup(limits = { memoryMiB: 100, fileMiB: 0, processes: 10 }) {
  const clock = new FakeClock();
  const use: { now: TreeUse | undefined } = { now: { processes: 1, memoryBytes: MIB } };
  const exceeded: string[] = [];
  let looks = 0;
  const look = async () => {
    looks += 1;
    return use.now;
  };
  const end = watchLimits({ clock, limits, look, exceeded: (limit) => exceeded.push(limit) });
  return { clock, use, exceeded, end, looks: () => looks };
}

describe("the watch over an attempt", () => {
  it("does not look at what ends within half a second", async () => {
    const { clock, end, looks } = setup();
    await clock.advance(400);
    end();
    await clock.advance(10_000);
    expect(looks()).toBe(0);
  });

  it.each([
    ["memoryMiB", { processes: 2, memoryBytes: 100 * MIB + 1 }],
    ["processes", { processes: 11, memoryBytes: MIB }],
  ] as const)("says once that %s is exceeded", async (limit, now) => {
    const { clock, use, exceeded, looks } = setup();
    await clock.advance(600);
    use.now = now;
    await clock.advance(10_000);
    expect(exceeded).toEqual([limit]);
    expect(looks()).toBe(2);
  });

  it("allows exactly the limit, and ends with what it watches", async () => {
    const { clock, use, exceeded, looks } = setup();
    use.now = { processes: 10, memoryBytes: 100 * MIB };
    await clock.advance(2000);
    use.now = undefined;
    await clock.advance(10_000);
    expect(exceeded).toEqual([]);
    expect(looks()).toBe(5);
  });

  it("says nothing of what ended while it looked", async () => {
    const { clock, use, exceeded, end } = setup();
    use.now = { processes: 99, memoryBytes: MIB };
    const looking = clock.advance(500);
    end();
    await looking;
    expect(exceeded).toEqual([]);
  });

  it("does not look at all where nothing is limited", async () => {
    const { clock, looks } = setup({ memoryMiB: 0, fileMiB: 5, processes: 0 });
    await clock.advance(10_000);
    expect(looks()).toBe(0);
  });
});
