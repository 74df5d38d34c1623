import { wallText } from "../../core/kernel/wall-time.ts";
import type { Frame, FrameQuery, Intent } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import type { Said } from "./said.ts";
import { runStatus } from "./status-words.ts";
import { onlyMachine, queryWith, steerFrame } from "./steer-frame.ts";
import { type Topic, type Verb, verbsFor } from "./verbs.ts";

/** For these a stretch of time says how long. */
const LASTING: ReadonlySet<Intent> = new Set<Intent>(["task.pause", "agent.drain", "agent.disable", "freeze.start"]);

/** "pause the disk check until monday", "drain web-1": a verb of the table and what it is said of. */
export function verbFrame(draft: Draft, tokens: readonly Token[], said: Said): Frame | undefined {
  if (!isPlain(said)) return undefined;
  const object = objectOf(said);
  if (object === undefined) return undefined;
  for (const verb of verbsFor(said.words)) {
    const intent = verb.intents[object === "place" && said.words.length > 0 && listsTasks(draft) ? "task" : object];
    const frame = intent && frameOf(draft, tokens, said, verb, intent, object);
    if (frame) return frame;
  }
  return object === "none" || object === "it" || object === "run" ? retryOf(draft, tokens, said) : undefined;
}

/** "cancel the third one" of a list of tasks. */
const listsTasks = ({ context }: Draft): boolean => context.lastQuestion?.intent === "task.list";

/** Nothing in it that no verb takes. */
const isPlain = (said: Said): boolean =>
  said.roles.length === 0 && said.numbers.length === 0 && said.percent === undefined && said.users.length === 0;

/** What the sentence speaks of; undefined where it is several kinds of things at once. */
function objectOf(said: Said): Topic | undefined {
  const { tasks, runs, plans, places, quoted, targets } = said;
  const kinds: Topic[] = [];
  if (plans.length > 0) kinds.push("plan");
  if (runs.length > 0) kinds.push("run");
  if (tasks.length > 0) kinds.push("task");
  if (places.length > 0) kinds.push("place");
  if (quoted) kinds.push("quoted");
  if (targets) kinds.push("machine");
  const names = tasks.length + runs.length + plans.length + places.length;
  if (kinds.length > 1 || names > 1) return undefined;
  return kinds[0] ?? (said.points ? "it" : "none");
}

function frameOf(
  draft: Draft,
  tokens: readonly Token[],
  said: Said,
  verb: Verb,
  meant: Intent,
  object: Topic,
): Frame | undefined {
  if (!fitsTime(said, meant, draft)) return undefined;
  if (verb.unnamed) return steerFrame(draft, tokens, said, meant, { outcome: "clarify", clarify: "target" });
  const intent = isForNow(tokens, meant) ? "task.pause" : settled(draft, meant, object);
  if (object === "none" && intent === "agent.show") return undefined;
  const ref = refOf(draft, said, intent, object);
  const several = object === "machine" && (intent.startsWith("freeze") || onlyMachine(said) === undefined);
  if (intent === "agent.show" && (several || (ref !== undefined && !draft.known.agents.has(ref)))) return undefined;
  return steerFrame(draft, tokens, said, intent, {
    ...(several && said.targets && { targets: said.targets }),
    ...(ref !== undefined && { ref }),
    ...(isUnsure(draft, tokens, said, intent, object) && { confirm: true }),
    ...queryWith(periodOf(said, intent)),
  });
}

/** A place in no list that is known may be the number of another task; "nobody touch db-1 please" may be said to people. */
function isUnsure(
  { context }: Draft,
  tokens: readonly Token[],
  { time }: Said,
  intent: Intent,
  object: Topic,
): boolean {
  if (intent === "freeze.start") return !time && tokens.some(({ text }) => text === "nobody");
  return object === "place" && !context.lastList && intent.startsWith("task.") && intent !== "task.retry";
}

