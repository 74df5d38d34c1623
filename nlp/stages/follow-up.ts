import type { Frame } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import type { Draft, Stage } from "../draft.ts";
import { saysAtOnce } from "../follow/at-once.ts";
import { editFrame } from "../follow/edit-frame.ts";
import { GLUE } from "../follow/edit-words.ts";
import { movedClock, withClock } from "../follow/moved-clock.ts";
import { otherVerb } from "../follow/other-verb.ts";
import { placeAfter } from "../follow/place-after.ts";
import { replacedTask } from "../follow/replaced-task.ts";
import { shiftedSchedule } from "../follow/shifted-schedule.ts";
import { assumedOf } from "../refine/assumed-of.ts";
import { spansOf } from "../refine/spans.ts";
import type { Token } from "../text/token.ts";
import { actionStream, wholeClause } from "./streams.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const JOINS = words("also too well add include");
const PRONOUNS = words("it that this them those these");
const SMALL = words("please and also now just then ok okay for me same the a again do can you could to us so but");
const ALSO = words("also too as well and");
const REPEAT = words("again same once repeat rerun more");
const RUN = words(
  "add include run do try check execute repeat rerun start go perform show make it that this same thing too as well what about how and but on with one another time more once again no nope nah not i meant mean instead rather actually sorry only just",
);
const CHANGE = words("make change set move reschedule switch shift update edit put turn bump");

/** "again", "same on web-3", "make it hourly", "no, web-4": an edit of the frame before, never a new guess. */
export const followUp: Stage = (draft) => {
  const { lastFrame } = draft.context;
  const [best] = draft.candidates;
  if (lastFrame?.intent !== "task.create" || draft.frame) return draft;
  if (best?.kind === "action" && best.match.missing === undefined) return draft;
  const stream = actionStream(draft, wholeClause(draft)).filter(
    (token) => token.kind !== "comma" && token.kind !== "stop",
  );
  const frame =
    retryNamed(draft) ??
    verbOf(draft, stream, lastFrame) ??
    shifted(draft, stream, lastFrame) ??
    change(draft, stream, lastFrame) ??
    nowOf(draft, lastFrame) ??
    (leavesOut(draft) ? undefined : repeatOf(draft, stream, lastFrame)) ??
    editFrame(draft, lastFrame) ??
    bareClock(draft, stream, lastFrame);
  return frame
    ? {
        ...draft,
        frame,
        trace: [
          ...draft.trace,
          { stage: "context", note: `an edit of the request before (${lastFrame.action ?? ""})` },
        ],
      }
    : draft;
};

/** "ok, retry the backup": by what it did, in this conversation; which run that was is looked up there. */
function retryNamed(draft: Draft): Frame | undefined {
  const said = draft.tokens.flatMap(({ kind, text }) => (kind === "comma" || kind === "stop" ? [] : [text])).join(" ");
  const family = RETRY_NAMED.exec(said)?.[1];
  if (!draft.known.catalog.actions.some(({ name }) => name.split(".")[0] === family)) return undefined;
  return {
    intent: "task.retry",
    outcome: "act",
    ...(family !== undefined && { ref: family }),
    spans: spansOf(draft, undefined),
    score: 0.9,
    said: ["intent", "ref"],
  };
}

const RETRY_NAMED =
  /^(?:(?:ok|okay|and|now|please|so|then) )*(?:retry|rerun|re-run|repeat|redo) (?:the|that) (?:last )?([a-z]+)(?: again| now| please)*$/;
/** "make it 9": a number alone can only be the hour of what has a time and takes no number. */
function bareClock(draft: Draft, stream: readonly Token[], last: Frame): Frame | undefined {
  const numbers = stream.filter(({ kind }) => kind === "number");
  const rest = stream.filter(({ kind }) => kind !== "number");
  const [said] = numbers;
  const hour = said?.value ?? -1;
  const edits = rest.some(({ text }) => CHANGE.has(text) || text === "meant" || text === "instead");
  if (numbers.length !== 1 || !edits || !rest.every(({ text }) => GLUE.has(text))) return undefined;
  if (!Number.isInteger(hour) || hour < 0 || hour > 23 || !last.schedule) return undefined;
  const schedule = atHour(last.schedule, hour);
  return schedule && timed(draft, stream, last, schedule);
}

/** "an hour later" of what is to come. */
function shifted(draft: Draft, stream: readonly Token[], last: Frame): Frame | undefined {
  const schedule = last.schedule && shiftedSchedule(draft.tokens, last.schedule);
  return schedule && timed(draft, stream, last, schedule);
}

