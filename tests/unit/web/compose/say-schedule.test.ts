import { describe, expect, it } from "vitest";
import type { Schedule } from "../../../../core/model/schedule.ts";
import { saySchedule } from "../../../../web/compose/say-schedule.ts";

describe("a schedule said to people", () => {
  it.each<[Schedule, string]>([
    [{ kind: "cron", cron: "*/2 * * * *", tz: "Europe/Berlin" }, "every 2 minutes"],
    [{ kind: "interval", every: "PT90S", tz: "Europe/Berlin" }, "every 90 seconds"],
    [{ kind: "cron", cron: "0 9 * * 1-5", tz: "Europe/Berlin" }, "every weekday at 09:00 Europe/Berlin"],
  ])("names the zone only where it makes a difference: %j", (schedule, words) => {
    expect(saySchedule(schedule)).toBe(words);
  });
});
