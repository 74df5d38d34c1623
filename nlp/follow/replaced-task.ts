import type { Draft } from "../draft.ts";
import { saysAtOnce } from "./at-once.ts";

const CORRECTS = /^(?:no|not|nope|meant|mean|instead|wrong|rather|sorry|oops|actually)$/;
const ADDS = /^(?:too|also|again|additionally|well|another|more|and|once|same)$/;

/**
 * The task that a correction takes the place of: what waits for its one time must not run beside what was meant instead.
 * Another time of the same work is such a correction, unless it is said to be one more.
 */
export function replacedTask({ tokens, context, ...draft }: Draft, timed: boolean): { readonly ref?: string } {
  const { waiting, question } = context;
  if (waiting === undefined || question?.kind === "confirm") return {};
  const corrects = tokens.some(({ text }) => CORRECTS.test(text));
  const moved = (timed || saysAtOnce({ ...draft, tokens, context })) && !tokens.some(({ text }) => ADDS.test(text));
  return corrects || moved ? { ref: waiting } : {};
}
