import { validator } from "../core/kernel/validator.ts";
import type { Frame } from "../core/model/frame.ts";
import type { ActionManifest } from "../core/plugin-api/manifest.ts";
import type { Catalog } from "./catalog.ts";
import { instantFromText } from "./instant.ts";
import { isQuestion } from "./is-question.ts";
import { type ParseResult, parse } from "./parse.ts";
import type { ParseContext } from "./parse-context.ts";
import { type World, worldCatalog } from "./world.ts";

export interface ParseLine {
  readonly id: string | number;
  readonly text: string;
  /** Earlier messages of the thread, oldest first. */
  readonly context?: readonly string[];
}

export interface ParsedLine {
  readonly id: string | number;
  readonly frame: Frame;
}

const decodeLine = validator<ParseLine>({
  type: "object",
  required: ["text"],
  properties: {
    id: { type: ["string", "number"] },
    text: { type: "string" },
    context: { type: "array", items: { type: "string" } },
  },
});

const catalogs = new WeakMap<object, { readonly actions: readonly ActionManifest[]; readonly catalog: Catalog }>();

/**
 * One line of `octopus parse --jsonl`. `now` is an ISO instant or a wall time in `tz`. Throws a RangeError with a whole
 * sentence when the line has another shape.
 */
export function parseLine(
  input: unknown,
  world: Partial<World>,
  actions: readonly ActionManifest[],
  now: string,
  tz: string,
): ParsedLine {
  const { id, result } = readLine(input, world, actions, now, tz);
  return { id, frame: result.frame };
}

/** As parseLine, with the way that led there. */
export function readLine(
  input: unknown,
  world: Partial<World>,
  actions: readonly ActionManifest[],
  now: string,
  tz: string,
): { readonly id: string | number; readonly result: ParseResult } {
  const line = decodeLine(input);
  if (!line.ok) throw new RangeError(`A line has another shape: ${line.problem}.`);
  const catalog = catalogOf(world, actions);
  const { id = "", text, context = [] } = line.value;
  let state: ParseContext = { now: instantFromText(now, tz), timeZone: tz, addressed: true };
  for (const earlier of context) state = after(parse(earlier, catalog, state).frame, state);
  return { id, result: parse(text, catalog, state) };
}

function catalogOf(world: Partial<World>, actions: readonly ActionManifest[]): Catalog {
  const known = catalogs.get(world);
  if (known && known.actions === actions) return known.catalog;
  const catalog = worldCatalog(world, actions);
  catalogs.set(world, { actions, catalog });
  return catalog;
}

/** What a message leaves behind in a thread, as far as the sentence alone tells. */
function after(frame: Frame, { question: _answered, ...thread }: ParseContext): ParseContext {
  const task = frame.intent.startsWith("task.") ? frame.ref : frame.query?.task;
  const about = task === undefined ? thread : { ...thread, lastTask: task };
  if (isQuestion(frame.intent)) return { ...about, lastQuestion: frame };
  if (frame.intent !== "task.create" && frame.intent !== "task.update") return about;
  const { lastQuestion: _asked, lastTask: _task, ...before } = thread;
  const merged: Frame = frame.intent === "task.update" && before.lastFrame ? merge(before.lastFrame, frame) : frame;
  const state: ParseContext = { ...before, lastFrame: merged };
  if (frame.outcome === "clarify" && frame.clarify !== undefined) {
    const options = frame.options ? { options: frame.options } : {};
    return { ...state, question: { kind: "clarify", id: "question", slot: frame.clarify, frame, ...options } };
  }
  if (frame.confirm) return { ...state, question: { kind: "confirm", id: "question" } };
  const target = frame.intent === "task.create" && frame.targets === undefined;
  return target ? { ...state, question: { kind: "clarify", id: "question", slot: "target", frame } } : state;
}

function merge(last: Frame, change: Frame): Frame {
  const { schedule, targets, policy, params } = change;
  return {
    ...last,
    ...(schedule && { schedule }),
    ...(targets && { targets }),
    ...(policy && { policy: { ...last.policy, ...policy } }),
    ...(params && { params: { ...last.params, ...params } }),
  };
}
