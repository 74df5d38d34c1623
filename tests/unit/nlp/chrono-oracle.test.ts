import * as chrono from "chrono-node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wallText } from "../../../core/kernel/wall-time.ts";
import { readSchedule } from "../../../nlp/read-schedule.ts";

/** Saturday, 21 November 2026, 10:15, on a clock without zones. */
const NOW = Date.UTC(2026, 10, 21, 10, 15);

/** The moment another library reads, said as ours: its dates are in the zone of this process, so only fields count. */
function byChrono(text: string): string | undefined {
  const reference = new Date(2026, 10, 21, 10, 15);
  const [found] = chrono.parse(text, reference, { forwardDate: true });
  if (!found) return undefined;
  const part = (name: chrono.Component) => found.start.get(name) ?? 0;
  return wallText(Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")));
}

function byUs(text: string): string | undefined {
  const schedule = readSchedule(`check disk ${text}`, { nowWall: NOW });
  return schedule?.kind === "once" ? schedule.at : undefined;
}

const MONTHS = ["jan", "february", "Mar", "april", "may", "june", "July", "aug", "september", "Oct", "nov", "december"];
const clock = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom("am", "pm", " AM", " PM"))
    .map(([h, half]) => `${h}${half}`),
  fc
    .tuple(fc.integer({ min: 7, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${h}:${String(m).padStart(2, "0")}`),
  fc.constantFrom("noon"),
);
const date = fc.oneof(
  fc.constantFrom("tomorrow", "today"),
  fc.tuple(fc.constantFrom(...MONTHS), fc.integer({ min: 1, max: 28 })).map(([month, day]) => `on ${month} ${day}`),
  fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.constantFrom(...MONTHS))
    .map(([day, month]) => `on ${day} ${month} 2027`),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([month, day]) => `on 2027-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`),
  fc.constantFrom("monday", "tuesday", "wednesday", "thursday", "friday", "sunday").map((day) => `on ${day}`),
);
const delay = fc
  .tuple(fc.integer({ min: 2, max: 90 }), fc.constantFrom("minutes", "hours", "days", "weeks"))
  .map(([count, unit]) => `in ${count} ${unit}`);
const phrase = fc.oneof(
  fc.tuple(date, clock).map(([day, time]) => `${day} at ${time}`),
  fc.tuple(clock, date).map(([time, day]) => `at ${time} ${day}`),
  delay,
);

/** Read otherwise on purpose: a time of today that has passed is tomorrow's for us, and yesterday's message for it. */
const hasPassed = (moment: string): boolean => moment <= wallText(NOW);

describe("moments that another library reads, too", () => {
  it("are the same for both", () => {
    fc.assert(
      fc.property(phrase, (text) => {
        const other = byChrono(text);
        fc.pre(other !== undefined && !hasPassed(other));
        expect([text, byUs(text)]).toEqual([text, other]);
      }),
      { numRuns: 2_000 },
    );
  });
});
