import type { Draft } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { ARTICLES } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { unreadPart } from "./unread-part.ts";
import { unreadWait } from "./unread-wait.ts";

/** Words that lead to a place, or narrow one. */
const LEADS =
  /^(?:on|in|at|from|across|of|over|with|without|running|having|that|which|where|whose|near|behind|under|except|but|not|only|most|least|and|or|plus)$/;

/** What has to be asked about, with the words that nobody understood. */
export interface Strange {
  readonly slot: "target" | "schedule" | "action";
  readonly words: readonly string[];
}

/**
 * Words that nobody understood stand where machines are named: "the web servers in the closet". Acting on what is left of
 * such a place would be acting elsewhere, so that is asked; in the same way "every 5 minutes before lunch".
 */
export function strangeWords(draft: Draft, candidate: ActionCandidate): Strange | undefined {
  const { unexplained, hosts } = candidate;
  const part = unreadPart(draft, candidate);
  if (part !== undefined) return { slot: "action", words: [part] };
  const { tokens, targets, time, policy } = draft;
  const wait = unreadWait(draft);
  if (wait !== undefined) return { slot: "schedule", words: [wait] };
  const startsOf = (used: readonly { readonly from: number; readonly to: number }[]) =>
    new Set(used.flatMap(({ from, to }) => tokens.slice(from, to)).map(({ start }) => start));
  const places = startsOf(targets.used);
  const rest = ALL_BUT.exec(tokens.map(({ text }) => text).join(" "))?.[0];
  if (rest !== undefined) return { slot: "target", words: [rest] };
  const apart = places.size > 0 ? hosts.filter((host) => !isBesidePlace(tokens, host, withHosts(places, hosts))) : [];
  if (apart.length > 0) return { slot: "target", words: apart.map(({ raw }) => raw) };
  const timed = startsOf([...time.used, ...policy.used]);
  const strange = unexplained.filter(
    (token) => !/ly$|^@|^(?:others?|remaining)$/.test(token.text) && !isAbout(tokens, token, timed),
  );
  const words = strange.map(({ raw }) => raw);
  if (strange.some((token) => isOfTime(tokens, token))) return { slot: "schedule", words };
  if (places.size === 0 && strange.some((token) => isPlaceItself(tokens, token))) return { slot: "target", words };
  const beside = strange.some((token) => isBesidePlace(tokens, token, places, timed));
  return strange.length > 0 && (beside || hosts.length > 0) ? { slot: "target", words } : undefined;
}

/** Which one is left out is not said. */
const ALL_BUT =
  /\b(?:all|everything|every one|each) (?:but|except) (?:one|two|three|four|five|half|a few|some|\d{1,4}) (?:of|web|machine|server)\b/;

/** "about every hour", "at least every 5 minutes" */
function isAbout(tokens: readonly Token[], token: Token, timed: ReadonlySet<number>): boolean {
  const at = tokens.findIndex(({ start, text }) => start === token.start && text === token.text);
  const next = tokens[at + 1];
  return ABOUT.test(token.text) && next !== undefined && timed.has(next.start);
}

const ABOUT =
  /^(?:about|around|circa|ca|exact|least|once|always|straight|starting|beginning|say|like|maybe|some|good)$/;

const OF_TIME =
  /^(?:sometime|soon|shortly|eventually|summer|winter|spring|autumn|fall|lunch|dinner|breakfast|holidays?|days?|nights?|evenings?|mornings?|afternoons?|weeks?|weekends?|months?|years?|hours?|hourly|minutes?|clock|later|before|after|during|afterwards|whenever|deadline|shift|release)$/;
const LEADS_TIME = /^(?:before|after|during|until|till|by|since|past|through|throughout|towards|around)$/;

/** It says when, by itself or by the word before it. */
function isOfTime(tokens: readonly Token[], token: Token): boolean {
  const at = tokens.findIndex(({ start, text }) => start === token.start && text === token.text);
  if (/^(?:number|clock|amount|date|ordinal)$/.test(token.kind)) return true;
  return OF_TIME.test(token.text) || LEADS_TIME.test(neighbour(tokens, at, -1)?.text ?? "");
}

/** "on web-1 web-2 web-3": machines in a row with those behind "on" are of them. */
function withHosts(places: ReadonlySet<number>, hosts: readonly Token[]): ReadonlySet<number> {
  return new Set([...places, ...hosts.map(({ start }) => start)]);
}

function isBesidePlace(
  tokens: readonly Token[],
  token: Token,
  places: ReadonlySet<number>,
  timed: ReadonlySet<number> = new Set(),
): boolean {
  const at = tokens.findIndex(({ start, text }) => start === token.start && text === token.text);
  if (at < 0) return false;
  const before = neighbour(tokens, at, -1);
  const after = neighbour(tokens, at, 1);
  // A place that begins with "on" begins there: the word before it belongs to the request.
  const led = after !== undefined && /^(?:on|in|at|from|across|for|of|over)$/.test(after.text);
  const joined = [before, led ? undefined : after].some((one) => one !== undefined && places.has(one.start));
  const ofTime = timed.has(tokens.findLast(({ start }) => start < (before?.start ?? 0))?.start ?? -1);
  return joined || (places.size > 0 && !ofTime && LEADS.test(before?.text ?? ""));
}

/** "restart nginx in the closet": a place was named, and it is no place here. */
function isPlaceItself(tokens: readonly Token[], token: Token): boolean {
  const at = tokens.findIndex(({ start, text }) => start === token.start && text === token.text);
  return at > 0 && LEADS_PLACE.test(neighbour(tokens, at, -1)?.text ?? "");
}

const LEADS_PLACE = /^(?:on|in|at|across|of|over|our|my|all|every|each)$/;

/** The next word that is no article; a comma or a full stop parts. */
function neighbour(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  const next = tokens[at + step];
  if (next?.kind === "comma" || next?.kind === "stop") return undefined;
  return next && ARTICLES.has(next.text) ? tokens[at + 2 * step] : next;
}
