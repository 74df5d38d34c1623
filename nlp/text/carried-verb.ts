import type { Token } from "./token.ts";

/** Orders that are said once for two things; any word that gives an order of its own begins no thing. */
const CARRIED = /^(?:restart|start|stop|reload|bounce|check|ping|update|upgrade|tail|show|get|test)$/;
const ORDERS =
  /^(?:restart|start|stop|reload|bounce|check|ping|update|upgrade|tail|show|get|test|run|do|kill|cancel|pause|resume|drain|enable|disable|install|remove|copy|back|archive|tell|notify|wait|retry|list|make|set|send|delete|watch|monitor|read|look|see|give|rerun|repeat)$/;

/** "and on web-1", "and the rest": what is joined names itself in so many words before its place. */
const LONGEST_THING = 2;

/** "restart nginx on web-1 and redis on db-1": the verb said once holds for both, as if it were said again. */
export function withCarriedVerb(tokens: readonly Token[], isPlace: (word: string) => boolean): readonly Token[] {
  const from = tokens.findIndex(({ text }) => CARRIED.test(text));
  const verb = tokens[from];
  if (verb?.kind !== "word" || !isPlaced(tokens, from + 1, from + 2 + LONGEST_THING, isPlace)) return tokens;
  const carried: Token[] = [];
  let joints = 0;
  for (const [at, token] of tokens.entries()) {
    carried.push(token);
    if (at <= from + 2 || !isJoint(token)) continue;
    const thing = tokens[at + 1];
    if (isJoint(thing) || !thing || !isThing(thing, isPlace)) continue;
    if (!isPlaced(tokens, at + 2, at + 1 + LONGEST_THING, isPlace)) continue;
    carried.push(verb);
    joints += 1;
  }
  return joints > 0 ? carried : tokens;
}

const isJoint = (token: Token | undefined): boolean => token?.kind === "comma" || token?.text === "and";

const isThing = ({ kind, text }: Token, isPlace: (word: string) => boolean): boolean =>
  (kind === "word" || kind === "name") &&
  !ORDERS.test(text) &&
  !isPlace(text) &&
  !/^(?:on|in|at|for|then|also|it|them|that|this|both|all|not|but|only|any|do|if|when)$/.test(text);

/** "on" and a machine or label that is known, where the thing ends between `first` and `last`. */
function isPlaced(tokens: readonly Token[], first: number, last: number, isPlace: (word: string) => boolean): boolean {
  for (let at = first; at <= last; at += 1) {
    if (tokens[at]?.text !== "on") continue;
    const next = /^(?:the|all|my|our)$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
    return isPlace(tokens[next]?.text ?? "");
  }
  return false;
}
