import fc from "fast-check";
import type { Frame, FrameQuery, Intent } from "../../core/model/frame.ts";
import { anyPolicy, anySchedule, anyTargets, anyWork } from "./random-frames.ts";

/** What a message that asks or steers means. */
export type Control = Pick<Frame, "intent"> &
  Partial<Pick<Frame, "action" | "params" | "targets" | "schedule" | "policy" | "ref" | "query" | "then">>;

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const two = (value: number): string => String(value).padStart(2, "0");
const wallIn = (year: number, first: number, last: number) =>
  fc
    .tuple(
      fc.integer({ min: first, max: last }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    )
    .map(([month, day, hour, minute]) => `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`);
const earlier = wallIn(2026, 1, 6);
const later = wallIn(2026, 7, 11);
const ahead = wallIn(2027, 1, 6);
const afterwards = wallIn(2027, 7, 12);

/** Absent, or one of the values. */
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** Without what is absent. */
const said = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
const some = <T extends object>(name: string, value: T) => (Object.keys(value).length > 0 ? { [name]: value } : {});

const machine = oneOf("web-1", "web-3", "db-1", "cache-1", "win-1", "mail");
const task = oneOf("17", "18", "21", "T-17", "T-4711");
const run = fc.integer({ min: 1, max: 99_999 }).map((number) => `R-${number}`);
const execution = fc.integer({ min: 1, max: 99_999 }).map((number) => `E-${number}`);
const plan = fc.integer({ min: 1, max: 9_999 }).map((number) => `P-${number}`);
const user = oneOf("anna", "ben");
const role = oneOf("viewer", "requester", "operator", "approver", "admin");
const RUNS = "failed succeeded running missed skipped cancelled queued expired unknown not_started timed_out".split(
  " ",
);
const MACHINES = "online offline no-contact pending active draining disabled quarantined".split(" ");

/** What a list is of: machines are one of the query, or several beside it. */
const asked = (statuses: readonly string[], period: fc.Arbitrary<Pick<FrameQuery, "from" | "to">>, owner = true) =>
  fc
    .record({
      status: maybe(oneOf(...statuses)),
      period: maybe(period),
      owner: owner ? maybe(oneOf("me", "anna", "ben")) : fc.constant(undefined),
      last: maybe(fc.integer({ min: 2, max: 50 })),
      where: maybe(
        fc.oneof(
          machine.map((agent) => ({ agent })),
          severalTargets.map((targets) => ({ targets })),
        ),
      ),
    })
    .map(({ status, period: time, owner: who, last, where }) => {
      const { agent, targets } = { agent: undefined, targets: undefined, ...where };
      return { query: said({ status, ...time, owner: who, agent, last }), targets };
    });

/** Not one machine, which is the query's, and not simply all of them. */
const severalTargets = anyTargets.filter(
  ({ include, exclude }) =>
    !(include.includes("all") && exclude.length === 0) &&
    (include.length + exclude.length > 1 || !/^host:[\w-]+$/.test(include[0] ?? "")),
);
const past = fc.tuple(earlier, later).map(([from, to]) => ({ from, to }));
const future = fc.tuple(ahead, afterwards).map(([from, to]) => ({ from, to }));

const bare = (...intents: Intent[]) => oneOf(...intents).map((intent): Control => ({ intent }));
const about = (intent: Intent, ref: fc.Arbitrary<string | undefined>) =>
  ref.map((name): Control => ({ intent, ...said({ ref: name }) }));

const listOf = (intent: Intent, from: ReturnType<typeof asked>, more: fc.Arbitrary<object> = fc.constant({})) =>
  fc
    .tuple(from, more)
    .map(([{ query, targets }, rest]): Control => ({ intent, ...rest, ...said({ targets }), ...some("query", query) }));

const lists = [
  listOf("task.list", asked(["paused", "active", "finished", "cancelled"], future)),
  listOf("run.list", asked(RUNS, past)),
  listOf("run.list", asked(RUNS, past), anyWork),
  fc.tuple(asked(RUNS, past), maybe(task)).map(
    ([{ query, targets }, name]): Control => ({
      intent: "stats.show",
      ...said({ targets }),
      ...some("query", said({ ...query, task: name })),
    }),
  ),
  listOf("execution.list", asked(RUNS, past)),
  fc
    .tuple(run, maybe(oneOf(...RUNS)))
    .map(([ref, status]): Control => ({ intent: "execution.list", ref, ...some("query", said({ status })) })),
  fc.tuple(maybe(oneOf(...MACHINES)), maybe(severalTargets)).map(
    ([status, targets]): Control => ({
      intent: "agent.list",
      ...said({ targets }),
      ...some("query", said({ status })),
    }),
  ),
  fc
    .tuple(
      oneOf<readonly [string, string]>(
        ["disk", "10%"],
        ["disk.used", "90%"],
        ["memory", "4GB"],
        ["memory.used", "80%"],
        ["load", "8"],
        ["uptime", "P30D"],
        ["swap", "50%"],
      ),
      oneOf("below", "above"),
      maybe(severalTargets.filter(({ include }) => !include.includes("all"))),
    )
    .map(
      ([[field, value], side, targets]): Control => ({
        intent: "agent.list",
        params: { field, [side]: value },
        ...said({ targets }),
      }),
    ),
  maybe(role).map((one): Control => ({ intent: "user.list", ...(one && { params: { role: one } }) })),
];

const onMachines = (intent: Intent, to: fc.Arbitrary<string | undefined> = fc.constant(undefined)) =>
  fc
    .tuple(
      fc.oneof(
        machine.map((ref) => ({ ref })),
        severalTargets.map((targets) => ({ targets })),
      ),
      to,
    )
    .map(([which, end]): Control => ({ intent, ...which, ...some("query", said({ to: end })) }));

const machines = [
  about("agent.show", machine),
  onMachines("agent.drain", maybe(ahead)),
  onMachines("agent.disable", maybe(ahead)),
  onMachines("agent.enable"),
  about("agent.approve", machine),
  fc
    .tuple(anyTargets, fc.uniqueArray(oneOf("canary", "edge", "gpu", "rack-7"), { minLength: 1, maxLength: 3 }))
    .map(([targets, labels]): Control => ({ intent: "agent.assign", targets, params: { labels } })),
  fc.tuple(maybe(anyTargets), maybe(ahead), maybe(afterwards)).map(
    ([targets, from, to]): Control => ({
      intent: "freeze.start",
      ...said({ targets }),
      ...some("query", said({ from, to })),
    }),
  ),
  maybe(anyTargets).map((targets): Control => ({ intent: "freeze.end", ...said({ targets }) })),
];

const limited = fc
  .record({
    action: maybe(anyWork.map(({ action }) => action)),
    owner: maybe(oneOf("each", "anna", "ben")),
    targets: maybe(anyTargets),
  })
  .map(({ action, owner, targets }) => ({
    ...said({ action, targets: targets ?? ((action ?? owner) ? undefined : { include: ["all"], exclude: [] }) }),
    ...some("query", said({ owner })),
  }));
const limits = [
  fc
    .tuple(limited, fc.integer({ min: 1, max: 500 }))
    .map(([what, concurrency]): Control => ({ intent: "freeze.start", ...what, policy: { concurrency } })),
  limited.map((what): Control => ({ intent: "freeze.end", ref: "limit", ...what })),
  fc.integer({ min: 1, max: 999 }).map((number): Control => ({ intent: "freeze.end", ref: `L-${number}` })),
];

const changes = fc
  .record({
    targets: maybe(anyTargets),
    schedule: maybe(anySchedule.filter(({ kind }) => kind !== "once")),
    policy: fc.oneof(fc.constant({}), anyPolicy),
    percent: maybe(fc.integer({ min: 1, max: 99 })),
  })
  .filter(({ targets, schedule, policy, percent }) =>
    Boolean(targets ?? schedule ?? percent ?? Object.keys(policy).length > 0),
  );
const tasks = [
  ...(["task.show", "task.resume", "task.delete", "task.cancel", "task.retry"] as const).map((one) => about(one, task)),
  fc
    .tuple(task, maybe(ahead))
    .map(([ref, to]): Control => ({ intent: "task.pause", ref, ...some("query", said({ to })) })),
  oneOf<Control["intent"]>("task.pause", "task.resume", "task.cancel").map(
    (intent): Control => ({ intent, ref: "all" }),
  ),
  fc.tuple(maybe(oneOf("queued")), maybe(machine)).map(
    ([status, where]): Control => ({
      intent: "execution.cancel",
      ref: "all",
      ...some("query", said({ status })),
      ...(where && { targets: { include: [`host:${where}`], exclude: [] } }),
    }),
  ),
  about("task.retry", run),
  fc
    .tuple(maybe(run), oneOf(...RUNS))
    .map(([ref, status]): Control => ({ intent: "task.retry", ...said({ ref }), query: { status } })),
  fc
    .tuple(task, maybe(anyTargets), maybe(anySchedule.filter(({ kind }) => kind === "once")))
    .map(([ref, targets, schedule]): Control => ({ intent: "task.retry", ref, ...said({ targets, schedule }) })),
  fc.tuple(task, changes).map(
    ([ref, { targets, schedule, policy, percent }]): Control => ({
      intent: "task.update",
      ref,
      ...said({ targets, schedule }),
      ...some("policy", policy),
      ...some("params", said({ thresholdPct: percent })),
    }),
  ),
];

const alias = oneOf("morning check", "kick web", "netcheck", "all is well");
const people = [
  fc
    .tuple(oneOf("carol", "zoe", "jean-luc"), maybe(role))
    .map(([ref, one]): Control => ({ intent: "user.add", ref, ...(one && { params: { role: one } }) })),
  fc.tuple(user, role).map(([ref, one]): Control => ({ intent: "user.role", ref, params: { role: one } })),
  about("alias.create", alias),
  fc.tuple(alias, anyWork, maybe(anyTargets), maybe(anySchedule)).map(
    ([ref, work, targets, schedule]): Control => ({
      intent: "alias.create",
      ref,
      ...work,
      ...said({ targets, schedule }),
    }),
  ),
  maybe(fc.constant("disk")).map((ref): Control => ({ intent: "help", ...said({ ref }) })),
];

const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), oneOf(0, 30)).map(([h, m]) => `${two(h)}:${two(m)}`);
const room = [
  anyTargets.map((targets): Control => ({ intent: "channel.default", targets })),
  oneOf<Control>(
    { intent: "channel.default" },
    { intent: "channel.default", params: { off: true } },
    { intent: "channel.digest" },
    { intent: "channel.digest", params: { off: true } },
  ),
  fc.tuple(oneOf("me", "here"), clock, clock).map(
    ([ref, from, to]): Control => ({
      intent: "channel.quiet",
      ref,
      params: from === to ? { off: true } : { from, to },
    }),
  ),
  oneOf("me", "here").map((ref): Control => ({ intent: "channel.quiet", ref, params: {} })),
  fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), oneOf("*", "1-5"))
    .map(
      ([m, h, d]): Control => ({ intent: "channel.digest", schedule: { kind: "cron", cron: `${m} ${h} * * ${d}` } }),
    ),
];

