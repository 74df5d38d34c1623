import { sentenceKey } from "../compiled-catalog.ts";
import { type Clause, type Draft, mask, type Stage } from "../draft.ts";
import { heldBack } from "../guard/held-back.ts";
import { findControls } from "../intents/find-controls.ts";
import type { ActionCandidate, Candidate } from "../match/candidate.ts";
import { findActions, rank } from "../match/find-actions.ts";
import { findRange } from "../time/query-range.ts";
import { actionStream, streamOf, wholeClause } from "./streams.ts";

/** Below this a meaning is not taken. */
export const LEAST_SCORE = 0.55;

/** Everything the message may mean, best first. */
export const findMeanings: Stage = (draft) => {
  if (draft.frame) return draft;
  const split = splitAtAnd(draft);
  const [first] = split.clauses;
  if (!first) return split;
  const refused = draft.known.refused.get(sentenceKey(draft.message));
  const actions = findActions(actionStream(split, first), draft.message, draft.known).filter(
    (one) => !refused?.has(one.action.name) && !isTaskName(split, one),
  );
  const likely = [...controls(split), ...actions].filter(({ score }) => score >= LEAST_SCORE).sort(byRank);
  const reasons = likely.map((one) => heldBack(split, one));
  const all = likely.filter((_one, index) => reasons[index] === undefined);
  const trace = all.slice(0, 4).map((one) => ({
    stage: "meaning",
    note: `${one.kind === "action" ? one.action.name : one.intent} ${one.score.toFixed(2)} by "${one.source}"`,
    start: one.stream[one.match.from]?.start ?? 0,
    end: one.stream[one.match.to - 1]?.end ?? 0,
  }));
  const held = [...new Set(reasons)].flatMap((note) => (note === undefined ? [] : [{ stage: "guard", note }]));
  return { ...split, candidates: all, trace: [...split.trace, ...trace, ...held] };
};

/** "run the disk check": the task of that name, not the action. */
function isTaskName({ tokens, known }: Draft, { stream, match }: ActionCandidate): boolean {
  if (match.holes.length > 0 || !tokens.some(({ text }) => text === "the")) return false;
  const textOf = (list: readonly { readonly text: string }[]) => ` ${list.map(({ text }) => text).join(" ")} `;
  const said = textOf(stream.slice(match.from, match.to));
  const whole = textOf(tokens);
  return [...known.taskNames.keys()].some((name) => said.includes(` ${name} `) && whole.includes(` the ${name} `));
}

/** Complete before incomplete, then the better explanation; steering words win a tie. */
function byRank(a: Candidate, b: Candidate): number {
  const value = (one: Candidate) =>
    rank(one) + (one.kind === "control" ? 0.0005 : 0) - (one.match.missing === undefined ? 0 : 0.2);
  return value(b) - value(a);
}

function controls(draft: Draft): readonly Candidate[] {
  const whole = wholeClause(draft);
  const range = findRange(draft.tokens, draft.setting);
  const policy = draft.policy.used;
  const ranged = range ? [...policy, range.used] : policy;
  const onMachines = draft.targets.used.filter(
    ({ from }) => draft.tokens[from]?.text === "on" || draft.tokens[from]?.text === "in",
  );
  const streams = [streamOf(draft, whole, ranged)];
  if (onMachines.length > 0) streams.push(streamOf(draft, whole, [...ranged, ...onMachines]));
  if (draft.time.looseUsed.length > 0) streams.push(streamOf(draft, whole, [...ranged, ...draft.time.looseUsed]));
  if (draft.time.used.length > 0) streams.push(streamOf(draft, whole, [...ranged, ...draft.time.used]));
  return streams.flatMap((stream) => findControls(stream, draft.known).slice(0, 3));
}

/** "check disk and restart nginx": two requests joined by "and", when both sides are complete ones. */
function splitAtAnd(draft: Draft): Draft {
  const [first, ...rest] = draft.clauses;
  if (!first) return draft;
  const taken = mask(draft.tokens.length, [...draft.policy.used, ...draft.time.used, ...draft.targets.used]);
  for (let at = first.from + 1; at < first.to - 1; at += 1) {
    if (taken[at] || draft.tokens[at]?.text !== "and" || draft.tokens[at]?.kind !== "word") continue;
    const left: Clause = { ...first, to: at };
    const right: Clause = { when: "success", from: at + 1, to: first.to };
    if (isComplete(draft, left) && isComplete(draft, right) && !isComplete(draft, first))
      return { ...draft, clauses: [left, right, ...rest] };
  }
  return draft;
}

function isComplete(draft: Draft, clause: Clause): boolean {
  const [best] = findActions(actionStream(draft, clause), draft.message, draft.known);
  return best !== undefined && best.match.missing === undefined && best.unexplained.length === 0 && best.score >= 0.8;
}
