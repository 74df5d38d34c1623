import { describe, expect, it } from "vitest";
import { nextRuns } from "../../../../core/schedules/next-runs.ts";
import { clockChanges, cronFields, oracleRuns, WallClock } from "../../../support/time-oracle.ts";
import clockTable from "./clock-table.json" with { type: "json" };

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ZONES = [
  "Europe/Paris",
  "Europe/London",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Australia/Sydney",
  "Pacific/Auckland",
  "Asia/Kolkata",
  "Asia/Tehran",
  "Africa/Casablanca",
  "Pacific/Chatham",
];
const CRONS = [
  "30 2 * * *",
  "30 1 * * *",
  "0 0 * * *",
  "15 2 * * *",
  "0 3 * * 0",
  "0 * * * *",
  "*/15 * * * *",
  "*/7 2 * * *",
  "5,35 1-3 * * *",
  "0 */2 * * *",
  "45 0 1 * 0",
  "59 23 * * 1-5",
  "0 2,3 * 3,4,10,11 *",
];

/** Ten years with many changes: Brazil, Morocco and Iran still moved their clocks in them. */
const [FROM, TO] = [Date.UTC(2015, 0, 1), Date.UTC(2025, 0, 1)];

function ours(cron: string, timeZone: string, from: number, to: number): readonly number[] {
  return nextRuns({ kind: "cron", cron }, from - 1, 20_000, { timeZone, anchorAt: 0, until: to - 1 });
}

describe("F14, P11: cron, minute by minute against an oracle that knows nothing of ours", () => {
  it.each(ZONES)("around every change of the clock of ten years in %s", (timeZone) => {
    const clock = new WallClock(timeZone);
    const changes = clockChanges(clock, FROM, TO);
    const windows = nightly ? changes : changes.slice(-4);
    for (const cron of CRONS) {
      const fields = cronFields(cron);
      for (const change of windows) {
        const [from, to] = [change - 6 * HOUR, change + 30 * HOUR];
        expect([cron, new Date(change).toISOString(), ours(cron, timeZone, from, to)]).toEqual([
          cron,
          new Date(change).toISOString(),
          oracleRuns(fields, clock, from, to),
        ]);
      }
    }
  });

  it("every minute of ten years in every zone at night, of two months in one otherwise", {
    timeout: 14_400_000,
  }, () => {
    const until = nightly ? TO : FROM + 60 * DAY;
    const crons = nightly ? ["30 2 * * *", "0 0 * * *", "0 */2 * * *", "45 0 1 * 0"] : ["0 */2 * * *"];
    for (const timeZone of nightly ? ZONES : ZONES.slice(0, 1)) {
      for (const cron of crons) expectAlike(timeZone, cron, until);
    }
  });
});

function expectAlike(timeZone: string, cron: string, until: number): void {
  const clock = new WallClock(timeZone);
  for (let from = FROM; from < until; from += 30 * DAY) {
    const expected = oracleRuns(cronFields(cron), clock, from, from + 30 * DAY);
    expect(ours(cron, timeZone, from, from + 30 * DAY)).toEqual(expected);
  }
}

describe("F14, P11: the table of changed clocks", () => {
  it.each(clockTable as unknown as readonly (readonly [string, string, string, string, string, readonly string[]])[])(
    "%s, %s: %s from %s to %s",
    (timeZone, _what, cron, from, to, expected) => {
      const found = ours(cron, timeZone, Date.parse(from), Date.parse(to));
      expect(found.map((at) => `${new Date(at).toISOString().slice(0, 16)}Z`)).toEqual(expected);
    },
  );
});

describe("F14, P11: rules and intervals at a change of the clock", () => {
  it.each(ZONES)("a rule of every day keeps the times of the cron that says the same, in %s", (timeZone) => {
    const clock = new WallClock(timeZone);
    for (const change of clockChanges(clock, FROM, TO).slice(nightly ? 0 : -4)) {
      for (const [hour, minute] of [
        [2, 30],
        [0, 0],
        [1, 30],
        [3, 5],
      ] as const) {
        const options = { timeZone, anchorAt: change - 10 * DAY, until: change + 2 * DAY };
        const rrule = `FREQ=DAILY;BYHOUR=${hour};BYMINUTE=${minute}`;
        const byRule = nextRuns({ kind: "rrule", rrule }, change - 2 * DAY, 10, options);
        expect(byRule).toEqual(ours(`${minute} ${hour} * * *`, timeZone, change - 2 * DAY + 1, change + 2 * DAY + 1));
      }
    }
  });

  it.each(ZONES)("an interval keeps its real length in %s", (timeZone) => {
    const clock = new WallClock(timeZone);
    for (const change of clockChanges(clock, FROM, TO).slice(-2)) {
      const options = { timeZone, anchorAt: change - DAY };
      const found = nextRuns({ kind: "interval", every: "PT45M" }, change - 3 * HOUR, 8, options);
      const gaps = found.slice(1).map((at, index) => at - (found[index] ?? 0));
      expect(new Set(gaps)).toEqual(new Set([45 * 60_000]));
    }
  });
});
