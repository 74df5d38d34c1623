import fc from "fast-check";
import type { Frame, FrameStep } from "../../core/model/frame.ts";
import type { Notify, Policy } from "../../core/model/policy.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { builtInActions } from "./language.ts";

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const two = (value: number): string => String(value).padStart(2, "0");
const hour = fc.integer({ min: 0, max: 23 });
const minute = fc.integer({ min: 0, max: 59 });
const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
const some = (min: number, max: number, most: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most }).map(sorted);

/** Cron writes three and more in a row as a range. */
function field(values: readonly number[]): string {
  const runs: number[][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && value === (last.at(-1) ?? 0) + 1) last.push(value);
    else runs.push([value]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(","))).join(",");
}

const days = fc.oneof(
  fc.constant("* * *"),
  some(0, 6, 6).map((list) => `* * ${field(list)}`),
  some(1, 31, 4).map((list) => `${field(list)} * *`),
  fc.tuple(some(1, 12, 4), some(0, 6, 6)).map(([months, list]) => `* ${field(months)} ${field(list)}`),
  some(1, 12, 4).map((months) => `* ${field(months)} *`),
  fc.tuple(some(1, 28, 3), some(1, 12, 3)).map(([list, months]) => `${field(list)} ${field(months)} *`),
);
const clock = fc.oneof(
  fc.tuple(minute, hour).map(([m, h]) => `${m} ${h}`),
  fc.tuple(minute, some(0, 23, 4)).map(([m, h]) => `${m} ${field(h)}`),
  fc.tuple(some(0, 59, 2), some(0, 23, 2)).map(([m, h]) => `${field(m)} ${field(h)}`),
  fc.tuple(oneOf(2, 3, 4, 5, 6, 10, 12, 15, 20, 30), oneOf("*", "9-17", "0-6")).map(([n, h]) => `*/${n} ${h}`),
  oneOf("* *", "0 *", "* 9-17", "0 */2", "0 */6", "0 */12", "0 9-17", "0 8-18/2"),
  minute.map((m) => `${m} *`),
);
/** What cron says and English does not: kept as it was written. */
const odd = oneOf(
  "1-7/2 * * * *",
  "*/7 * * * *",
  "0 */5 * * *",
  "5 4 1 * 1",
  "0 0 1-7 * 1",
  "15 10 L * *",
  "0,7 */3 2 2 *",
);
const cron = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(clock, days).map((parts) => parts.join(" ")) },
  { weight: 1, arbitrary: odd },
);

const CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const at = fc.tuple(hour, minute).map(([h, m]) => `BYHOUR=${h};BYMINUTE=${m}`);
const rrule = fc.oneof(
  fc.tuple(fc.integer({ min: 2, max: 30 }), at).map(([n, time]) => `FREQ=DAILY;INTERVAL=${n};${time}`),
  fc
    .tuple(fc.integer({ min: 2, max: 12 }), some(0, 6, 3), at)
    .map(([n, list, time]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${list.map((one) => CODES[one]).join(",")};${time}`),
  fc
    .tuple(some(1, 4, 2), oneOf(...CODES), at)
    .map(([nth, code, time]) => `FREQ=MONTHLY;BYDAY=${nth.map((one) => `${one}${code}`).join(",")};${time}`),
  fc.tuple(oneOf(...CODES), at).map(([code, time]) => `FREQ=MONTHLY;BYDAY=-1${code};${time}`),
  at.map((time) => `FREQ=MONTHLY;BYMONTHDAY=-1;${time}`),
  fc
    .tuple(fc.integer({ min: 2, max: 11 }), some(1, 28, 2), at)
    .map(([n, list, time]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${list.join(",")};${time}`),
  fc
    .tuple(oneOf(1, 3, 11), oneOf("1MO", "-1FR", "3TH"), at)
    .map(([month, day, time]) => `FREQ=YEARLY;BYMONTH=${month};BYDAY=${day};${time}`),
  oneOf(
    "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=15,30;BYSETPOS=1,4",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0",
    "FREQ=HOURLY;INTERVAL=5;BYMINUTE=10",
  ),
);

const wall = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), hour, minute)
  .map(([month, day, h, m]) => `2027-${two(month)}-${two(day)}T${two(h)}:${two(m)}:00`);
const zone = oneOf("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney");
const bounds = fc.record(
  {
    start: wall.map((text) => `2027-01${text.slice(7)}`),
    end: wall.map((text) => `2028${text.slice(4)}`),
    tz: zone,
    count: fc.integer({ min: 1, max: 500 }),
  },
  { requiredKeys: [] },
);
const every = fc.oneof(
  fc
    .integer({ min: 31, max: 119 })
    .filter((n) => n !== 60)
    .map((n) => `PT${n}S`),
  fc
    .integer({ min: 7, max: 59 })
    .filter((n) => 60 % n !== 0)
    .map((n) => `PT${n}M`),
  fc.integer({ min: 25, max: 47 }).map((n) => `PT${n}H`),
);

