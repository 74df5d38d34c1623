import { describe, expect, it } from "vitest";
import { dayOff } from "../../../../core/calendars/day-off.ts";
import { readIcs } from "../../../../core/calendars/read-ics.ts";

const NOW = Date.UTC(2026, 10, 21);
const file = (...events: readonly string[]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:test",
    ...events.map((event) => `BEGIN:VEVENT\nUID:${event.length}\n${event}\nEND:VEVENT`),
    "END:VCALENDAR",
  ].join("\n");

describe("the days of an ICS file", () => {
  it("are its all-day entries, each day of those that last several", () => {
    const days = readIcs(
      file(
        "SUMMARY:Christmas\nDTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227",
        "SUMMARY:Meeting\nDTSTART:20261224T090000Z\nDTEND:20261224T100000Z",
      ),
      NOW,
    );
    expect(days).toEqual([
      { date: "2026-12-25", title: "Christmas" },
      { date: "2026-12-26", title: "Christmas" },
    ]);
  });

  it("that repeat every year are written out for ten years, and not for ever", () => {
    const days = readIcs(file("SUMMARY:New Year\nDTSTART;VALUE=DATE:20000101\nRRULE:FREQ=YEARLY"), NOW);
    expect([days[0]?.date, days.at(-1)?.date, days.length]).toEqual(["2025-01-01", "2036-01-01", 12]);
  });

  it("are bounded, and what is no ICS file is refused with what was expected", () => {
    expect(() => readIcs("hello", NOW)).toThrow("should begin with BEGIN:VCALENDAR");
    const daily = Array.from(
      { length: 3 },
      (_, year) => `SUMMARY:${year}\nDTSTART;VALUE=DATE:202${year}0101\nRRULE:FREQ=DAILY`,
    );
    expect(readIcs(file(...daily), NOW).length).toBeLessThanOrEqual(5_000);
  });
});

describe("a day off", () => {
  const holidays = { name: "de", days: [{ date: "2026-12-25", title: "Christmas" }], updatedAt: 0 };
  const find = (name: string) => (name === "de" ? holidays : undefined);

  it("is counted in the zone of the schedule", () => {
    const evening = Date.UTC(2026, 11, 24, 23, 30);
    expect(dayOff({ calendar: "de" }, evening, "Europe/Berlin", find)).toBe(
      '2026-12-25 (Christmas) is in the calendar "de", whose days this schedule leaves out.',
    );
    expect(dayOff({ calendar: "de" }, evening, "America/New_York", find)).toBeUndefined();
    expect(dayOff({ skipDates: ["2026-12-24"] }, evening, "UTC", find)).toContain("2026-12-24 is one of the dates");
    expect(dayOff({}, evening, "Europe/Berlin", find)).toBeUndefined();
  });
});