/** The request before at another time: one that waits or happens once is asked for anew, one that repeats is changed. */
function timed(draft: Draft, stream: readonly Token[], last: Frame, schedule: Schedule): Frame {
  const waits = last.schedule?.kind === "once" || draft.context.question?.kind === "confirm";
  const change = { ...saidHere(draft, stream), schedule, slots: ["schedule"], anything: true };
  return waits ? created(draft, stream, { ...last, schedule }, schedule) : updated(draft, change);
}

/** In the half of the day that was said before. */
function atHour(last: Schedule, hour: number): Schedule | undefined {
  if (last.kind !== "once") return withClock(last, { hour, minute: 0 });
  const evening = hour < 12 && Number(last.at.slice(11, 13)) >= 12;
  return { ...last, at: `${last.at.slice(0, 11)}${String(evening ? hour + 12 : hour).padStart(2, "0")}:00:00` };
}

/** "start it again" after a stop starts it; "yes, restart it" says yes to the restart that waits. */
function verbOf(draft: Draft, stream: readonly Token[], last: Frame): Frame | undefined {
  const found = otherVerb(draft, stream, last);
  if (!found) return undefined;
  const waits = draft.context.question?.kind === "confirm";
  const { action, match } = found;
  if (action.name === last.action) {
    const yes = waits && YES.test(stream[0]?.text ?? "");
    if (yes) return { intent: "confirm", outcome: "act", spans: [], score: 0.95, said: ["intent"] };
    return created(draft, stream, { ...last, params: { ...last.params, ...match.params } });
  }
  const { params: _params, then: _steps, schedule: _schedule, policy: _policy, ...kept } = last;
  return created(draft, stream, { ...kept, action: action.name, params: match.params });
}

const YES = /^(?:yes|yeah|yep|sure|ok|okay)$/;

/** "but not web-2", "not on weekends" take something from the request before, and are no request for all the rest. */
function leavesOut({ tokens, targets, time }: Draft): boolean {
  const places = targets.exclude.length > 0 && targets.used.every(({ slot }) => slot === "exclude");
  const takesBack = targets.exclude.length > 0 && tokens.some(({ text }) => text === "not");
  const times = time.used.some(({ from }) => /^(?:not|never|skip)$/.test(tokens[from - 1]?.text ?? ""));
  return places || takesBack || times;
}

/** "run it now" of what has a schedule: once more, out of turn. */
function nowOf(draft: Draft, last: Frame): Frame | undefined {
  const { tokens, context } = draft;
  const said = tokens.map(({ text }) => text).join(" ");
  const repeats = last.schedule !== undefined && last.schedule.kind !== "once";
  if (!repeats || context.question?.kind === "confirm" || !RUN_NOW.test(said)) return undefined;
  const { lastTask } = context;
  return {
    intent: "task.retry",
    outcome: "act",
    ...(lastTask !== undefined && { ref: lastTask }),
    spans: spansOf(draft, undefined),
    score: 0.95,
    said: ["intent"],
  };
}

const RUN_NOW =
  /^(?:(?:ok|okay|and|please|also|just|but) )*(?:run|do|start|execute|trigger) (?:it|that|this)(?: once)? (?:now|right now|right away|immediately)(?: please| too| as well)*(?: [.!?])?$/;

/** "make it hourly", "change that to 9pm", "run it on web-4 instead" with a schedule that exists. */
function change(draft: Draft, stream: readonly Token[], last: Frame): Frame | undefined {
  const said = saidHere(draft, stream);
  const [first, second] = stream;
  if (!first || !CHANGE.has(first.text) || (second && !PRONOUNS.has(second.text))) return undefined;
  const rest = stream.slice(2).filter((token) => !SMALL.has(token.text) && !said.hosts.includes(token));
  if (rest.length > 0 || !said.anything) return undefined;
  return draft.context.question?.kind === "confirm" ? created(draft, stream, last) : updated(draft, said);
}

/** What runs by schedule is changed, and keeps what was not said. */
function updated(draft: Draft, said: ReturnType<typeof saidHere>): Frame {
  const { schedule, policy, targets } = said;
  const { lastTask } = draft.context;
  return {
    intent: "task.update",
    outcome: "act",
    ...(lastTask !== undefined && { ref: lastTask }),
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(policy && { policy }),
    spans: spansOf(draft, undefined),
    score: 0.95,
    said: said.slots,
    ...assumedOf(draft, draft.context.lastFrame?.schedule),
  };
}

