import type { Token } from "../text/token.ts";
import type { Meant } from "./one-slip.ts";

/** Words before a number, and after it. */
const LEADS = /^(?:every|at|in|after|for|until|till|by|from|within|past|before|last|next|top)$/;
const UNITS =
  /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times?|machines?|servers?|runs?|lines?|percent|retries)$/;
/** Shorter words than this stand in others by chance ("tot-al"). */
const SHORTEST = 3;
const SMALL = /^(?:at|on|in|to|of|my|is|it|me)$/;

/** The words of "diskspace", "every5", "every5minutes" and "at9am" apart, where the space between them was left out. */
export function wordsApart({ kind, text }: Token, mayBeMeant: (word: string) => boolean): readonly Meant[] {
  if (kind === "name") return withNumber(text);
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => [text.slice(0, at + 1), text.slice(at + 1)])
    .filter((parts) => parts.some((part) => part.length >= SHORTEST))
    .filter((parts) => parts.every((part) => (part.length >= SHORTEST || SMALL.test(part)) && mayBeMeant(part)))
    .map((parts) => ({ word: parts.join(" "), far: 2 }));
}

function withNumber(text: string): readonly Meant[] {
  const [, lead = "", number = "", unit = ""] =
    /^([a-z]{0,8})(\d{1,4}(?::\d\d)?(?:(?:am|pm|s|m|h|th|st|nd|rd)(?![a-z]))?)([a-z]{0,8})$/.exec(text) ?? [];
  const fits = (lead === "" || LEADS.test(lead)) && (unit === "" || UNITS.test(unit)) && lead + unit !== "";
  return number !== "" && fits ? [{ word: [lead, number, unit].filter((part) => part !== "").join(" "), far: 1 }] : [];
}
