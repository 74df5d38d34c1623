import type { Frame, Intent } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Draft } from "../draft.ts";
import { mask } from "../draft.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";
import { NOTHING_NAMED, type Stretch } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";
import { findPeriod } from "./stretch.ts";

const VERB =
  /\b(?<verb>cancel|stop|abort|kill|halt|terminate|end|pause|suspend|hold|resume|unpause|continue|reactivate) (?=everything\b|it all\b|all\b|every\b)/;
const LEAD = /^(?:please |just |ok |now ){0,4}$/;
/** Behind the verb: "everything", "all our queued runs", "all tasks that are running right now". */
const WHAT =
  /^(?:(?<whole>everything|it all|all of it)|(?:all|every)(?: of)?(?: the| our| my)?(?: (?<state>running|queued|paused|open|current|pending|scheduled|active))?(?: (?<noun>tasks?|schedules?|runs?|executions?|jobs?))?)(?: (?:that|which)(?: is| are)?(?: currently| still)? (?<said>running|queued|paused|waiting|going on|scheduled))?(?: (?:right now|at once|immediately|now|please|again)){0,3}$/;
const PAUSES = /^(?:pause|suspend|hold)$/;
const RESUMES = /^(?:resume|unpause|continue|reactivate)$/;
const SCHEDULES = /^(?:tasks?|schedules?|jobs?)$/;
const LONGEST = 16;

/** "stop everything on web-1", "pause all tasks", "cancel all queued runs": always read back, for it is many things. */
export function allFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (tokens.length < 2 || tokens.length > LONGEST || !VERB.test(sentence(tokens))) return undefined;
  const targets = findTargets(tokens, [], draft.known);
  const placed = targets.used.filter(({ from }) => /^(?:on|in|at|from)$/.test(tokens[from]?.text ?? ""));
  const lasts = findPeriod(tokens, draft.setting);
  const taken = mask(tokens.length, [...placed, ...(lasts?.used ?? [])]);
  const said = sentence(tokens.filter((_, at) => !taken[at]));
  const led = VERB.exec(said);
  const verb = led?.groups?.["verb"];
  if (!led || verb === undefined || !LEAD.test(said.slice(0, led.index))) return undefined;
  const groups = WHAT.exec(said.slice(led.index + led[0].length))?.groups;
  const aside = targets.used.length > placed.length;
  if (!groups || (aside && groups["whole"] === undefined)) return undefined;
  const place = placed.length > 0 ? { include: targets.include, exclude: targets.exclude } : undefined;
  return frameOf(draft, tokens, verb, groups, { place, lasts });
}

function frameOf(
  draft: Draft,
  tokens: readonly Token[],
  verb: string,
  groups: Readonly<Record<string, string | undefined>>,
  { place, lasts }: { readonly place: TargetSelector | undefined; readonly lasts: Stretch | undefined },
): Frame | undefined {
  const state = groups["state"] ?? groups["said"];
  const intent = lasts ? forAWhile(verb, lasts) : intentOf(verb, groups["noun"], state);
  // Schedules have no part for each machine.
  if (place && intent !== "execution.cancel" && intent !== "out_of_scope") return undefined;
  if (intent === "out_of_scope") return steerFrame(draft, tokens, NOTHING_NAMED, intent, { outcome: "ignore" });
  return steerFrame(draft, tokens, NOTHING_NAMED, intent, {
    ref: "all",
    ...(place && { targets: place }),
    ...(state === "queued" && { query: { status: "queued" } }),
    ...(lasts?.to !== undefined && { query: { to: lasts.to } }),
    confirm: true,
  });
}

const sentence = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(" ");

function intentOf(verb: string, noun: string | undefined, state: string | undefined): Intent {
  if (PAUSES.test(verb)) return "task.pause";
  if (RESUMES.test(verb)) return "task.resume";
  const schedules = SCHEDULES.test(noun ?? "") && !/^(?:running|queued|open|current|going on)$/.test(state ?? "");
  return schedules ? "task.cancel" : "execution.cancel";
}

/** What ends by itself is a pause, also "stop everything for an hour"; a time that says nothing else is not left out. */
function forAWhile(verb: string, { from, to }: Stretch): Intent {
  return from === undefined && to !== undefined && !RESUMES.test(verb) ? "task.pause" : "out_of_scope";
}
