import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { GLUE, type Question } from "./question.ts";
import { readSaid } from "./read-said.ts";
import type { Reader } from "./reader.ts";
import { executions } from "./readers/executions.ts";
import { figures } from "./readers/figures.ts";
import { machineFacts } from "./readers/machine-facts.ts";
import { machines, oneMachine } from "./readers/machines.ts";
import { people, plugins } from "./readers/people.ts";
import { runs } from "./readers/runs.ts";
import { oneTask, tasks } from "./readers/tasks.ts";
import { why } from "./readers/why.ts";
import { STATUS_WORDS } from "./status-words.ts";
import { findAsked } from "./stretch.ts";

/** In this order: the first that understands every word. */
const READERS: readonly Reader[] = [
  why,
  executions,
  machineFacts,
  oneMachine,
  machines,
  figures,
  people,
  plugins,
  oneTask,
  tasks,
  runs,
];

/** Every word that one of them knows. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set([
  ...GLUE,
  ...STATUS_WORDS,
  ...READERS.flatMap(({ words }) => [...words]),
]);

/** A question about what ran, runs or will run, about tasks, machines, people and figures: every word must have its part in it. */
export function questionFrame(question: Question): Frame | undefined {
  // What stands in quotes is a request, and only runs are of one.
  for (const reader of question.said.quoted ? [runs] : READERS) {
    const frame = reader.read(question);
    if (frame) return frame;
  }
  return undefined;
}

const FUTURE = /^(?:will|next|upcoming|scheduled|planned|due|coming|schedule|schedules|going)$/;

/** What the sentence asks about; undefined where it names what no question can be about. */
export function questionOf(draft: Draft, tokens: readonly Token[]): Question | undefined {
  const future = tokens.some(({ text }) => FUTURE.test(text));
  const time = findAsked(tokens, draft.setting, future);
  const said = readSaid(draft, tokens, time, []);
  const ofRequest = said.quoted !== undefined && said.words.includes("runs");
  if ((said.quoted && !ofRequest) || said.plans.length > 0 || said.tasks.length > 1 || said.users.length > 1)
    return undefined;
  return { draft, tokens, said, typed: new Set(untimed(tokens, said.spans)) };
}

/** The words that do not speak of the time: "last" of "last night" is no "the last one". */
function untimed(tokens: readonly Token[], spans: Question["said"]["spans"]): readonly string[] {
  const timed = spans.filter(({ slot }) => slot === "query");
  return tokens.filter((_, at) => !timed.some(({ from, to }) => at >= from && at < to)).map(({ text }) => text);
}
