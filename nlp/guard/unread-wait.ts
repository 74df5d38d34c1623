import { type Draft, mask } from "../draft.ts";
import type { Token } from "../text/token.ts";

const WAITS = /^(?:once|when|whenever|while|until|till|unless|after|before)$/;
/** "once more", "once a day", "when you can", "when possible": no event that has to happen first. */
const NO_EVENT =
  /^(?:more|again|per|every|each|a|an|only|please|now|and|or|then|that|this|you|u|possible|convenient|ready|it|is|done|finished)$/;

/**
 * The words of "once the backup is through" or "as soon as the deploy finishes" where nothing else has read them. Doing at
 * once what shall wait would be wrong, so it is asked when.
 */
export function unreadWait({ tokens, clauses, time, policy, targets }: Draft): string | undefined {
  const [first] = clauses;
  if (clauses.length !== 1 || !first) return undefined;
  const taken = mask(tokens.length, [...time.used, ...time.looseUsed, ...policy.used, ...targets.used]);
  const at = tokens.findIndex((_token, place) => place > 0 && !taken[place] && waits(tokens, place));
  if (at < 0) return undefined;
  const rest = tokens.slice(at + 1).filter(({ kind }) => kind !== "comma" && kind !== "stop");
  const [next, , ...more] = rest;
  if (!next || NO_EVENT.test(next.text) || more.length === 0 || tokens[at - 1]?.text === "at") return undefined;
  return tokens
    .slice(at)
    .map(({ raw }) => raw)
    .join(" ");
}

/** The last word of "as soon as", or one of those that lead to an event. */
function waits(tokens: readonly Token[], at: number): boolean {
  const [text, before, first] = [tokens[at]?.text ?? "", tokens[at - 1]?.text, tokens[at - 2]?.text];
  return WAITS.test(text) || (text === "as" && before === "soon" && first === "as");
}
