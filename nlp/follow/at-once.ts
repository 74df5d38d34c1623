import type { Draft } from "../draft.ts";

const AT_ONCE =
  /\b(?:it|that|this|them|run|do|restart|start|go) (?:right )?now\b|\bnow instead\b|\bright (?:now|away)\b|\b(?:immediately|straight away|at once)\b/;
/** Nothing but "now", and what may stand around it. */
const ONLY_NOW = /^(?:ok |okay |yes |no |actually |please |rather |sorry ){0,3}now(?: please| instead){0,2}$/;
const LATER = /\bnot (?:right )?now\b/;

/** "do it now instead", "right now": whatever time was said before does not count any more. */
export function saysAtOnce({ tokens }: Draft): boolean {
  const said = tokens.flatMap(({ kind, text }) => (kind === "comma" || kind === "stop" ? [] : [text])).join(" ");
  return (AT_ONCE.test(said) || ONLY_NOW.test(said)) && !LATER.test(said);
}
