import { type TargetSelector, targetTerm } from "../../core/model/target.ts";
import { sayList } from "./say-clock.ts";

/** "on web-1 and web-2", "on all label web servers except web-3": reads back as the same selector. */
export function describeTarget(targets: TargetSelector): string {
  const include = targets.include.map(sayTerm);
  const exclude = targets.exclude.map(sayTerm);
  const where = include.length === 0 ? "" : `on ${sayList(include)}`;
  return exclude.length === 0 ? where : `${where} except ${sayList(exclude)}`.trim();
}

function sayTerm(term: string): string {
  const parsed = targetTerm(term);
  if (!parsed || parsed.kind === "host") return parsed?.value ?? term;
  if (parsed.kind === "all") return "all machines";
  if (parsed.kind === "label") return `label "${parsed.value}"`;
  return `${parsed.value} machines`;
}
