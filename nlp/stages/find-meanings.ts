import { sentenceKey } from "../compiled-catalog.ts";
import type { Draft, Stage } from "../draft.ts";
import { heldBack } from "../guard/held-back.ts";
import { findControls, possibleControls } from "../intents/find-controls.ts";
import type { ActionCandidate, Candidate, ControlCandidate } from "../match/candidate.ts";
import { findActions, rank } from "../match/find-actions.ts";
import type { Token } from "../text/token.ts";
import { findRange } from "../time/query-range.ts";
import { ownSentence } from "./own-sentence.ts";
import { splitJoined } from "./split-joined.ts";
import { actionStream, streamOf, wholeClause } from "./streams.ts";

/** Below this a meaning is not taken. */
export const LEAST_SCORE = 0.55;

/** Everything the message may mean, best first. */
export const findMeanings: Stage = (draft) => {
  if (draft.frame) return draft;
  const split = splitJoined(draft);
  const [first] = split.clauses;
  if (!first) return split;
  const refused = draft.known.refused.get(sentenceKey(draft.message));
  const stream = actionStream(split, first);
  const actions = [stream, ...abouts(split, stream)]
    .flatMap((one) => findActions(one, draft.message, draft.known))
    .filter((one) => !refused?.has(one.action.name) && !isTaskName(split, one));
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
  return { ...ownSentence(split, all[0]), candidates: all, trace: [...split.trace, ...trace, ...held] };
};

/** "what about cpu" after a request asks what "cpu" asks. */
function abouts({ context }: Draft, stream: readonly Token[]): readonly (readonly Token[])[] {
  const at = stream.findIndex(({ text }) => text === "about");
  const asks = (at === 1 || at === 2) && /^(?:what|how)$/.test(stream[at - 1]?.text ?? "");
  return asks && context.lastFrame?.intent === "task.create" ? [stream.slice(at + 1)] : [];
}

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
  const possible = possibleControls(draft.tokens);
  if (possible.size === 0) return [];
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
  const steering = streams.flatMap((stream) =>
    findControls(stream, draft.known, possible)
      .slice(0, 3)
      .filter(({ intent }) => !ANSWERS.has(intent)),
  );
  const found = [...answers(draft, possible), ...steering];
  return onMachines.length > 0 && !isThread(draft) ? found.filter(({ intent }) => !POINTS_BACK.has(intent)) : found;
}

const ANSWERS: ReadonlySet<string> = new Set(["confirm", "deny"]);

/** "yes, at 9", "do it on web-1" and "yes, with 3 retries" say more than yes: what is left of a sentence is no answer. */
const answers = (draft: Draft, possible: ReturnType<typeof possibleControls>): readonly ControlCandidate[] =>
  findControls(streamOf(draft, wholeClause(draft), []), draft.known, possible)
    .slice(0, 3)
    .filter(({ intent }) => ANSWERS.has(intent));

/** Of what runs; "stop it on web-4" with nothing said before speaks of something on that machine. */
const POINTS_BACK: ReadonlySet<string> = new Set(["execution.cancel", "execution.show", "execution.results"]);

const isThread = ({ context }: Draft): boolean =>
  [context.lastFrame, context.lastRun, context.lastTask, context.lastList, context.lastQuestion, context.question].some(
    (one) => one !== undefined,
  );
