import type { Frame } from "../../core/model/frame.ts";
import type { ParamSchema } from "../../core/plugin-api/manifest.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import { type Draft, mask, type Stage } from "../draft.ts";
import { isLexiconWord } from "../match/english.ts";
import { vocabularyOf } from "../match/find-actions.ts";
import { slotValues } from "../match/slot-values.ts";
import type { PendingQuestion } from "../parse-context.ts";
import { isKnownWord } from "../slips/known-words.ts";
import { findTargets } from "../target/find-targets.ts";
import { ordinalWord } from "../text/number-words.ts";
import { streamOf, wholeClause } from "./streams.ts";

type Clarify = Extract<PendingQuestion, { kind: "clarify" }>;

/** A bare value where a question is open is its answer. A whole new request is not. */
export const answerQuestion: Stage = (draft) => {
  const { question } = draft.context;
  const [best] = draft.candidates;
  if (draft.frame || question?.kind !== "clarify") return draft;
  const complete = best?.kind === "action" && best.match.missing === undefined && best.score > 0.8;
  const steers = best?.kind === "control" && best.intent !== "confirm" && best.intent !== "agent.show";
  if (complete || steers) return draft;
  const filled = fill(draft, question);
  if (!filled) return draft;
  const note = `an answer to ${question.id}: ${question.slot}`;
  return { ...draft, frame: filled, trace: [...draft.trace, { stage: "context", note }] };
};

function fill(draft: Draft, question: Clarify): Frame | undefined {
  const { frame, slot } = question;
  if (slot === "schedule")
    return draft.schedule.schedule && complete(draft, { ...frame, schedule: draft.schedule.schedule }, slot);
  const option = optionOf(draft, question.options ?? []);
  if (slot === "target") return fillTargets(draft, frame, option);
  if (slot === "action") return option === undefined ? undefined : complete(draft, { ...frame, action: option }, slot);
  const action = draft.known.catalog.actions.find((one) => one.name === frame.action);
  const schema = action?.params.properties[slot];
  if (!action || !schema) return undefined;
  const value = option ?? readValue(draft, schema, slot, action.synonyms ?? {});
  return value === undefined
    ? undefined
    : complete(draft, { ...frame, params: { ...frame.params, [slot]: value } }, slot);
}

function fillTargets(draft: Draft, frame: Frame, option: string | undefined): Frame | undefined {
  const stream = streamOf(draft, wholeClause(draft), []);
  const on = { kind: "word", text: "on", raw: "on", start: 0, end: 0 } as const;
  const said = draft.targets.include.length > 0 ? draft.targets : findTargets([on, ...stream], [], draft.known);
  const include = option !== undefined && said.include.length === 0 ? [`host:${option}`] : said.include;
  if (include.length === 0 || stream.length > 12 || hasUnreadWord(draft)) return undefined;
  return complete(draft, { ...frame, targets: { include, exclude: said.exclude } }, "targets");
}

/** "all web servers xecept web-3": beside machines, a word that nobody knows may be the one that leaves some out. */
function hasUnreadWord({ tokens, targets, known }: Draft): boolean {
  const taken = mask(tokens.length, targets.used);
  return tokens.some(
    ({ kind, text }, at) =>
      kind === "word" &&
      taken[at] !== true &&
      (taken[at - 1] ?? taken[at + 1]) === true &&
      !isKnownWord(text, known) &&
      !isLexiconWord(text),
  );
}

/** One of the offered answers, by its text or its number. */
function optionOf(draft: Draft, options: readonly string[]): string | undefined {
  const stream = streamOf(draft, wholeClause(draft), []).filter(
    (token) => token.kind !== "stop" && token.kind !== "comma",
  );
  const said = stream.map((token) => token.text).join(" ");
  const named = options.find((one) => one.toLowerCase() === said);
  if (named !== undefined) return named;
  const [first, second] = stream;
  const one = stream.length === 1 || (stream.length === 2 && second?.text === "one");
  if (!first || !one) return undefined;
  const position = first.kind === "number" || first.kind === "ordinal" ? first.value : ordinalWord(first.text);
  return position === undefined ? undefined : options.at(position > 0 ? position - 1 : position);
}

function readValue(
  draft: Draft,
  schema: ParamSchema,
  name: string,
  synonyms: Readonly<Record<string, readonly string[]>>,
) {
  const lead = /^(?:on|it|is|use|make|the|for|please)$/;
  const all = streamOf(draft, wholeClause(draft), []).filter(
    (token) => token.kind !== "stop" && token.text !== "please",
  );
  const skip = all.findIndex((token) => !lead.test(token.text));
  const stream = skip > 0 ? all.slice(skip) : all;
  const [found] = slotValues(stream, 0, {
    schema,
    synonyms,
    vocabulary: vocabularyOf(draft.known),
    message: draft.message,
    name,
    last: true,
    named: true,
  });
  const noun = (text: string | undefined) => text === name || text === schema["x-slot"];
  const behind = found && noun(stream[found.end]?.text) ? found.end + 1 : found?.end;
  return found && behind !== undefined && behind >= stream.length ? found.value : undefined;
}

function complete(draft: Draft, frame: Frame, slot: string): Frame {
  const { clarify: _asked, options: _offered, ...rest } = frame;
  const action = draft.known.catalog.actions.find((one) => one.name === rest.action);
  const missing = action?.params.required?.find((name) => rest.params?.[name] === undefined);
  const risk = action ? riskOf(action, rest.params ?? {}) : "change";
  const confirm =
    rest.confirm === true || mustConfirm({ risk, guessed: draft.repaired.length > 0, targets: rest.targets });
  const [first] = draft.tokens;
  const last = draft.tokens.at(-1);
  return {
    ...rest,
    outcome: missing === undefined ? "act" : "clarify",
    ...(missing !== undefined && { clarify: missing }),
    ...(confirm && { confirm }),
    spans: first && last ? [{ start: first.start, end: last.end, slot }] : [],
    // What was said of the place before the question still is all that was said of it.
    said: [...(slot === "targets" ? [] : rest.said.filter((one) => one === "exclude")), slot],
  };
}
