import { expect, it } from "vitest";
import { DeliveryLoop } from "../../../../../bot/adapters/slack/receive/delivery-loop.ts";
import type { WaitingDelivery } from "../../../../../bot/adapters/slack/slack-ports.ts";
import { silentLogger } from "../../../../../core/kernel/logger.ts";
import { FakeClock } from "../../../../support/fake-clock.ts";

it("works off a flood eight lanes at a time, each lane in its order, and leaves none out", async () => {
  const waiting = Array.from({ length: 60 }, (_, seq): WaitingDelivery => {
    const times = { tries: 0, next_at: 0, received_at: 0 };
    return { id: `d${seq}`, lane: `lane ${seq % 20}`, body: {}, ...times };
  });
  const done: string[] = [];
  let atWork = 0;
  let most = 0;
  const loop = new DeliveryLoop({
    inbox: {
      accept: async () => "new",
      waiting: async () => waiting,
      done: async (id) => void done.push(id),
      postpone: async () => undefined,
      claim: async () => true,
      release: async () => undefined,
    },
    clock: new FakeClock(1),
    log: silentLogger,
    ready: () => true,
    handle: async () => {
      atWork += 1;
      most = Math.max(most, atWork);
      await Promise.resolve();
      atWork -= 1;
    },
  });
  await loop.runOnce();
  expect(most).toBe(8);
  expect([...done].sort()).toEqual(waiting.map(({ id }) => id).sort());
  const ofFirst = done.filter((id) => Number(id.slice(1)) % 20 === 0);
  expect(ofFirst).toEqual(["d0", "d20", "d40"]);
});
