import type { Frame, Intent } from "../../core/model/frame.ts";
import { describeListing, sayPeriod, sayStatus, sayTask, words } from "./describe-listing.ts";
import { MACHINE_SENTENCES } from "./describe-machines.ts";
import { describePolicy } from "./describe-policy.ts";
import { ROOM_SENTENCES } from "./describe-room.ts";
import { describeSchedule } from "./describe-schedule.ts";
import { describeTarget } from "./describe-target.ts";
import { sayTakenOut, UPKEEP_SENTENCES } from "./describe-upkeep.ts";
import type { Sentence } from "./sentence.ts";

/** A frame that asks or steers, as a sentence that means it; undefined where no sentence does. */
export function describeControl(frame: Frame, work: string | undefined): string | undefined {
  return SENTENCES[frame.intent]?.(frame, work);
}

/** "T-17" says itself what it is, "17" needs its noun. */
const sayRef = (ref: string | undefined): string => {
  if (ref === "all") return "all tasks";
  return ref === undefined ? "it" : /^\d+$/.test(ref) ? sayTask(ref) : ref;
};

const onTask =
  (verb: string): Sentence =>
  ({ ref, query, targets }) =>
    words([verb, sayRef(ref), targets ? describeTarget(targets) : "", sayPeriod(query)]);

const again: Sentence = ({ ref, query, targets, schedule, policy }) => {
  if (query?.status !== undefined)
    return words(["retry the", sayStatus(query.status), "ones", ref === undefined ? "" : `of ${ref}`]);
  const what = ref === undefined ? "retry it" : ref.startsWith("R-") ? `retry ${ref}` : `run ${sayRef(ref)}`;
  const how = describePolicy(policy ?? {});
  const when = words([what, targets ? describeTarget(targets) : "", schedule ? describeSchedule(schedule) : ""]);
  return how === "" ? when : `${when}, ${how}`;
};

/** What a change of a task sets; a parameter only where a sentence can say it. */
const update: Sentence = (frame, work) => sayTakenOut(frame) ?? changed(frame, work);

const changed: Sentence = ({ ref, targets, schedule, policy, params = {} }) => {
  const { thresholdPct, ...others } = params;
  if (Object.keys(others).length > 0) return undefined;
  const run = words([targets ? describeTarget(targets) : "", schedule ? describeSchedule(schedule) : ""]);
  const changes = [
    run === "" ? "" : `run ${run}`,
    thresholdPct === undefined ? "" : `warn above ${String(thresholdPct)}%`,
    describePolicy(policy ?? {}),
  ].filter((part) => part !== "");
  return changes.length === 0 ? undefined : `change ${sayRef(ref)} to ${changes.join(", ")}`;
};

const stats: Sentence = ({ query, targets }) =>
  query || targets ? `show the stats of ${describeListing({ noun: "runs", query, targets })}` : "show the stats";

const runs: Sentence = ({ action, query, targets }, work) =>
  action !== undefined && work === undefined
    ? undefined
    : `show ${describeListing({ noun: "runs", query, targets, what: work })}`;

const executions: Sentence = ({ ref, query, targets }) =>
  ref === undefined
    ? `show ${describeListing({ noun: "executions", query, targets })}`
    : words(["show the", query?.status === undefined ? "" : sayStatus(query.status), `executions of ${ref}`]);

const stop: Sentence = ({ ref, query, targets }) => {
  if (ref !== "all") return `stop ${ref ?? "it"}`;
  const what = query?.status === undefined ? "stop everything" : `cancel all ${sayStatus(query.status)} runs`;
  return words([what, targets ? describeTarget(targets) : ""]);
};

const why: Sentence = ({ ref, query }) =>
  words([
    `why did ${sayRef(ref)} fail`,
    query?.agent === undefined ? "" : `on ${query.agent}`,
    query?.from === undefined && query?.to === undefined ? "" : sayPeriod(query),
  ]);

const SENTENCES: Readonly<Partial<Record<Intent, Sentence>>> = {
  "task.update": update,
  "task.list": ({ query, targets }) => `show ${describeListing({ noun: "tasks", query, targets })}`,
  "task.show": ({ ref }) => (ref === undefined ? "when does it run next" : `show ${sayRef(ref)}`),
  "task.cancel": onTask("cancel"),
  "task.pause": onTask("pause"),
  "task.resume": onTask("resume"),
  "task.delete": onTask("delete"),
  "task.retry": again,
  "run.list": runs,
  "execution.list": executions,
  "execution.show": ({ ref }) => (ref === undefined ? "did it work" : `show ${ref}`),
  "execution.results": ({ ref }) => (ref === undefined ? "show the results" : `show the results of ${sayRef(ref)}`),
  "execution.cancel": stop,
  "stats.show": stats,
  why,
  explain: ({ ref }) => `explain ${ref === undefined ? "that" : /^[A-Z]-\d+$/.test(ref) ? ref : `"${ref}"`}`,
  "plugin.list": () => "show the plugins",
  "limit.list": () => "show the limits",
  "alias.list": () => "show the aliases",
  "user.list": ({ params }) => (params?.["role"] === undefined ? "show the users" : `show the ${params["role"]}s`),
  "user.add": ({ ref, params }) =>
    words([`add user ${ref ?? ""}`, params?.["role"] === undefined ? "" : `as ${params["role"]}`]),
  "user.role": ({ ref = "", params }) => `give ${ref} the role ${String(params?.["role"] ?? "")}`,
  "alias.create": ({ ref = "", action }, work) => {
    if (action === undefined) return `call that ${ref}`;
    return work === undefined ? undefined : `let "${ref}" mean ${work}`;
  },
  undo: () => "undo that",
  help: ({ ref }) => words(["help", ref ?? ""]),
  confirm: ({ ref }) => (ref === undefined ? "yes" : `confirm ${ref}`),
  deny: ({ ref }) => (ref === undefined ? "no" : `reject ${ref}`),
  select: ({ ref = "" }) => (/^\d+$/.test(ref) ? `number ${ref}` : ref),
  smalltalk: () => "hello",
  ...MACHINE_SENTENCES,
  ...ROOM_SENTENCES,
  ...UPKEEP_SENTENCES,
};
