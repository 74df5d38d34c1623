import type { Frame, Intent } from "../../core/model/frame.ts";
import type { Schedule } from "../../core/model/schedule.ts";
import { type Draft, mask } from "../draft.ts";
import { findPolicy, type PolicyFound } from "../policy/find-policy.ts";
import { normalise } from "../text/normalise.ts";
import type { Token } from "../text/token.ts";
import { tokenise } from "../text/tokenise.ts";
import { type BuiltSchedule, buildSchedule } from "../time/build-schedule.ts";
import { findTime, type TimeFound } from "../time/find-time.ts";
import type { TimeFacts } from "../time/time-facts.ts";
import { type Named, taskAt } from "./names.ts";
import { has, wordSet } from "./question.ts";
import { readSaid } from "./read-said.ts";
import type { Said } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";
import { usualWord } from "./usual-words.ts";

const CHANGES = wordSet(
  "make change set move reschedule shift switch update edit adjust alter modify let show put turn bump have add increase decrease raise lower extend should must shall run start do execute schedule repeat postpone delay push bring tell notify alert warn use apply limit target point retarget allow reduce expand keep want need",
);
const AROUND = wordSet(
  "make change set move reschedule shift switch update edit adjust alter modify let show put turn bump have add increase decrease raise lower extend should must shall run start do execute schedule repeat postpone delay push bring tell notify alert warn use apply limit target targets point retarget allow reduce expand keep be instead only time times timing rhythm interval new from on machine machines on where when which is policy setting settings threshold limit warning warn above over at below exceeds exceeding reaches level percent runs running happen it its the now future hereon value alarm if usage disk want need will rather than hour i we would like back up down back forward earlier later day days priority high",
);

/** "make the disk check hourly", "let T-17 retry 3 times", "run the disk check on all web servers from now on". */
export function updateFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const found = withIt(draft, tokens);
  if (!found) return undefined;
  const { plain, task } = found;
  const policed = findPolicy(plain, draft.known.users);
  const opens = policed.used.some(({ from }) => from === 0 || plain[from - 1]?.text === ":");
  if (!opens && !plain.some(({ text }) => CHANGES.has(usualWord(text)))) return undefined;
  const time = findTime(plain, mask(plain.length, policed.used), draft.setting);
  const built = buildSchedule(time.facts, draft.setting);
  const said = readSaid(draft, plain, undefined, [...policed.used, ...time.used]);
  if (built.unclear || time.looseUsed.length > 0 || !isPlain(said)) return undefined;
  if (!opens && !said.words.some((word) => CHANGES.has(word))) return undefined;
  if (!isShifted(plain, said, time.facts)) return changedFrame(draft, plain, task, { said, time, built, policed });
  const named = { ...said, assumed: notesOf(draft, task, false) };
  return steerFrame(draft, plain, named, "task.update", { ref: task.value, outcome: "clarify", clarify: "schedule" });
}

interface Read {
  readonly said: Said;
  readonly time: TimeFound;
  readonly built: BuiltSchedule;
  readonly policed: PolicyFound;
}

function changedFrame(
  draft: Draft,
  plain: readonly Token[],
  task: Named,
  { said, time, built, policed: { policy } }: Read,
): Frame | undefined {
  const daily = dailyAt(time.facts, built.schedule, said);
  const schedule = daily ?? built.schedule;
  const { percent, targets } = said;
  const asked = {
    ...(percent !== undefined && { params: { thresholdPct: percent } }),
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(Object.keys(policy).length > 0 && { policy }),
  };
  const intent = Object.keys(asked).length > 0 ? intentOf(plain, said, asked) : undefined;
  const named = { ...said, assumed: notesOf(draft, task, daily !== undefined) };
  if (!intent) return undefined;
  const notes = daily ? [] : [...time.assumed, ...built.assumed];
  const made = steerFrame(draft, plain, named, intent, { ref: task.value, ...asked, assumed: notes });
  return withMore(saysOnlyDays(time.facts, schedule) ? withDays(made) : made, plain);
}

/** "an hour earlier", "postpone it to monday": from when on only the task knows, and what repeats must not end so. */
function isShifted(tokens: readonly Token[], { words }: Said, { times }: TimeFacts): boolean {
  if (tokens.some(({ text }) => text === "earlier")) return true;
  return has(words, "later") || (has(words, "postpone", "delay") && times === undefined);
}

/** "only on weekdays" says nothing of the hour: that is the one that the task has. */
function saysOnlyDays(facts: TimeFacts, schedule: Schedule | undefined): boolean {
  const said = facts.times ?? facts.window ?? facts.perDay ?? facts.hours ?? facts.minutes ?? facts.cron ?? facts.rrule;
  const byDay = !/^(?:second|minute|hour)$/.test(facts.rhythm?.unit ?? "");
  return said === undefined && byDay && schedule !== undefined && schedule.kind !== "once";
}

const withDays = (frame: Frame): Frame => ({
  ...frame,
  said: frame.said.map((slot) => (slot === "schedule" ? "days" : slot)),
});

