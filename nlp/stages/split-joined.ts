import { type Clause, type Draft, mask } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { findActions, mayAct } from "../match/find-actions.ts";
import { findTargets } from "../target/find-targets.ts";
import { readTargets } from "./read-targets.ts";
import { actionStream } from "./streams.ts";

/** More steps than this in one message are left as they are. */
const MOST_CLAUSES = 8;
const SURE = 0.8;
/** Parts of one message that are read as a request to see where it is cut: bounds the work for a pasted list. */
const MOST_READ = 200;

/** "check disk and restart nginx": requests joined by "and" or a comma are steps, when each is a complete one. */
export function splitJoined(draft: Draft): Draft {
  if (!draft.clauses.some(({ from, to }) => hasJoint(draft, from, to))) return draft;
  const reading: Reading = { draft, best: new Map(), parts: new Map(), left: MOST_READ };
  const clauses: Clause[] = [];
  const waiting = [...draft.clauses];
  while (waiting.length > 0) {
    const clause = waiting.shift();
    if (!clause) break;
    const parts = clauses.length + waiting.length < MOST_CLAUSES ? partsOf(reading, clause) : undefined;
    if (parts) waiting.unshift(parts[1]);
    clauses.push(parts ? parts[0] : clause);
  }
  return clauses.length === draft.clauses.length ? draft : readTargets({ ...draft, clauses, trace: untargeted(draft) });
}

/** The places are read anew: those of a later step are not of the first. */
const untargeted = ({ trace }: Draft): Draft["trace"] =>
  trace.filter(({ stage }) => stage !== "targets" && stage !== "exclude");

/** What was found of a clause; the same ones are asked for again and again. */
interface Reading {
  readonly draft: Draft;
  readonly best: Map<string, ActionCandidate | undefined>;
  /** Parts that are still read; in a list of more nothing is complete. */
  left: number;
  readonly parts: Map<string, Parts>;
}

type Parts = readonly [Clause, Clause] | undefined;

const keyOf = ({ from, to }: Clause): string => `${from} ${to}`;

function hasJoint(draft: Draft, from: number, to: number): boolean {
  for (let at = from + 1; at < to - 1; at += 1) if (behindJoint(draft, at) !== undefined) return true;
  return false;
}

function partsOf(reading: Reading, clause: Clause): Parts {
  const key = `${clause.when} ${keyOf(clause)}`;
  if (!reading.parts.has(key)) reading.parts.set(key, cut(reading, clause));
  return reading.parts.get(key);
}

function cut(reading: Reading, clause: Clause): Parts {
  const { draft } = reading;
  const { tokens } = draft;
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used]);
  for (let at = clause.from + 1; at < clause.to - 1; at += 1) {
    const from = taken[at] ? undefined : behindJoint(draft, at);
    if (from === undefined || from >= clause.to) continue;
    const left: Clause = { ...clause, to: at };
    const right: Clause = { when: "success", from, to: clause.to };
    if (tokens[from]?.kind !== "word" || !areRequests(reading, left, right)) continue;
    return tokens[at]?.kind !== "stop" && isOne(reading, clause, at) ? undefined : [left, right];
  }
  return undefined;
}

/** A request as a whole, whose words for itself do not run past the joint into the next request. */
function isOne(reading: Reading, clause: Clause, joint: number): boolean {
  const best = bestOf(reading, clause);
  if (!best || !isWhole(best)) return false;
  const start = reading.draft.tokens[joint]?.start ?? 0;
  return !best.match.holes.some(({ name, from, to }) => {
    const rest = best.action.params.properties[name]?.["x-slot"] === "text";
    return rest && to > from && (best.stream[to - 1]?.start ?? 0) > start;
  });
}

const isWhole = ({ unexplained, score, match }: ActionCandidate): boolean =>
  unexplained.length === 0 && match.missing === undefined && score >= SURE;

/** After "and", "," or ", and", and after the end of a sentence. */
function behindJoint({ tokens }: Draft, at: number): number | undefined {
  const isAnd = (place: number) => tokens[place]?.kind !== "quoted" && /^(?:and|&)$/.test(tokens[place]?.text ?? "");
  if (isAnd(at)) return at + 1;
  const token = tokens[at];
  if (token?.kind !== "comma" && (token?.kind !== "stop" || token.text === ":")) return undefined;
  return isAnd(at + 1) ? at + 2 : at + 1;
}

function isComplete(reading: Reading, clause: Clause, before?: Clause): boolean {
  const best = bestOf(reading, clause);
  if (best && isWhole(best)) return true;
  return isAsked(reading, clause) && before !== undefined && pointsBack(reading.draft, clause);
}

/** Both are requests, and at most one of them lacks something. */
function areRequests(reading: Reading, left: Clause, right: Clause): boolean {
  const whole = isComplete(reading, left);
  if (!whole && !isAsked(reading, left)) return false;
  return (
    isComplete(reading, right, left) || (whole && isAsked(reading, right)) || partsOf(reading, right) !== undefined
  );
}

/** "restart the service on web-1, check disk on db-1": a request that lacks something is one, too, and is asked about. */
function isAsked(reading: Reading, clause: Clause): boolean {
  const best = bestOf(reading, clause);
  return best !== undefined && best.unexplained.length === 0 && best.match.missing !== undefined;
}

/** "restart it": what it is was said in the step before. */
const pointsBack = ({ tokens }: Draft, { from, to }: Clause): boolean =>
  tokens.slice(from, to).some(({ text }) => /^(?:it|them|that)$/.test(text));

function bestOf(reading: Reading, clause: Clause): ActionCandidate | undefined {
  const { draft, best } = reading;
  const key = keyOf(clause);
  if (!best.has(key)) {
    const acts = reading.left > 0 && mayAct(draft.tokens.slice(clause.from, clause.to), draft.known);
    if (acts) reading.left -= 1;
    best.set(key, acts ? readBest(draft, clause) : undefined);
  }
  return best.get(key);
}

function readBest(draft: Draft, clause: Clause): ActionCandidate | undefined {
  const { tokens, known } = draft;
  const outside = [
    { from: 0, to: clause.from },
    { from: clause.to, to: tokens.length },
  ];
  const taken = mask(tokens.length, [...draft.policy.used, ...draft.time.used, ...outside]);
  const targets = findTargets(tokens, taken, known);
  const stream = actionStream(draft, clause, targets.used);
  const [best] = findActions(stream, draft.message, known);
  return best;
}