/** Any schedule of the contract that the parser itself can make. */
export const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc
    .tuple(wall, fc.option(zone, { nil: undefined }))
    .map(([at, tz]): Schedule => ({ kind: "once", at, ...(tz && { tz }) })),
  fc.tuple(cron, bounds).map(([text, more]): Schedule => ({ kind: "cron", cron: text, ...more })),
  fc.tuple(rrule, bounds).map(([text, more]): Schedule => ({ kind: "rrule", rrule: text, ...more })),
  fc.tuple(every, bounds).map(([text, more]): Schedule => ({ kind: "interval", every: text, ...more })),
);

const span = oneOf("PT10S", "PT90S", "PT5M", "PT45M", "PT2H", "P1D");
const share = fc.oneof<fc.Arbitrary<number | string>[]>(fc.integer({ min: 1, max: 20 }), oneOf("5%", "25%", "50%"));
const notice: fc.Arbitrary<Notify> = fc
  .tuple(
    oneOf<Notify["on"]>("failure", "success", "always", "recovery"),
    oneOf({ user: "me" }, { channel: "#ops" }, { channel: "#night-shift" }, { user: "anna" }),
  )
  .map(([on, who]) => ({ on, ...who }));
const retries = fc
  .tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.option(span, { nil: undefined }),
    fc.option(oneOf<"fixed" | "exponential">("fixed", "exponential"), { nil: undefined }),
  )
  .map(
    ([count, retryDelay, backoff]): Policy => ({
      retries: count,
      ...(retryDelay && { retryDelay }),
      ...(backoff && { backoff }),
    }),
  );

/** Any policy of the contract but `pick`, which belongs to the targets. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .tuple(
    fc.option(retries, { nil: {} }),
    fc.record(
      {
        timeout: span,
        concurrency: share,
        stagger: span,
        canary: fc.integer({ min: 1, max: 5 }),
        stopAfter: share,
        overlap: oneOf<"skip" | "queue" | "replace" | "allow">("skip", "queue", "replace", "allow"),
        misfire: oneOf<"skip" | "last" | "all">("skip", "last", "all"),
        priority: oneOf<"high" | "low" | "normal">("high", "low", "normal"),
        notify: fc.uniqueArray(notice, { minLength: 1, maxLength: 2, selector: (one) => one.on }),
        dryRun: fc.constant(true),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([again, more]) => ({ ...again, ...more }));

const term = oneOf(
  "host:web-1",
  "host:db-1",
  "host:mail",
  "host:web-*",
  "label:web",
  "label:db",
  "label:cache",
  "os:linux",
  "os:windows",
  "env:production",
  "env:staging",
);
const left = oneOf("host:web-3", "host:win-1", "label:build", "env:test", "os:macos");

/** Any machines. */
export const anyTargets: fc.Arbitrary<TargetSelector> = fc.record({
  include: fc.oneof(
    { weight: 4, arbitrary: fc.uniqueArray(term, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(["all"]) },
  ),
  exclude: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.uniqueArray(left, { minLength: 1, maxLength: 2 }) },
  ),
});

export const anyWork = oneOf(
  ...builtInActions.flatMap(({ name, examples }) => examples.map(({ params }) => ({ action: name, params }))),
);
const step: fc.Arbitrary<FrameStep> = fc
  .tuple(oneOf<FrameStep["when"]>("success", "failure", "always"), anyWork, fc.option(anyTargets, { nil: undefined }))
  .map(([when, what, targets]) => ({ when, ...what, ...(targets && { targets }) }));

type Said = Pick<Frame, "action" | "params" | "targets" | "schedule" | "policy" | "then">;

/** A share of what is no machine by name. */
const withPick = ({
  pick,
  targets,
}: {
  readonly pick?: number | string | undefined;
  readonly targets?: TargetSelector | undefined;
}) => (pick === undefined || !targets || targets.include.some((one) => one.startsWith("host:")) ? {} : { pick });

/** Any request for work: every action of the tree in every way its manifest shows, anywhere, any time, anyhow. */
export const anyRequest: fc.Arbitrary<Said> = fc
  .record({
    what: anyWork,
    targets: fc.option(anyTargets, { nil: undefined }),
    schedule: fc.option(anySchedule, { nil: undefined }),
    how: fc.option(anyPolicy, { nil: {} }),
    pick: fc.option(share, { nil: undefined }),
    steps: fc.array(step, { maxLength: 2 }),
  })
  .map(({ what, targets, schedule, how, pick, steps }) => {
    const policy = { ...how, ...withPick({ pick, targets }) };
    return {
      ...what,
      ...(targets && { targets }),
      ...(schedule && { schedule }),
      ...(Object.keys(policy).length > 0 && { policy }),
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      ...(steps.length > 0 && { then: steps }),
    };
  });
