import { describe, expect, it } from "vitest";
import { Loop } from "../../../../core/kernel/service.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

/** A loop whose turns take as long as the test says. */
function aLoop(everyMs = 1_000) {
  const clock = new FakeClock();
  const seen = { turns: 0, atOnce: 0, mostAtOnce: 0, errors: [] as unknown[] };
  const ends: ((failure?: Error) => void)[] = [];
  const turn = async () => {
    seen.turns += 1;
    seen.atOnce += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
    const failure = await new Promise<Error | undefined>((resolve) => ends.push(resolve));
    seen.atOnce -= 1;
    if (failure) throw failure;
  };
  const loop = new Loop(turn, { everyMs, clock, onError: (error) => seen.errors.push(error) });
  const end = async (failure?: Error) => {
    ends.shift()?.(failure);
    await clock.advance(0);
  };
  return { clock, loop, seen, end };
}

describe("a loop", () => {
  it("waits its time before each turn, counted from the end of the one before", async () => {
    const { clock, loop, seen, end } = aLoop();
    await loop.start();
    await clock.advance(999);
    expect(seen.turns).toBe(0);
    await clock.advance(1);
    await clock.advance(10_000);
    expect(seen.turns).toBe(1);
    await end();
    await clock.advance(1_000);
    expect(seen.turns).toBe(2);
  });

  it("takes a turn now when it is woken, and exactly one more for all wakes during a turn", async () => {
    const { clock, loop, seen, end } = aLoop();
    await loop.start();
    loop.wake();
    for (let wake = 0; wake < 5; wake += 1) loop.wake();
    expect(seen.turns).toBe(1);
    await end();
    expect(seen.turns).toBe(2);
    await end();
    await clock.advance(999);
    expect([seen.turns, seen.mostAtOnce]).toEqual([2, 1]);
  });

  it("goes on after a turn that failed, and says so", async () => {
    const { clock, loop, seen, end } = aLoop();
    await loop.start();
    await clock.advance(1_000);
    await end(new Error("disk"));
    await clock.advance(1_000);
    expect([seen.turns, seen.errors]).toEqual([2, [new Error("disk")]]);
  });

  it("stops when the turn that runs is over, and takes no further one, woken or not", async () => {
    const { clock, loop, seen, end } = aLoop();
    await loop.start();
    await clock.advance(1_000);
    loop.wake();
    let stopped = false;
    const stop = loop.stop().then(() => {
      stopped = true;
    });
    await clock.advance(0);
    expect(stopped).toBe(false);
    await end();
    await stop;
    loop.wake();
    await clock.advance(60_000);
    expect([seen.turns, clock.waiting]).toEqual([1, 0]);
  });

  it("may be started twice, stopped twice, and started again", async () => {
    const { clock, loop, seen } = aLoop();
    await Promise.all([loop.start(), loop.start()]);
    await loop.stop();
    await loop.stop();
    await loop.start();
    await clock.advance(1_000);
    expect([seen.turns, seen.mostAtOnce]).toEqual([1, 1]);
  });
});