/** What is called off, renamed, taken out, forgotten and protected. */
const upkeep = [
  about("task.skip", task),
  fc
    .tuple(task, fc.integer({ min: 2, max: 9 }))
    .map(([ref, last]): Control => ({ intent: "task.skip", ref, query: { last } })),
  fc.tuple(task, future).map(([ref, query]): Control => ({ intent: "task.skip", ref, query })),
  fc
    .tuple(task, oneOf("nightly check", "Backup of /etc", "DB sweep 2", "hourly"))
    .map(([ref, name]): Control => ({ intent: "task.rename", ref, params: { name } })),
  fc
    .tuple(task, machine)
    .map(
      ([ref, name]): Control => ({ intent: "task.update", ref, targets: { include: [], exclude: [`host:${name}`] } }),
    ),
  about("alias.forget", alias),
  anyTargets.chain((targets) =>
    oneOf<Control>(
      { intent: "place.protect", targets },
      { intent: "place.unprotect", targets },
      { intent: "freeze.list", targets },
    ),
  ),
  fc.integer({ min: 1, max: 99 }).map((number): Control => ({ intent: "place.unprotect", ref: `G-${number}` })),
  bare("place.list"),
];

const talk = [
  bare("plugin.list", "freeze.list", "limit.list", "alias.list", "undo", "help", "smalltalk"),
  ...(["confirm", "deny"] as const).map((intent) => about(intent, maybe(plan))),
  about("select", oneOf("1", "2", "3")),
  about("explain", fc.oneof(maybe(run), fc.constant("restart nginx on web-4"))),
  about("execution.show", fc.oneof(run, execution)),
  about("execution.results", fc.oneof(maybe(run), execution, task)),
  about("execution.cancel", fc.oneof(maybe(run), execution)),
  fc.tuple(fc.oneof(run, task, fc.constant(undefined)), maybe(machine), maybe(past)).map(
    ([ref, agent, time]): Control => ({
      intent: "why",
      ...said({ ref }),
      ...some("query", said({ ...time, agent })),
    }),
  ),
];

/** Any message that asks or steers: every intent of the contract but work itself and what means nothing here. */
export const anyControl: fc.Arbitrary<Control> = fc.oneof(
  ...lists,
  ...machines,
  ...limits,
  ...tasks,
  ...people,
  ...room,
  ...upkeep,
  ...talk,
);
