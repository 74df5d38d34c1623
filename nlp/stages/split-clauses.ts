import { type Clause, mask, type Stage } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { type WordPattern, wordPattern } from "../text/word-pattern.ts";
import { type AskedValue, askedValueAt } from "./asked-value.ts";

const IT =
  "(it|that|this|everything|all|(the|that|this) (step|run|check|backup|update|restart|script|one|ping|command|first one))";
const FAILS =
  "(fails|failed|fail|does not work|did not work|goes wrong|went wrong|breaks|broke|does not succeed|has failed|is not ok|is not successful|errors)";
const WORKS =
  "(works|worked|succeeds|succeeded|goes well|went well|is ok|is okay|is fine|is successful|was successful|has worked|works out|goes through|passes|passed|looks good)";
const DONE = "(is|are|has|was) [all] (done|finished|over|complete|completed|through|ready)";

interface Connector {
  readonly pattern: WordPattern<object>;
  readonly when: Clause["when"];
}

const connectors = (when: Clause["when"], sources: readonly string[]): readonly Connector[] =>
  sources.map((source) => ({ when, pattern: wordPattern<object>(`[and|but] [then] ${source}`, {}) }));

const CONNECTORS: readonly Connector[] = [
  ...connectors("failure", [
    `[only] (if|when|in case|should) [${IT}|any of it|anything|something] [still|ever] ${FAILS}`,
    `(if|when) (there is|there are) (a|an|any) (failure|failures|error|errors|problem|problems)`,
    "(on|upon|in case of|in the event of) [a|an|any] (failure|failures|error|errors)",
    "(if not|if it is not|if it isnt|if that is not the case|if it is not (running|up|active)|if (it|that) is (down|dead|stopped|unreachable|not))",
    "if (it|that) (does not|did not)",
    "(otherwise|or else|else|failing that)",
    `unless ${IT} ${WORKS}`,
  ]),
  ...connectors("success", [
    `[only] (if|when|once|as soon as|provided|given) [that] [${IT}] ${WORKS}`,
    "[only] (if|when) (all|everything|it all) (goes|went) well",
    "[only] (if|when) (successful|ok|okay|fine)",
    "(on|upon) success",
    "(if so|if yes)",
    `(when|once|as soon as|after) [${IT}|you are] ${DONE}`,
    `(when|once|as soon as|after) ${IT} (finishes|ends|completes|finished|ended|completed|ran|returns)`,
    "(when|once|as soon as) (done|finished|complete|completed|ready|you are done)",
    "(afterwards|afterward|after that|after this|after which|thereafter|followed by|next|finally|lastly|subsequently|at last|to finish|in the end)",
    "then",
  ]),
  ...connectors("always", [
    "(regardless|regardless of [the] (result|outcome|that|it|how it goes|success)|irrespective of [the] (result|outcome))",
    "(in any case|either way|in either case|whatever happens|no matter what|no matter what happens|no matter how it goes|whatever the (result|outcome)|come what may|at any rate|anyway)",
    `whether [or not] ${IT} [${WORKS}|${FAILS}] [or (not|fails)]`,
    `(even if|even when) ${IT} ${FAILS}`,
    "always",
  ]),
];

const BY_WORD = new Map<string, Connector[]>();
for (const one of CONNECTORS)
  for (const word of one.pattern.first) BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), one]);

/** What is cut so far, and what is said of the part that begins at `from`. */
interface Cut {
  readonly clauses: readonly Clause[];
  readonly from: number;
  readonly when: Clause["when"];
  readonly asks?: AskedValue;
}

/** Cuts "a, then b; if it fails c" at its connectors. */
export const splitClauses: Stage = (draft) => {
  const { tokens } = draft;
  const taken = mask(tokens.length, draft.policy.used);
  let cut: Cut = { clauses: [], from: 0, when: "first" };
  for (let at = 0; at < tokens.length; at += 1) {
    const found = taken[at] ? undefined : connectorAt(tokens, at, taken);
    const next = found && cutAt(tokens, cut, at, found);
    if (!next) continue;
    cut = next;
    at = next.from - 1;
  }
  const { clauses, ...last } = cut;
  return { ...draft, clauses: [...clauses, { ...last, to: tokens.length }] };
};

/** Undefined: what stands there connects nothing. */
function cutAt(tokens: readonly Token[], cut: Cut, at: number, found: Connection): Cut | undefined {
  const { clauses, from, when, asks } = cut;
  const empty = tokens.slice(from, at).every(isJoint);
  const behind = !empty && tokens.slice(found.end).every(isJoint);
  if (isNoJoint(found, when, empty, behind)) return undefined;
  const ended = { when: behind && !found.asks ? lastWhen(when, found.when) : when, from, to: at };
  const kept = found.asks ?? (empty ? asks : undefined);
  return {
    clauses: empty ? clauses : [...clauses, { ...ended, ...(asks && { asks }) }],
    from: found.end,
    when: nextWhen(when, found.when, empty),
    ...(kept && { asks: kept }),
  };
}

/** "if it fails" before the first request, or behind the last, joins nothing. */
function isNoJoint({ asks, when: found }: Connection, when: Clause["when"], empty: boolean, behind: boolean): boolean {
  return (empty && when === "first" && (found !== "success" || asks !== undefined)) || (behind && found === "failure");
}

interface Connection {
  readonly when: Clause["when"];
  readonly end: number;
  readonly asks?: AskedValue;
}

/** "then start it whatever happens": said of the step it ends. */
const lastWhen = (when: Clause["when"], found: Clause["when"]): Clause["when"] =>
  when === "first" ? when : nextWhen(when, found, true);

/** The longest connector here. "and" alone is none; "next" and "always" are where a clause begins. */
function connectorAt(tokens: readonly Token[], at: number, taken: readonly boolean[]): Connection | undefined {
  let best: Connection | undefined;
  if (tokens[at]?.kind !== "word") return undefined;
  const condition = askedValueAt(tokens, at);
  if (condition && !taken.slice(at, condition.end).includes(true)) {
    return { when: "success", end: condition.end, asks: condition.asked };
  }
  for (const { pattern, when } of BY_WORD.get(tokens[at]?.text ?? "") ?? []) {
    const found = pattern.match(tokens, at);
    const free = found && !taken.slice(at, found.end).includes(true) && !isInside(tokens, at, found.end);
    if (found && free && found.end > (best?.end ?? at)) best = { when, end: found.end };
  }
  return best;
}

/** "next week", "the next run", "always on": words that connect only at the start of a clause. */
function isInside(tokens: readonly Token[], at: number, end: number): boolean {
  const word = tokens[end - 1]?.text ?? "";
  if (!/^(?:next|finally|lastly|always|anyway|else|when|afterwards)$/.test(word)) return false;
  const before = tokens[at - 1];
  const led = at === end - 1;
  const starts = before === undefined || isJoint(before) || !led;
  const time = /^(?:week|month|year|day|hour|time|run|one|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;
  if (word === "afterwards") return false;
  return !starts || (word === "next" && time.test(tokens[end]?.text ?? ""));
}

const isJoint = (token: Token): boolean => token.kind === "comma" || token.kind === "stop" || token.text === "and";

/** "then, if it fails": the later word says more; a leading "then" begins nothing new. */
function nextWhen(before: Clause["when"], found: Clause["when"], empty: boolean): Clause["when"] {
  if (!empty) return found;
  return before === "first" || found === "success" ? before : found;
}
