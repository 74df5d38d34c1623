import { describe, expect, it } from "vitest";
import type { CoreEvents } from "../../../../core/events/core-events.ts";
import { EventBus } from "../../../../core/kernel/event-bus.ts";
import { silentLogger } from "../../../../core/kernel/logger.ts";
import { SchedulerLoop } from "../../../../core/schedules/scheduler-loop.ts";
import { SchedulerWatch } from "../../../../core/schedules/scheduler-watch.ts";
import { schedulerBeat, schedulerGauges } from "../../../../web/compose/scheduler-beat.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

function scene() {
  const clock = new FakeClock();
  const events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  const said: string[] = [];
  events.on("scheduler.stopped", () => said.push("stopped"));
  events.on("scheduler.recovered", ({ since, at }) =>
    said.push(`recovered after ${Math.round((at - since) / 1000)} s`),
  );
  const scheduler = { lastTurnMonotonic: 0, longestDelayMs: 0, broken: false };
  const turns = {
    untilNextDue: async (mostMs: number) => mostMs,
    runOnce: async () => {
      if (scheduler.broken) throw new Error("the database is away");
      scheduler.lastTurnMonotonic = clock.monotonic();
      return 0;
    },
  };
  const loop = new SchedulerLoop({ scheduler: turns, clock, onError: () => undefined });
  const watch = new SchedulerWatch({ scheduler, clock, events, logger: silentLogger });
  return { clock, loop, said, scheduler, watch };
}

describe("the watch over the scheduler", () => {
  it("says nothing while it has its turns", async () => {
    const { clock, loop, said, watch } = scene();
    await loop.start();
    await watch.start();
    await clock.advance(60_000);
    expect(said).toEqual([]);
    await expect(schedulerBeat(watch)()).resolves.toMatchObject({ ok: true });
    await loop.stop();
    await watch.stop();
  });

  it("notices within 11 s that every turn throws, and says once more when they end well again", async () => {
    const { clock, loop, said, scheduler, watch } = scene();
    await loop.start();
    await watch.start();
    await clock.advance(5_000);
    scheduler.broken = true;
    await clock.advance(11_000);
    expect(said).toEqual(["stopped"]);
    const stopped = { ok: false, detail: expect.stringContaining("nothing that is scheduled starts") };
    await expect(schedulerBeat(watch)()).resolves.toMatchObject(stopped);
    const gauge = () => schedulerGauges({ schedulerWatch: watch, scheduler })[0]?.read();
    expect(gauge()).toBe(0);
    await clock.advance(60_000);
    scheduler.broken = false;
    await clock.advance(2_000);
    expect(said).toEqual(["stopped", "recovered after 73 s"]);
    expect(gauge()).toBe(1);
    await loop.stop();
    await watch.stop();
  });

  it("notices that nobody calls it any more", async () => {
    const { clock, said, watch } = scene();
    await watch.start();
    await clock.advance(11_000);
    expect(said).toEqual(["stopped"]);
    await watch.stop();
  });
});
