import fc from "fast-check";
import rrulePackage from "rrule";
import { describe, expect, it } from "vitest";
import type { Schedule } from "../../../../core/model/schedule.ts";
import { checkSchedule, nextRuns } from "../../../../core/schedules/next-runs.ts";

const { RRule } = rrulePackage;

function runs(schedule: Schedule, after: string, limit: number, timeZone = "UTC", anchor = after): readonly string[] {
  const options = { timeZone, anchorAt: Date.parse(anchor) };
  return nextRuns(schedule, Date.parse(after), limit, options).map((at) =>
    new Date(at).toISOString().replace(":00.000Z", "Z"),
  );
}

const cron = (text: string): Schedule => ({ kind: "cron", cron: text });
const rule = (text: string): Schedule => ({ kind: "rrule", rrule: text });

describe("F14, P11: a fixed time on the day the clock changes", () => {
  it.each([
    [
      "New York, gap",
      "30 2 * * *",
      "America/New_York",
      "2027-03-13T12:00Z",
      ["2027-03-14T07:00Z", "2027-03-15T06:30Z"],
    ],
    [
      "New York, overlap",
      "30 1 * * *",
      "America/New_York",
      "2027-11-06T12:00Z",
      ["2027-11-07T05:30Z", "2027-11-08T06:30Z"],
    ],
    ["Paris, gap", "30 2 * * *", "Europe/Paris", "2027-03-27T12:00Z", ["2027-03-28T01:00Z", "2027-03-29T00:30Z"]],
    ["Paris, overlap", "30 2 * * *", "Europe/Paris", "2027-10-30T12:00Z", ["2027-10-31T00:30Z", "2027-11-01T01:30Z"]],
    [
      "São Paulo, gap at midnight",
      "0 0 * * *",
      "America/Sao_Paulo",
      "2018-11-03T12:00Z",
      ["2018-11-04T03:00Z", "2018-11-05T02:00Z"],
    ],
    [
      "Lord Howe, gap of 30 minutes",
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2027-10-02T02:00Z",
      ["2027-10-02T15:30Z", "2027-10-03T15:15Z"],
    ],
    [
      "Sydney, weekday counted there",
      "0 1 * * 1",
      "Australia/Sydney",
      "2027-01-01T00:00Z",
      ["2027-01-03T14:00Z", "2027-01-10T14:00Z"],
    ],
  ])("%s", (_name, text, zone, after, expected) => {
    expect(runs(cron(text), after, 2, zone)).toEqual(expected);
  });

  it("keeps the rhythm of a rule as of a cron", () => {
    const daily = rule("FREQ=DAILY;INTERVAL=1;BYHOUR=2;BYMINUTE=30");
    expect(runs(daily, "2027-03-13T12:00Z", 2, "America/New_York")).toEqual(["2027-03-14T07:00Z", "2027-03-15T06:30Z"]);
    expect(runs({ kind: "once", at: "2027-03-14T02:30:00" }, "2027-03-01T00:00Z", 2, "America/New_York")).toEqual([
      "2027-03-14T07:00Z",
    ]);
  });
});