/** "again", "run it every 2 minutes", "same on web-3", "and on staging?", "no, web-4", "I meant 9pm". */
function repeatOf(draft: Draft, stream: readonly Token[], last: Frame): Frame | undefined {
  const said = saidHere(draft, stream);
  const rest = stream.filter((token) => !said.hosts.includes(token));
  if (rest.some((token) => !RUN.has(token.text) && !SMALL.has(token.text))) return undefined;
  const texts = rest.map((token) => token.text);
  const repeats = texts.some((text) => REPEAT.has(text)) || isOneMoreTime(said, texts, last);
  const points =
    texts.some((text) => PRONOUNS.has(text)) &&
    /^(?:run|do|execute|repeat|try|check|start|perform)$/.test(
      texts.find((text) => !SMALL.has(text) || text === "do") ?? "",
    );
  const corrects =
    /^(?:no|nope|nah|not|actually|rather|sorry|oops)$/.test(texts[0] ?? "") ||
    texts.includes("meant") ||
    texts.includes("instead");
  const elsewhere =
    said.targets !== undefined &&
    (texts.length === 0
      ? draft.targets.used.length > 0
      : /^(?:and|now|also|what|how|same|but|on|only|just)$/.test(texts[0] ?? ""));
  const habit = ofHabit(draft, said, texts, last);
  if (habit) return habit;
  if (
    repeats ||
    (points && (said.anything || draft.context.question === undefined)) ||
    (corrects && said.anything) ||
    elsewhere
  )
    return created(draft, stream, last);
  return undefined;
}

/** "tomorrow too" of what happens once. */
function isOneMoreTime(said: ReturnType<typeof saidHere>, texts: readonly string[], last: Frame): boolean {
  const once = said.schedule?.kind === "once" && (last.schedule?.kind ?? "once") === "once";
  return once && texts.length > 0 && texts.every((text) => ALSO.has(text));
}

/** "also on db-1", "every 2 hours instead": of something that repeats. */
function ofHabit(
  draft: Draft,
  said: ReturnType<typeof saidHere>,
  texts: readonly string[],
  last: Frame,
): Frame | undefined {
  if (!last.schedule || last.schedule.kind === "once" || draft.context.question?.kind === "confirm") return undefined;
  const more = texts.some((text) => JOINS.has(text)) ? said.targets : undefined;
  if (more && last.targets) {
    const include = [...new Set([...last.targets.include, ...more.include])];
    return updated(draft, { ...said, targets: { ...last.targets, include } });
  }
  return said.anything && texts.includes("instead") ? updated(draft, said) : undefined;
}

function created(draft: Draft, stream: readonly Token[], last: Frame, clock?: Schedule): Frame {
  const said = saidHere(draft, stream);
  const action = draft.known.catalog.actions.find((one) => one.name === last.action);
  const corrects = takesBack(stream);
  const asks = draft.context.question?.kind === "confirm";
  const kept = (corrects || asks) && !saysAtOnce(draft) ? last.schedule : undefined;
  const schedule = clock ?? said.schedule ?? kept;
  const targets = said.targets ? placeAfter(last.targets, said.targets, wordsOf(stream), draft.known) : last.targets;
  const {
    schedule: _old,
    spans: _spans,
    said: _said,
    assumed: _assumed,
    confirm: _confirm,
    clarify: _clarify,
    options: _options,
    ...work
  } = last;
  const risk = action ? riskOf(action, last.params ?? {}) : "change";
  const policy = said.policy || last.policy ? { ...last.policy, ...said.policy } : undefined;
  const confirm = mustConfirm({ risk, guessed: draft.repaired.length > 0, targets });
  return {
    ...work,
    outcome: "act",
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(policy && { policy }),
    ...(confirm && { confirm }),
    ...replacedTask(draft, (clock ?? said.schedule) !== undefined),
    spans: spansOf(draft, undefined),
    score: 0.95,
    said: said.slots,
    ...assumedOf(draft, draft.context.lastFrame?.schedule),
  };
}

const takesBack = (stream: readonly Token[]): boolean =>
  /^(?:no|nope|nah)$/.test(stream[0]?.text ?? "") || stream.some(({ text }) => text === "meant" || text === "instead");

const wordsOf = (stream: readonly Token[]): readonly string[] => stream.map(({ text }) => text);

function saidHere(draft: Draft, stream: readonly Token[]) {
  const hosts = stream.filter(
    (token) =>
      draft.known.agents.has(token.text) || (token.kind === "name" && /^[a-z][\w*?.-]*[\d*?]$/.test(token.text)),
  );
  const include = [...draft.targets.include, ...hosts.map((token) => `host:${token.text}`)];
  const { exclude } = draft.targets;
  const targets: TargetSelector | undefined = include.length + exclude.length > 0 ? { include, exclude } : undefined;
  const schedule = movedClock(draft, draft.context.lastFrame?.schedule) ?? draft.schedule.schedule;
  const policy = Object.keys(draft.policy.policy).length > 0 ? draft.policy.policy : undefined;
  const slots = [...(targets ? ["targets"] : []), ...(schedule ? ["schedule"] : []), ...Object.keys(policy ?? {})];
  return { hosts, targets, schedule, policy, slots, anything: slots.length > 0 };
}