/** "stop the nightly backup for now": it shall come back. */
const isForNow = (tokens: readonly Token[], intent: Intent): boolean =>
  intent === "task.cancel" && tokens.some(({ text }, at) => text === "for" && tokens[at + 1]?.text === "now");

/** What holds up from now on begins now; only a freeze may begin later. */
function fitsTime({ time }: Said, intent: Intent, { setting }: Draft): boolean {
  if (!time) return true;
  const begun = time.from === undefined || time.from <= wallText(setting.nowWall);
  return LASTING.has(intent) && (begun || intent === "freeze.start");
}

const periodOf = ({ time }: Said, intent: Intent): FrameQuery => ({
  ...(time?.from !== undefined && intent === "freeze.start" && { from: time.from }),
  ...(time?.to !== undefined && { to: time.to }),
});

/** "stop" beside a question, a schedule or an id means different things. */
function settled({ context }: Draft, intent: Intent, object: Topic): Intent {
  if (object !== "it" && object !== "none") return intent;
  if (intent === "execution.cancel") {
    if (context.question !== undefined) return "deny";
    const scheduled = context.lastFrame?.schedule !== undefined;
    return scheduled || (context.lastRun === undefined && context.lastTask !== undefined) ? "task.cancel" : intent;
  }
  return intent;
}

function refOf(draft: Draft, said: Said, intent: Intent, object: Topic): string | undefined {
  const { tasks, runs, plans, places, quoted } = said;
  if (intent.startsWith("freeze")) return undefined;
  const named = plans[0] ?? runs[0] ?? tasks[0] ?? quoted?.raw;
  if (named !== undefined) return named;
  if (object === "place") return listed(draft, places[0]);
  if (object === "machine") return onlyMachine(said);
  return talkedAbout(draft, intent);
}

/** What the place in the last list points at, where the list is known; the place itself where it is not. */
export function listed({ context }: Draft, place: string | undefined): string | undefined {
  if (place === undefined || !context.lastList) return place;
  return (place === "last" ? context.lastList.at(-1) : context.lastList[Number(place) - 1]) ?? place;
}

/** "it": the task or the run that was talked about last. */
export function talkedAbout({ context }: Draft, intent: Intent): string | undefined {
  const { lastRun, lastTask } = context;
  if (/^(?:execution\.(?:cancel|show|results|list)|why)$/.test(intent)) return lastRun;
  if (intent === "task.retry") return lastRun ?? lastTask;
  return intent.startsWith("task.") ? lastTask : undefined;
}

const AGAIN = /^(?:retry|rerun|re-run|repeat|redo|run|do|try|restart|start|relaunch)$/;

/** "retry the failed ones of R-92", "again on the ones that failed", "and those that never started". */
function retryOf(draft: Draft, tokens: readonly Token[], said: Said): Frame | undefined {
  if (said.time) return undefined;
  const status = runStatus(said.words);
  const rest = status?.rest.filter((word) => !AROUND.has(word)) ?? [];
  if (!status || rest.length > 1) return undefined;
  const [verb] = rest;
  const again = tokens.some(({ text }) => /^(?:again|same|also|and|just|only)$/.test(text));
  const ones = tokens.some(({ text }) => /^(?:ones|those|them|machines|servers|rest)$/.test(text));
  const asks = tokens.some(({ text }) => /^(?:which|what|who|any|did|show|list)$/.test(text));
  if (asks || (verb === undefined ? !(again && ones) : !AGAIN.test(verb)) || draft.context.lastQuestion)
    return undefined;
  const [ref] = said.runs;
  return steerFrame(draft, tokens, said, "task.retry", {
    ...(ref !== undefined && { ref }),
    query: { status: status.status },
  });
}

const AROUND = new Set([
  "same",
  "that",
  "have",
  "has",
  "were",
  "machines",
  "runs",
  "executions",
  "where",
  "did",
  "too",
]);
