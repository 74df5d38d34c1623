import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyProblems } from "../../../../../core/tasks/policy-problems.ts";
import { scheduleProblem, timingProblems } from "../../../../../core/tasks/schedule-problems.ts";
import { durationFrom, durationText } from "../../../../../web/client/model/duration-text.ts";
import { dailyCron, dailyOf } from "../../../../../web/client/model/task-form/daily-cron.ts";
import type { FormValues } from "../../../../../web/client/model/task-form/form-values.ts";
import { problemField } from "../../../../../web/client/model/task-form/problem-field.ts";
import { formOf, readTaskForm } from "../../../../../web/client/model/task-form/read-task-form.ts";
import type { PolicyDto } from "../../../../../web/contract/policy.ts";
import type { ScheduleDto } from "../../../../../web/contract/task.ts";

const ZONE = "Europe/Berlin";
const spans = fc.constantFrom("PT30S", "PT1H", "P2D", "PT90M", "P1W", "PT1.5S");
const shares = fc.constantFrom(1, 3, "25%", "50%");
const policies: fc.Arbitrary<PolicyDto> = fc.record(
  {
    misfire: fc.constantFrom("skip", "last", "all"),
    lateLimit: spans,
    overlap: fc.constantFrom("skip", "queue", "replace", "allow"),
    jitter: spans,
    pauseAfter: fc.integer({ min: 0, max: 100 }),
    calendar: fc.constantFrom("holidays-de", "plant"),
    skipDates: fc.array(fc.constantFrom("2026-12-24", "2027-01-01"), { maxLength: 2 }),
    retries: fc.integer({ min: 0, max: 10 }),
    timeout: spans,
    pick: shares,
    concurrency: shares,
    canary: fc.integer({ min: 1, max: 9 }),
    stopAfter: shares,
    notify: fc.constant([{ on: "failure" as const, channel: "#ops" }]),
    dryRun: fc.boolean(),
  },
  { requiredKeys: [] },
);
const bounds = { tz: ZONE, start: "2026-12-01T08:00", count: 9 };
const schedules: readonly (ScheduleDto | undefined)[] = [
  undefined,
  { kind: "once", at: "2026-12-01T08:00", tz: ZONE },
  { kind: "cron", cron: "30 7 * * 1-5", ...bounds },
  { kind: "cron", cron: "*/5 * * * *", tz: ZONE },
  { kind: "interval", every: "PT90M", ...bounds },
  { kind: "rrule", rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", end: "2027-01-01T00:00", tz: ZONE },
];

describe("the form of a task", () => {
  it("changes nothing that nobody touched, whatever the task says", () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...schedules), (policy, schedule) => {
        const task = { policy, ...(schedule && { schedule }) } as Parameters<typeof formOf>[0];
        expect(readTaskForm(formOf(task, ZONE), task, ZONE)).toEqual({ change: {} });
      }),
    );
  });

  it("reads back every schedule that it shows", () => {
    for (const schedule of schedules.filter((one) => one !== undefined)) {
      const shown = formOf({ policy: {}, schedule }, ZONE);
      const read = readTaskForm({ ...shown, tz: "UTC" }, { policy: {}, schedule }, ZONE);
      expect(read).toEqual({ change: { schedule: { ...schedule, tz: "UTC" } } });
    }
  });

  it("keeps what has no field here when another part of the policy changes", () => {
    const policy: PolicyDto = { notify: [{ on: "failure", channel: "#ops" }], retries: 2 };
    const values: FormValues = { ...formOf({ policy }, ZONE), retries: "", jitter: "5 min", stopAfter: "10 %" };
    expect(readTaskForm(values, { policy }, ZONE)).toEqual({
      change: { policy: { notify: policy.notify, jitter: "PT5M", stopAfter: "10%" } },
    });
  });

  it("says beside each field what it cannot read", () => {
    const values: FormValues = { ...formOf({ policy: {} }, ZONE), jitter: "soon", retries: "two", skipDates: "xmas" };
    const read = readTaskForm({ ...values, kind: "interval", every: "often" }, { policy: {} }, ZONE);
    expect(Object.keys("errors" in read ? read.errors : {}).sort()).toEqual([
      "every",
      "jitter",
      "retries",
      "skipDates",
    ]);
  });
});

describe("a sentence of the server", () => {
  const wrong: PolicyDto = {
    ...{ retries: 99, retryDelay: "PT0S", timeout: "PT0S", stagger: "PT0S", pick: 0, concurrency: 0, canary: 0 },
    ...{ stopAfter: "200%", lateLimit: "PT0S", jitter: "PT0S", waitForMachine: "PT0S", pauseAfter: 900 },
    skipDates: ["2026-99-99"],
  };
  it("stands beside the field that it is about", () => {
    const problems = [...policyProblems(wrong), ...timingProblems(wrong, [])];
    const found = problems.map((problem) => problemField(problem, { kind: "cron" }));
    expect([...found].sort()).toEqual(Object.keys(wrong).sort());
  });

  it.each([
    [{ kind: "cron", cron: "61 * * * *" }, "cron"],
    [{ kind: "interval", every: "PT0S" }, "every"],
    [{ kind: "rrule", rrule: "often" }, "rrule"],
    [{ kind: "rrule", rrule: "FREQ=DAILY;SOON=1" }, "rrule"],
    [{ kind: "once", at: "tomorrow" }, "at"],
    [{ kind: "cron", cron: "0 9 * * *", tz: "Berlin" }, "tz"],
    [{ kind: "cron", cron: "0 9 * * *", count: 0 }, "count"],
    [{ kind: "cron", cron: "0 9 * * *", start: "2027-01-01", end: "2026-01-01" }, "end"],
  ] as const)("about %j stands beside %s", (schedule, field) => {
    const problem = scheduleProblem(schedule, undefined) ?? "";
    expect(problemField(problem, { kind: schedule.kind })).toBe(field);
  });

  it("that belongs to no field stands above the form", () => {
    expect(problemField('No machine matches "host:web-1".', { kind: "cron" })).toBeUndefined();
  });
});

describe("weekdays and a time", () => {
  it.each([
    ["30 9 * * 1-5", { days: "12345", time: "09:30" }],
    ["0 0 * * *", { days: "0123456", time: "00:00" }],
    ["5 23 * * 1,3,7", { days: "013", time: "23:05" }],
    ["*/5 9 * * *", undefined],
    ["0 9 1 * *", undefined],
    ["0 9 * * MON", undefined],
  ])("of %s", (cron, daily) => {
    expect(dailyOf(cron)).toEqual(daily);
  });

  it("say the same when they are read again", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), (chosen) => {
        const days = [...chosen].sort().join("");
        expect(dailyOf(dailyCron(days, "07:05") ?? "")).toEqual({ days, time: "07:05" });
      }),
    );
  });
});

describe("a span as people write it", () => {
  it.each([
    ["90s", "PT90S"],
    ["1 h 30 min", "PT90M"],
    ["2 days", "P2D"],
    ["1.5h", "PT90M"],
    ["pt5m", "PT5M"],
    ["soon", undefined],
    ["5", undefined],
    ["5 min ago", undefined],
    ["-5 min", undefined],
    ["0 s", undefined],
    ["", undefined],
  ])("%j is %s", (text, duration) => {
    expect(durationFrom(text)).toBe(duration);
  });

  it("is read again as it is shown", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 * 86_400 }), (seconds) => {
        const shown = durationText(`PT${seconds}S`);
        expect(durationText(durationFrom(shown) ?? "")).toBe(shown);
      }),
    );
  });
});
