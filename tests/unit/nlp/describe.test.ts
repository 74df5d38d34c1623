import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../core/model/frame.ts";
import type { Policy } from "../../../core/model/policy.ts";
import type { Schedule } from "../../../core/model/schedule.ts";
import { describeFrame } from "../../../nlp/describe/describe-frame.ts";
import { describePolicy } from "../../../nlp/describe/describe-policy.ts";
import { describeSchedule } from "../../../nlp/describe/describe-schedule.ts";
import { describeTarget } from "../../../nlp/describe/describe-target.ts";
import { builtInActions, frameOf } from "../../support/language.ts";

const hour = fc.integer({ min: 0, max: 23 });
const minute = fc.integer({ min: 0, max: 59 });
const days = fc
  .uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 3 })
  .map((list) => list.sort((a, b) => a - b));
const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

const cron = fc.oneof(
  fc.tuple(minute, hour, oneOf("*", "1-5", "0,6", "1", "2,4", "0")).map(([m, h, d]) => `${m} ${h} * * ${d}`),
  fc
    .tuple(minute, hour, days)
    .map(([m, h, d]) => `${m} ${h} ${d.length > 2 && d[2] === (d[0] ?? 0) + 2 ? d[0] : d.join(",")} * *`),
  fc
    .tuple(oneOf(2, 3, 5, 10, 15, 20, 30), oneOf("*", "9-17"), oneOf("*", "1-5"))
    .map(([n, h, d]) => `*/${n} ${h} * * ${d}`),
  oneOf("* * * * *", "0 * * * *", "0 */2 * * *", "0 */6 * * *", "15 * * * *", "0 9-17 * * 1-5"),
);
const rrule = fc.oneof(
  fc.tuple(oneOf(2, 3, 5), hour, minute).map(([n, h, m]) => `FREQ=DAILY;INTERVAL=${n};BYHOUR=${h};BYMINUTE=${m}`),
  fc
    .tuple(oneOf(2, 3), oneOf("MO", "TU", "SU"), hour, minute)
    .map(([n, d, h, m]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${d};BYHOUR=${h};BYMINUTE=${m}`),
  fc
    .tuple(oneOf("1MO", "-1FR", "3WE", "2TH,4TH"), hour, minute)
    .map(([d, h, m]) => `FREQ=MONTHLY;BYDAY=${d};BYHOUR=${h};BYMINUTE=${m}`),
  fc.tuple(hour, minute).map(([h, m]) => `FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=${h};BYMINUTE=${m}`),
);
const every = oneOf("PT45M", "PT90S", "PT7H", "PT50M");
const bounds = fc.record(
  {
    end: oneOf("2026-12-24T00:00:00", "2027-03-01T18:30:00"),
    tz: oneOf("UTC", "Europe/Berlin"),
    count: fc.integer({ min: 3, max: 50 }),
  },
  { requiredKeys: [] },
);
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.tuple(hour, minute).map(
    ([h, m]): Schedule => ({
      kind: "once",
      at: `2026-12-24T${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}:00`,
    }),
  ),
  fc.tuple(cron, bounds).map(([text, more]): Schedule => ({ kind: "cron", cron: text, ...more })),
  fc.tuple(rrule, bounds).map(([text, more]): Schedule => ({ kind: "rrule", rrule: text, ...more })),
  fc.tuple(every, bounds).map(([text, more]): Schedule => ({ kind: "interval", every: text, ...more })),
);
const policy: fc.Arbitrary<Policy> = fc.record(
  {
    retries: fc.integer({ min: 1, max: 9 }),
    timeout: oneOf("PT30S", "PT5M", "PT2H"),
    concurrency: oneOf<number | string>(1, 2, "25%"),
    stagger: oneOf("PT10S", "PT2M"),
    stopAfter: oneOf<number | string>(2, "10%"),
    overlap: oneOf<"skip" | "queue" | "replace">("skip", "queue", "replace"),
    priority: oneOf<"high" | "low">("high", "low"),
    notify: oneOf<NonNullable<Policy["notify"]>>([{ on: "failure", user: "me" }], [{ on: "always", channel: "#ops" }]),
    dryRun: fc.constant(true),
  },
  { requiredKeys: [] },
);
const targets = fc.record({
  include: oneOf(
    ["host:web-1"],
    ["host:web-1", "host:db-1"],
    ["label:web"],
    ["env:production", "label:web"],
    ["os:linux"],
    ["all"],
    ["host:web-*"],
  ),
  exclude: oneOf<string[]>([], ["host:web-3"], ["label:db"]),
});
const request = oneOf(
  { action: "disk.usage", params: {} },
  { action: "disk.usage", params: { path: "/var" } },
  { action: "service.restart", params: { service: "nginx" } },
  { action: "ping.check", params: { host: "10.0.0.1", count: 4 } },
  { action: "file.tail", params: { path: "/var/log/syslog", lines: 20 } },
  { action: "package.update", params: { packages: ["openssl", "curl"] } },
  { action: "backup.create", params: { source: "/etc", dest: "/backups" } },
);

describe("a description", () => {
  it("of a random request means that request again", () => {
    const random = fc.tuple(request, targets, fc.option(schedule), policy);
    fc.assert(
      fc.property(random, ([what, where, when, how]) => {
        const said: Partial<Frame> = {
          ...what,
          targets: where,
          ...(when && { schedule: when }),
          ...(Object.keys(how).length > 0 && { policy: how }),
        };
        const sentence =
          describeFrame(
            { intent: "task.create", outcome: "act", spans: [], score: 1, said: [], ...said },
            builtInActions,
          ) ?? "";
        const read = frameOf(sentence);
        expect({ sentence, ...read }).toMatchObject({ sentence, outcome: "act", ...said });
        if (!when) expect(read.schedule).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    [{ kind: "cron", cron: "0 9 * * 1-5" }, "every weekday at 09:00"],
    [{ kind: "cron", cron: "*/30 9-17 * * 1-5" }, "every 30 minutes between 09:00 and 17:00 on weekdays"],
    [{ kind: "cron", cron: "0 3 1,15 * *" }, "on the 1st and 15th of every month at 03:00"],
    [{ kind: "cron", cron: "1-7/2 * * * *" }, 'on the cron schedule "1-7/2 * * * *"'],
    [
      { kind: "rrule", rrule: "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0" },
      "on the last Friday of the month at 09:00",
    ],
    [{ kind: "interval", every: "PT90S", count: 3 }, "every 90 seconds 3 times"],
    [{ kind: "once", at: "2026-12-24T12:00:00", tz: "UTC" }, "on 24 December 2026 at 12:00 UTC"],
  ] satisfies [Schedule, string][])("of %j", (what, words) => {
    expect(describeSchedule(what)).toBe(words);
  });

  it("of targets and policy reads as people say it", () => {
    expect(describeTarget({ include: ["label:web", "os:linux"], exclude: ["host:web-3"] })).toBe(
      'on label "web" and linux machines except web-3',
    );
    expect(describePolicy({ retries: 2, retryDelay: "PT30S", concurrency: 1 })).toBe(
      "retry 2 times after 30 seconds, one at a time",
    );
    expect(describePolicy({})).toBe("");
  });

  it("of a chain says each step", () => {
    const frame = frameOf("stop nginx on web-4, then back up /etc, if it fails start nginx");
    expect(describeFrame(frame, builtInActions)).toBe(
      "stop nginx on web-4, then back up /etc, if it fails start nginx",
    );
  });
});