/** "add web-4 to the disk check", "also run it on web-4": beside the machines that it has, which only the task knows. */
function withMore(frame: Frame, tokens: readonly Token[]): Frame {
  const adds = tokens.some(({ text }) => ADDS.test(text));
  if (!adds || frame.intent !== "task.update" || tokens.some(({ text }) => /^(?:only|instead)$/.test(text)))
    return frame;
  return { ...frame, said: frame.said.map((slot) => (slot === "targets" ? "more" : slot)) };
}

const ADDS = /^(?:add|also|include|extend|too|additionally|expand)$/;

/** What was assumed about the task; a time of the day is that of every day where the task's name says no other. */
function notesOf({ known }: Draft, { value, assumed }: Named, daily: boolean): readonly string[] {
  const name = known.catalog.tasks.find(({ id }) => id === value)?.name ?? "";
  const sure = !daily || /daily|nightly|every day|morning|evening/i.test(name);
  return [...(assumed === undefined ? [] : [assumed]), ...(sure ? [] : [`${name} runs every day`])];
}

/** "move the nightly backup to 3am": what runs by schedule still does, at another time. */
function dailyAt(facts: TimeFacts, schedule: Schedule | undefined, { words }: Said): Schedule | undefined {
  const said = Object.keys(facts).filter((name) => name !== "part" && name !== "habit");
  const [clock, another] = facts.times ?? [];
  if (schedule?.kind !== "once" || !clock || another || said.join(" ") !== "times") return undefined;
  const once = has(words, "run", "do", "start", "execute") && !has(words, "make", "let", "should", "must", "have");
  return once ? undefined : { kind: "cron", cron: `${clock.minute} ${clock.hour} * * *` };
}

/** "run a disk check" asks for one, not for the task of that name. */
const ANY = /^(?:a|an|another|new)$/;

/** "tell me if the disk check fails" is read as "tell me if it fails". */
function withIt(draft: Draft, tokens: readonly Token[]) {
  for (let place = 0; place < tokens.length; place += 1) {
    const task = taskAt(tokens, place, draft.known);
    if (!task || ANY.test(tokens[place - 1]?.text ?? "")) continue;
    const lead = /^(?:the|my|our)$/.test(tokens[place - 1]?.text ?? "") ? place - 1 : place;
    const [start, end] = [tokens[place]?.start ?? 0, tokens[task.end - 1]?.end ?? 0];
    const it: Token = { kind: "word", text: "it", raw: "it", start, end };
    return { task, plain: withHour([...tokens.slice(0, lead), it, ...tokens.slice(task.end)]) };
  }
  return pointedAt(draft, tokens);
}

/** "make it hourly" of the task that was talked about last. */
function pointedAt({ context: { lastTask, lastFrame } }: Draft, tokens: readonly Token[]) {
  const leads = BIDS.test(tokens.find(({ text }) => !/^(?:ok|okay|please|and|then|now)$/.test(text))?.text ?? "");
  const shifts = repeats(lastFrame) && tokens.some(({ text }) => /^(?:postpone|delay)$/.test(text));
  const points = leads && (!lastFrame || shifts) && tokens.some(({ text }) => text === "it" || text === "that");
  return points && lastTask !== undefined ? { task: { value: lastTask, end: 0 }, plain: withHour(tokens) } : undefined;
}

const repeats = (frame: Frame | undefined): boolean => frame?.schedule !== undefined && frame.schedule.kind !== "once";

/** "move it to 4": a number at the end of a move is the hour. */
function withHour(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  const hour = last?.kind === "number" ? (last.value ?? -1) : -1;
  const moves = tokens.some(({ text }) => MOVES.test(text)) && /^(?:to|at|for)$/.test(tokens.at(-2)?.text ?? "");
  if (!last || !moves || !Number.isInteger(hour) || hour < 0 || hour > 23) return tokens;
  const [clock] = tokenise(normalise(`${hour}:00`));
  return clock ? [...tokens.slice(0, -1), { ...clock, start: last.start, end: last.end }] : tokens;
}

/** A sentence about "it" that does not begin with one of these is told or asked, and no command. */
const BIDS = /^(?:move|reschedule|shift|push|bring|change|set|switch|put|make|delay|postpone|let)$/;
const MOVES = /^(?:move|reschedule|shift|push|bring|change|set|switch|put)$/;

/** Nothing is left that no change says. */
function isPlain({ words, users, roles, runs, plans, tasks, numbers }: Said): boolean {
  const named = users.length + roles.length + runs.length + plans.length + tasks.length + numbers.length;
  return named === 0 && words.every((word) => AROUND.has(word)) && !has(words, "not", "why", "how");
}

/** "run the disk check at 9 on weekdays" changes it, "run it at 9" runs it once more; elsewhere only "from now on". */
function intentOf(
  tokens: readonly Token[],
  { words }: Said,
  { schedule }: Pick<Frame, "schedule">,
): Intent | undefined {
  const runs =
    has(words, "run", "do", "start", "execute") &&
    !has(words, "make", "let", "should", "must", "have", "change", "set");
  if (!runs) return "task.update";
  const onward = tokens.some(({ text }, at) => text === "on" && tokens[at - 1]?.text === "now");
  if (onward || (schedule && schedule.kind !== "once")) return "task.update";
  return "task.retry";
}
