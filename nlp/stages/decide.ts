import type { Frame } from "../../core/model/frame.ts";
import type { Clause, Draft, Stage } from "../draft.ts";
import type { Candidate } from "../match/candidate.ts";
import { actionFrame } from "../refine/action-frame.ts";
import { controlFrame } from "../refine/control-frame.ts";
import { ordinalWord } from "../text/number-words.ts";
import { actionStream } from "./streams.ts";

/** Two meanings closer than this are asked about. */
const MARGIN = 0.015;

/** One meaning, a question between two, or none. */
export const decide: Stage = (draft) => {
  if (draft.frame) return draft;
  const unnamed = unnamedAct(draft);
  if (unnamed) return { ...draft, frame: unnamed };
  const [best, second] = draft.candidates;
  if (!best) return { ...draft, frame: selected(draft) ?? nothing() };
  if (best.kind === "control") return { ...draft, frame: controlFrame(draft, best) };
  const frame = actionFrame(draft, best);
  const rival = second?.kind === "action" && isTie(best, second) ? second : undefined;
  return {
    ...draft,
    frame: rival
      ? { ...frame, outcome: "clarify", clarify: "action", options: [best.action.name, rival.action.name] }
      : frame,
  };
};

const SOMETHING =
  /^(?:please )*(?:run|do|execute|schedule|perform|start|plan|set up) ?(?:something|anything|a task|a job|task|job)?(?: please)*$/;

/** "do something on web-1", "run on web-1 at 9": which action is asked for, and the rest is kept. */
function unnamedAct(draft: Draft): Frame | undefined {
  const { targets, schedule, clauses } = draft;
  const where = targets.include.length + targets.exclude.length > 0;
  if (clauses.length !== 1 || !where || draft.context.lastFrame) return undefined;
  const words = actionStream(draft, clauses[0] as Clause).filter(({ kind }) => kind !== "stop" && kind !== "comma");
  if (!SOMETHING.test(words.map(({ text }) => text).join(" "))) return undefined;
  return {
    intent: "task.create",
    outcome: "clarify",
    clarify: "action",
    targets: { include: targets.include, exclude: targets.exclude },
    ...(schedule.schedule && { schedule: schedule.schedule }),
    ...(Object.keys(draft.policy.policy).length > 0 && { policy: draft.policy.policy }),
    spans: [],
    score: 0.8,
    said: ["targets", ...(schedule.schedule ? ["schedule"] : [])],
  };
}

export const frameOfCandidate = (draft: Draft, candidate: Candidate): Frame =>
  candidate.kind === "control" ? controlFrame(draft, candidate) : actionFrame(draft, candidate);

function isTie(best: Candidate, second: Candidate): boolean {
  const size = (one: Candidate) => one.match.to - one.match.from;
  return (
    best.score - second.score < MARGIN &&
    size(best) === size(second) &&
    best.match.literals === second.match.literals &&
    (best.match.missing === undefined) === (second.match.missing === undefined)
  );
}

/** "the second one", "2": of the list that was shown last. */
function selected({ tokens, context }: Draft): Frame | undefined {
  const words = tokens.filter(
    (token) => !/^(?:the|one|number|please|show|me|#)$/.test(token.text) && token.kind !== "stop",
  );
  const [only, more] = words;
  if (!only || more || !context.lastList) return undefined;
  const position =
    only.kind === "number" || only.kind === "ordinal" ? only.value : ordinalWord(only.text.replace("#", ""));
  const ref = position === undefined ? undefined : context.lastList.at(position > 0 ? position - 1 : position);
  if (ref === undefined) return undefined;
  return {
    intent: "select",
    outcome: "act",
    ref,
    spans: [{ start: only.start, end: only.end, slot: "ref" }],
    score: 0.9,
    said: ["ref"],
  };
}

const nothing = (): Frame => ({ intent: "out_of_scope", outcome: "ignore", spans: [], score: 0, said: [] });
