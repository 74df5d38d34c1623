import { describe, expect, it } from "vitest";
import { checkSchedule, nextRuns } from "../../../core/schedules/next-runs.ts";
import { readSchedule } from "../../../nlp/read-schedule.ts";

const SATURDAY = Date.UTC(2026, 10, 21, 10, 15);
const read = (text: string) => readSchedule(text, { nowWall: SATURDAY });

const CRON: Readonly<Record<string, string>> = {
  "every weekday except wednesday at 9": "0 9 * * 1,2,4,5",
  "daily except in august": "0 0 * 1-7,9-12 *",
  "every hour at :15 and :45": "15,45 * * * *",
  "hourly on the half hour between 8am and 6pm on weekdays": "30 8-18 * * 1-5",
  "every 10 min from 22:00 to 04:00": "*/10 0-4,22-23 * * *",
  "every 4th of july": "0 0 4 7 *",
  "days 1 through 7 of every month at 2am": "0 2 1-7 * *",
  "weekday mornings at 8:15": "15 8 * * 1-5",
  "every wednsday": "0 0 * * 3",
  "every munday at 8": "0 8 * * 1",
  "every 2 hours starting at 9:30am": "30 1-23/2 * * *",
};

const RULES: Readonly<Record<string, string>> = {
  "on the last weekday of every month at noon": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=12;BYMINUTE=0;BYSETPOS=-1",
  "last day of each quarter at 18:00": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;BYHOUR=18;BYMINUTE=0",
  "every third month on the first monday": "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO;BYHOUR=0;BYMINUTE=0",
  "alternate fridays at 4pm": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=16;BYMINUTE=0",
  "every year on the 100th day at 6": "FREQ=YEARLY;BYYEARDAY=100;BYHOUR=6;BYMINUTE=0",
  "every friday in week 12 and 14 at 7": "FREQ=YEARLY;BYWEEKNO=12,14;BYDAY=FR;BYHOUR=7;BYMINUTE=0",
};

describe("what comes again", () => {
  it.each(Object.entries(CRON))("%s is a cron text", (text, cron) => {
    expect(read(text)).toMatchObject({ kind: "cron", cron });
  });

  it.each(Object.entries(RULES))("%s is a rule that can be kept", (text, rrule) => {
    const schedule = read(text);
    expect(schedule).toMatchObject({ kind: "rrule", rrule });
    expect(schedule && checkSchedule(schedule)).toBeUndefined();
  });

  it.each([
    "biweekly",
    "twice weekly",
    "every week on the 4th day",
    "at second 30",
    "the weekday nearest the 15th",
    "every day except tomorrow",
    "each 3/4",
  ])("%s has no one meaning here, so none is guessed", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("begins with the hour it starts at", () => {
    const schedule = read("every 2 hours starting at 9am");
    const [first] = schedule ? nextRuns(schedule, SATURDAY, 1, { timeZone: "UTC", anchorAt: SATURDAY }) : [];
    expect(first).toBe(Date.UTC(2026, 10, 22, 9));
  });

  it("ends in the next year where the end comes before the start", () => {
    expect(read("daily from march until february")).toMatchObject({
      start: "2027-03-01T00:00:00",
      end: "2028-02-01T00:00:00",
    });
  });
});

describe("rules by the number of a day or week", () => {
  const runs = (rrule: string) =>
    nextRuns({ kind: "rrule", rrule }, SATURDAY, 2, { timeZone: "UTC", anchorAt: SATURDAY }).map((at) =>
      new Date(at).toISOString().slice(0, 10),
    );

  it("count weeks as ISO 8601 does", () => {
    expect(runs("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;BYHOUR=6;BYMINUTE=0")).toEqual(["2027-01-04", "2028-01-03"]);
  });

  it("count days of the year, leap days included", () => {
    expect(runs("FREQ=YEARLY;BYYEARDAY=-1,60;BYHOUR=6;BYMINUTE=0")).toEqual(["2026-12-31", "2027-03-01"]);
  });

  it("are refused below a year", () => {
    expect(checkSchedule({ kind: "rrule", rrule: "FREQ=MONTHLY;BYYEARDAY=3" })).toContain("part I do not know");
  });

  it("fire the whole count when made on the stroke", () => {
    const schedule = { kind: "cron", cron: "15 10 * * *", count: 3 } as const;
    expect(nextRuns(schedule, SATURDAY, 9, { timeZone: "UTC", anchorAt: SATURDAY })).toHaveLength(3);
  });
});

describe("a text that is nothing but a time", () => {
  it.each([
    ["5am", { kind: "cron", cron: "0 5 * * *" }],
    ["at 10:30 am", { kind: "cron", cron: "30 10 * * *" }],
    ["on the 1st at 9am", { kind: "cron", cron: "0 9 1 * *" }],
  ])("is asked for as a habit: %s", (text, schedule) => {
    expect(read(text)).toEqual(schedule);
  });

  it.each(["tomorrow at 5", "next friday at 5pm", "check disk at 5pm"])("is one moment in: %s", (text) => {
    expect(read(text)?.kind).toBe("once");
  });
});
