import type { Draft } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { FINITE, OPENERS } from "../match/words.ts";

/**
 * The words of "sstop nginx on web-4" before ", back up /var/www, then start nginx", where nothing read them: a part of a
 * list about one of the services here, and no sentence that tells something. Doing the rest without it would be half of
 * what was asked, so that it is asked what is meant.
 */
export function unreadPart({ tokens, known }: Draft, { stream, match }: ActionCandidate): string | undefined {
  const first = stream[match.from];
  const at = first ? tokens.findIndex(({ start, text }) => start === first.start && text === first.text) : -1;
  const comma = tokens[at - 1]?.kind === "comma" ? at - 1 : at - 2;
  if (at < 3 || tokens[comma]?.kind !== "comma") return undefined;
  const before = tokens.slice(0, comma);
  const services = known.names.get("service");
  const [word, ...rest] = before.filter(({ kind, text }) => kind !== "stop" && kind !== "comma" && !OPENERS.has(text));
  const named = word !== undefined && rest.some(({ text }) => services?.has(text));
  const tells = before.some(({ text }) => FINITE.has(text) || TELLS.test(text));
  return named && !tells && !services?.has(word.text) ? before.map(({ raw }) => raw).join(" ") : undefined;
}

const TELLS =
  /^(?:keeps|feels|after|before|since|because|when|while|if|once|for|about|with|without|not|no|never|again|still)$/;
