import type { Draft } from "../draft.ts";
import type { ActionCandidate } from "../match/candidate.ts";
import { ARTICLES } from "../match/words.ts";
import type { Token } from "../text/token.ts";

/** Words that lead to a place, or narrow one. */
const LEADS =
  /^(?:on|in|at|from|across|of|over|with|without|running|having|that|which|where|whose|near|behind|under|except|but|not|only|most|least|and|or|plus)$/;

/**
 * Words that nobody understood stand where machines are named: "the web servers in the closet". Acting on what is left of such a place would be acting elsewhere, so that is asked.
 */
export function unclearPlace(draft: Draft, { unexplained, hosts, stream }: ActionCandidate): readonly string[] {
  const { tokens, targets } = draft;
  const strange = unexplained.filter(({ text }) => !/ly$|^@|^(?:others?|remaining)$/.test(text));
  const places = new Set(targets.used.flatMap(({ from, to }) => tokens.slice(from, to)).map(({ start }) => start));
  const apart = places.size > 0 ? hosts.filter((host) => !isBesidePlace(tokens, host, withHosts(places, hosts))) : [];
  if (apart.length > 0) return apart.map(({ raw }) => raw);
  if (strange.length === 0) return [];
  const beside = strange.some((token) => isBesidePlace(tokens, token, places));
  const loose = hosts.length > 0 && stream.length > 0;
  return beside || loose ? strange.map(({ raw }) => raw) : [];
}

/** "on web-1 web-2 web-3": machines in a row with those behind "on" are of them. */
function withHosts(places: ReadonlySet<number>, hosts: readonly Token[]): ReadonlySet<number> {
  return new Set([...places, ...hosts.map(({ start }) => start)]);
}

function isBesidePlace(tokens: readonly Token[], token: Token, places: ReadonlySet<number>): boolean {
  const at = tokens.findIndex(({ start, text }) => start === token.start && text === token.text);
  if (at < 0) return false;
  const before = neighbour(tokens, at, -1);
  const after = neighbour(tokens, at, 1);
  const joined = [before, after].some((one) => one !== undefined && places.has(one.start));
  return joined || (places.size > 0 && LEADS.test(before?.text ?? ""));
}

/** The next word that is no article; a comma or a full stop parts. */
function neighbour(tokens: readonly Token[], at: number, step: 1 | -1): Token | undefined {
  const next = tokens[at + step];
  if (next?.kind === "comma" || next?.kind === "stop") return undefined;
  return next && ARTICLES.has(next.text) ? tokens[at + 2 * step] : next;
}
