import type { Frame, FrameQuery } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { type WholePhrases, wholePhrases } from "../text/whole-phrases.ts";
import { type WordPattern, wordPattern } from "../text/word-pattern.ts";
import { taskAt } from "./names.ts";
import { NOTHING_NAMED, type Said } from "./said.ts";
import { shapeOf } from "./sentence-shape.ts";
import { steerFrame } from "./steer-frame.ts";

/** Anything else is not looked at any further. */
const OPENS =
  /^(?:skip|not|never|no|omit|leave|miss|cancel|call|called|named|name|title|rename|retitle|take|get|keep|remove|drop|delete|exclude|pull|kick|stop)$/;
const LEAD = "[please|ok|okay|and|but|then|just|so] [can you|could you|please|let us|just]";
const END = "[please|only|thanks|instead|this time|then] [please|thanks]";
const whole = (...sources: readonly string[]): WholePhrases<true> =>
  wholePhrases(sources.map((source): [string, true] => [`${LEAD} ${source} ${END}`, true]));

/** "skip tonight's backup", "rename T-4 to nightly check", "take db-1 out of the disk check". */
export function taskUpkeep(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (tokens.length > 24 || !tokens.some(({ text }) => OPENS.test(text))) return undefined;
  const renamed = renameOf(draft, tokens);
  if (renamed) return renamed;
  const { text, said } = shapeOf(draft, tokens);
  return skipOf(draft, tokens, text, said) ?? takenOut(draft, tokens, text, said);
}

const RUNS = "(run|runs|one|ones|time|times|occurrence|occurrences|execution|executions|firing)";
const NEXT = `[the] (next|coming|upcoming) [NUMBER] ${RUNS}`;
const LEAVE_OUT = "(skip|omit|leave out|drop|cancel|call off|miss)";
const SKIP_NEXT = whole(
  `${LEAVE_OUT} ${NEXT} (of|for) [the] TASK`,
  `${LEAVE_OUT} [the] TASK ['s] ${NEXT}`,
  "(do not|never) (run|do|start) [the] TASK [the] next time",
  "skip [the] next TASK",
  "skip [the] TASK (once|one time|next time)",
);
const SKIP_TIME = whole(
  "(skip|omit|leave out) [the] TASK TIME",
  "(skip|omit|leave out|cancel|call off|drop) TIME ['s|s] [run of|runs of] [the] TASK",
  "(skip|omit) TIME for [the] TASK",
  "do not (run|do|start|execute) [the] TASK TIME",
  "no TASK TIME",
  "[the] TASK (should|shall|must|need|does|is) not [to] (run|happen) TIME",
);
const SKIP_IT = whole(
  "(skip|not|omit) [it|that] TIME",
  "do not (run|do) (it|that) TIME",
  `(skip|omit) ${NEXT}`,
  "(skip|omit) (it|that) (once|next time)",
);
/** "not on sundays" is every one of them, and a change of the schedule. */
const EVERY = /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekends|weekdays|every|each|mornings|nights|evenings)$/;

function skipOf(draft: Draft, tokens: readonly Token[], text: string, said: Said): Frame | undefined {
  if (tokens.some((token) => EVERY.test(token.text))) return undefined;
  const named = SKIP_NEXT.has(text) || SKIP_TIME.has(text);
  const it = !named && hasSchedule(draft) && SKIP_IT.has(text);
  if (!(named || it) || said.tasks.length > 1 || said.targets !== undefined) return undefined;
  const query = queryOf(draft, said);
  if (!query) return undefined;
  const [ref] = said.tasks;
  const known = ref ?? draft.context.lastTask;
  return steerFrame(draft, tokens, said, "task.skip", {
    ...(known !== undefined && { ref: known }),
    ...(Object.keys(query).length > 0 && { query }),
    // The whole task may be meant.
    ...(/\b(?:cancel|drop|call)\b/.test(text) && { confirm: true }),
  });
}

