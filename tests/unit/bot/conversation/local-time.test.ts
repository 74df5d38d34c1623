import { describe, expect, it } from "vitest";
import {
  instantOf,
  knownZone,
  sayDayAndTime,
  sayInstant,
  startOfDay,
} from "../../../../bot/conversation/local-time.ts";

const at = (iso: string) => Date.parse(iso);

describe("local time", () => {
  it.each([
    ["2026-11-21T09:00:00", "Europe/Paris", "2026-11-21T08:00:00Z"],
    ["2026-07-01T09:00:00", "Europe/Paris", "2026-07-01T07:00:00Z"],
    ["2026-11-21", "America/New_York", "2026-11-21T05:00:00Z"],
    ["2026-11-21T09:00:00", "Asia/Kathmandu", "2026-11-21T03:15:00Z"],
    ["2027-03-28T02:30:00", "Europe/Paris", "2027-03-28T01:00:00Z"],
    ["2027-10-31T02:30:00", "Europe/Paris", "2027-10-31T00:30:00Z"],
    ["2027-04-04T01:45:00", "Australia/Lord_Howe", "2027-04-03T14:45:00Z"],
  ])("%s in %s is %s", (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(at(instant));
  });

  it("is no instant when it is no time", () => {
    expect(instantOf("soon", "UTC")).toBeUndefined();
  });

  it("is said short today, with the day otherwise, with the year when it is another", () => {
    const now = at("2026-11-21T12:00:00Z");
    expect(sayInstant(at("2026-11-21T08:12:00Z"), "UTC", now)).toBe("08:12");
    expect(sayInstant(at("2026-11-20T23:30:00Z"), "Europe/Paris", now)).toBe("00:30");
    expect(sayInstant(at("2026-11-23T09:00:00Z"), "UTC", now)).toBe("Mon 23 Nov 09:00");
    expect(sayDayAndTime(at("2027-01-01T09:00:00Z"), "UTC", now)).toBe("Fri 1 Jan 2027 09:00");
  });

  it("begins its day at midnight of the zone", () => {
    expect(startOfDay(at("2026-11-21T23:30:00Z"), "Europe/Paris")).toBe(at("2026-11-21T23:00:00Z"));
  });

  it("falls back to UTC for a zone that does not exist", () => {
    expect([knownZone("Europe/Atlantis"), knownZone(undefined), knownZone("Asia/Tokyo")]).toEqual([
      "UTC",
      "UTC",
      "Asia/Tokyo",
    ]);
  });
});