describe("a rhythm within the hour", () => {
  it("F14, P11: keeps every real interval through an overlap", () => {
    const found = nextRuns(cron("*/15 * * * *"), Date.parse("2027-11-07T04:50Z"), 12, {
      timeZone: "America/New_York",
      anchorAt: 0,
    });
    const gaps = found.slice(1).map((at, index) => at - (found[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([15 * 60_000]));
  });

  it("F14, P11: keeps every real hour through a gap", () => {
    expect(runs(cron("0 * * * *"), "2027-03-14T05:30Z", 3, "America/New_York")).toEqual([
      "2027-03-14T06:00Z",
      "2027-03-14T07:00Z",
      "2027-03-14T08:00Z",
    ]);
  });

  it("counts an interval from when the task was made, or from its start", () => {
    expect(runs({ kind: "interval", every: "PT90S" }, "2026-11-21T10:00Z", 2)).toEqual([
      "2026-11-21T10:01:30.000Z",
      "2026-11-21T10:03Z",
    ]);
    expect(runs({ kind: "interval", every: "PT2H", start: "2026-11-21T12:00:00" }, "2026-11-21T10:00Z", 2)).toEqual([
      "2026-11-21T12:00Z",
      "2026-11-21T14:00Z",
    ]);
  });
});

describe("the bounds of a schedule", () => {
  const nine = { kind: "cron", cron: "0 9 * * *" } as const;

  it("begin with the start and end before the end", () => {
    const bounded: Schedule = { ...nine, start: "2026-12-01T09:00:00", end: "2026-12-03T09:00:00" };
    expect(runs(bounded, "2026-11-21T10:00Z", 9)).toEqual(["2026-12-01T09:00Z", "2026-12-02T09:00Z"]);
  });

  it("count firings from when the task was made, not from when one asks", () => {
    const three: Schedule = { ...nine, count: 3 };
    expect(runs(three, "2026-11-23T10:00Z", 9, "UTC", "2026-11-21T10:00Z")).toEqual(["2026-11-24T09:00Z"]);
    expect(runs({ kind: "interval", every: "PT1H", count: 2 }, "2026-11-21T10:00Z", 9)).toHaveLength(2);
  });

  it("never give the instant that was asked after", () => {
    expect(runs(nine, "2026-11-21T09:00Z", 1)).toEqual(["2026-11-22T09:00Z"]);
    expect(runs({ kind: "once", at: "2026-11-21T09:00:00" }, "2026-11-21T09:00Z", 1)).toEqual([]);
  });

  it("use the zone of the schedule before that of the asker", () => {
    expect(runs({ ...nine, tz: "America/New_York" }, "2026-11-21T10:00Z", 1, "Europe/Paris")).toEqual([
      "2026-11-21T14:00Z",
    ]);
  });
});

describe("a rule", () => {
  it.each([
    ["FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0", ["2026-11-27T09:00Z", "2026-12-25T09:00Z"]],
    ["FREQ=MONTHLY;BYDAY=2TH,4TH;BYHOUR=9;BYMINUTE=0", ["2026-11-26T09:00Z", "2026-12-10T09:00Z"]],
    ["FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=23;BYMINUTE=0", ["2026-11-30T23:00Z", "2026-12-31T23:00Z"]],
    ["FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=0;BYMINUTE=0", ["2026-12-31T00:00Z", "2027-01-31T00:00Z"]],
    ["FREQ=DAILY;BYHOUR=9,17;BYMINUTE=15,30;BYSETPOS=1,4", ["2026-11-21T17:30Z", "2026-11-22T09:15Z"]],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=12;BYMINUTE=0", ["2028-02-29T12:00Z", "2032-02-29T12:00Z"]],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=8;BYMINUTE=0", ["2026-11-30T08:00Z", "2026-12-14T08:00Z"]],
  ])("%s", (text, expected) => {
    expect(runs(rule(text), "2026-11-21T10:00Z", 2)).toEqual(expected);
  });

  it("that never comes due ends instead of searching for ever", () => {
    expect(runs(rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0"), "2026-11-21T10:00Z", 1)).toEqual([]);
  });

  it("gives what an independent implementation gives", () => {
    const weekdays = fc.uniqueArray(fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU"), {
      minLength: 1,
      maxLength: 3,
    });
    const part = fc.oneof(
      fc.tuple(fc.constant("FREQ=DAILY"), fc.constant("")),
      fc.tuple(
        fc.constant("FREQ=WEEKLY"),
        weekdays.map((days) => `;BYDAY=${days.join(",")}`),
      ),
      fc.tuple(
        fc.constant("FREQ=MONTHLY"),
        fc
          .integer({ min: -5, max: 31 })
          .filter((day) => day !== 0)
          .map((day) => `;BYMONTHDAY=${day}`),
      ),
      fc.tuple(
        fc.constant("FREQ=MONTHLY"),
        fc
          .tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom("MO", "WE", "SU"))
          .map(([nth, day]) => `;BYDAY=${nth}${day}`),
      ),
      fc.tuple(
        fc.constant("FREQ=YEARLY"),
        fc
          .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
          .map(([month, day]) => `;BYMONTH=${month};BYMONTHDAY=${day}`),
      ),
    );
    const any = fc.tuple(
      part,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 900 }),
    );
    fc.assert(
      fc.property(any, ([[freq, days], interval, hour, minute, ahead]) => {
        const text = `${freq};INTERVAL=${interval}${days};BYHOUR=${hour};BYMINUTE=${minute}`;
        const anchorAt = Date.UTC(2026, 10, 21, 10, 15);
        const after = anchorAt + ahead * 86_400_000;
        const oracle = new RRule({ ...RRule.parseString(`${text};BYSECOND=0`), dtstart: new Date(anchorAt) });
        const expected: number[] = [];
        let next = oracle.after(new Date(after), false);
        while (next && expected.length < 4) {
          expected.push(next.getTime());
          next = oracle.after(next, false);
        }
        expect(nextRuns(rule(text), after, 4, { timeZone: "UTC", anchorAt })).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a schedule that cannot be kept", () => {
  it.each([
    [cron("*/90 * * * *"), "not valid"],
    [cron("0 9 * *"), "needs 5"],
    [cron("0 0 30 2 *"), "cron text"],
    [cron("61 * * * *"), "not valid"],
    [rule("FREQ=HOURLY"), "needs FREQ"],
    [rule("FREQ=DAILY;BYEASTER=1"), "do not know"],
    [rule("FREQ=DAILY;INTERVAL=0"), "INTERVAL"],
    [rule("FREQ=WEEKLY;BYDAY=1MO"), "BYDAY"],
    [{ kind: "interval", every: "PT0S" } as const, "interval"],
    [{ kind: "once", at: "soon" } as const, "no date"],
    [{ kind: "cron", cron: "0 9 * * *", tz: "Mars/Base" } as const, "time zone"],
    [{ kind: "cron", cron: "0 9 * * *", start: "2027-01-02", end: "2027-01-01" } as const, "before it starts"],
    [{ kind: "cron", cron: "0 9 * * *", count: 0 } as const, "at least 1"],
  ])("%j is explained", (schedule: Schedule, words) => {
    expect(checkSchedule(schedule)).toContain(words);
    expect(nextRuns(schedule, 0, 3, { timeZone: "UTC", anchorAt: 0 })).toEqual([]);
  });

  it("is not one of these", () => {
    for (const schedule of [
      cron("0 9 * * 1-5"),
      cron("*/5 * * * *"),
      rule("FREQ=MONTHLY;BYDAY=-1FR"),
      { kind: "interval", every: "PT45M" } as const,
    ]) {
      expect(checkSchedule(schedule)).toBeUndefined();
    }
  });
});