/** The thread is about something that comes again. */
function hasSchedule({ context: { lastTask, lastFrame, question } }: Draft): boolean {
  if (question !== undefined) return false;
  const { schedule } = lastFrame ?? {};
  return schedule === undefined ? lastFrame === undefined && lastTask !== undefined : schedule.kind !== "once";
}

/** Which due times; undefined where they are over, or their number is none. */
function queryOf({ setting }: Draft, { time, numbers }: Said): FrameQuery | undefined {
  const [last] = numbers;
  if (last !== undefined && !(Number.isInteger(last) && last > 0)) return undefined;
  if (time?.to !== undefined && Date.parse(`${time.to}Z`) <= setting.nowWall) return undefined;
  return {
    ...(last !== undefined && { last }),
    ...(time?.from !== undefined && { from: time.from }),
    ...(time?.to !== undefined && { to: time.to }),
  };
}

const MORE = "[any more|anymore|any longer|from now on]";
const TAKE_OUT = whole(
  "(take|leave|get|keep|pull|kick|drop) PLACE out of [the] TASK",
  "(take|remove|drop|exclude|pull|kick|delete) PLACE (from|off) [the] TASK",
  `[the] TASK (should|shall|must|need) not [to] run PLACE ${MORE}`,
  `(do not|stop) (run|running|do|doing) [the] TASK PLACE ${MORE}`,
);

function takenOut(draft: Draft, tokens: readonly Token[], text: string, said: Said): Frame | undefined {
  const [ref, another] = said.tasks;
  if (!TAKE_OUT.has(text) || ref === undefined || another !== undefined || !said.targets) return undefined;
  if (said.targets.exclude.length > 0) return undefined;
  const targets = { include: [], exclude: said.targets.include };
  return steerFrame(draft, tokens, said, "task.update", { ref, targets });
}

/** The name is what follows, as it was typed. */
function renameOf(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const at = tokens.findIndex((_token, place) => taskAt(tokens, place, draft.known) !== undefined);
  const task = at < 0 ? undefined : taskAt(tokens, at, draft.known);
  const before = tokens.slice(0, at).map(({ text }) => text);
  const lead = task && LEADS_NAME.find(([start]) => start.has(before.join(" ")));
  const from = lead?.[1].match(tokens, task?.end ?? 0)?.end;
  const [first, last] = [tokens[from ?? tokens.length], tokens.at(-1)];
  if (!task || from === undefined || !first || !last) return undefined;
  const name = first.kind === "quoted" ? first.raw : nameOf(draft.message.slice(first.start, last.end));
  if (name === "" || /^T-\d/i.test(name)) return undefined;
  const said = {
    ...NOTHING_NAMED,
    assumed: task.assumed === undefined ? [] : [task.assumed],
    spans: [
      { from: at, to: task.end, slot: "ref" },
      { from, to: tokens.length, slot: "name" },
    ],
  };
  return steerFrame(draft, tokens, said, "task.rename", { ref: task.value, params: { name } });
}

/** What stands before the task, and what between it and its new name. */
const LEADS_NAME: readonly (readonly [WholePhrases<true>, WordPattern<object>])[] = [
  [whole("(rename|retitle) [the|my|our]"), wordPattern("(to|as|into)", {})],
  [whole("(change|set|edit|update) the (name|title) (of|for) [the|my|our]"), wordPattern("(to|as)", {})],
  [whole("[the|my|our]"), wordPattern("(should|shall|must) be (called|named|renamed to)", {})],
  [whole("give [the|my|our]"), wordPattern("(the|a) [new] name", {})],
];

const POLITE = /^(?:please|pls|thanks|instead)$/i;

/** Without what is only politeness. */
function nameOf(typed: string): string {
  const words = typed.split(" ").filter((word) => word !== "");
  while (POLITE.test(words.at(-1) ?? "")) words.pop();
  return words.join(" ").replace(/[.!?,]$/, "");
}
