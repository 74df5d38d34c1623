import type { TargetSelector } from "../../core/model/target.ts";
import type { CompiledCatalog } from "../compiled-catalog.ts";

const kindOf = (term: string): string => term.slice(0, Math.max(term.indexOf(":"), 0)) || term;
const kindsOf = (terms: readonly string[]): ReadonlySet<string> => new Set(terms.map(kindOf));
const NARROWS = /^(?:only|just)$/;
const POINTS = /^(?:one|ones)$/;
const GROUPS: ReadonlySet<string> = new Set(["label", "os", "env"]);

/**
 * The machines meant by `said` beside those of the request before. Groups of different kinds are those in both, so that
 * "and on staging?" after "the production web servers" stays with the web servers, and "only the production ones" of
 * some machines are never all of production.
 */
export function placeAfter(
  last: TargetSelector | undefined,
  said: TargetSelector,
  words: readonly string[],
  known: CompiledCatalog,
): TargetSelector {
  if (!last || said.include.length === 0 || !said.include.every((term) => GROUPS.has(kindOf(term)))) return said;
  const [before, now] = [kindsOf(last.include), kindsOf(said.include)];
  const swaps =
    before.size > 1 && [...before].every((kind) => GROUPS.has(kind)) && [...now].every((kind) => before.has(kind));
  const narrows = words.some((word) => NARROWS.test(word)) || words.some((word) => POINTS.test(word));
  if (swaps || (narrows && [...before].every((kind) => GROUPS.has(kind) && !now.has(kind)))) {
    const kept = last.include.filter((term) => !now.has(kindOf(term)));
    return { include: [...said.include, ...kept].sort(), exclude: [...new Set([...last.exclude, ...said.exclude])] };
  }
  return narrows ? ofThese(last, said, known) : said;
}

/** "only the staging one" of machines named before: those of them that are. */
function ofThese(last: TargetSelector, said: TargetSelector, known: CompiledCatalog): TargetSelector {
  const hosts = last.include.filter((term) => term.startsWith("host:") && !/[*?]/.test(term));
  if (hosts.length === 0 || hosts.length < last.include.length) return said;
  const wanted = new Set(said.include.flatMap((term) => [term, term.slice(term.indexOf(":") + 1)]));
  const fitting = hosts.filter((term) => {
    const agent = known.catalog.agents.find(({ name }) => name === term.slice(5));
    return agent?.labels.some((label) => wanted.has(label)) ?? false;
  });
  return fitting.length > 0 ? { include: fitting, exclude: said.exclude } : said;
}
