import type { CountOrPercent } from "../../core/model/policy.ts";
import { type TargetSelector, targetTerm } from "../../core/model/target.ts";
import { sayList } from "./say-clock.ts";

/** "on web-1 and web-2", "on all label web servers except web-3": reads back as the same selector. */
export function describeTarget(targets: TargetSelector, pick?: CountOrPercent): string {
  const include = pick === undefined ? targets.include.map(sayTerm) : withPick(targets.include.map(sayTerm), pick);
  const exclude = targets.exclude.map(sayTerm);
  const where = include.length === 0 ? "" : `on ${sayList(include)}`;
  return exclude.length === 0 ? where : `${where} except ${sayList(exclude)}`.trim();
}

/** "any 2 of the linux machines", "50% of the machines" */
function withPick([first = "all machines", ...more]: readonly string[], pick: CountOrPercent) {
  const some = typeof pick === "number" ? `any ${pick} of the` : `${pick} of the`;
  return [`${some} ${first === "all machines" ? "machines" : first}`, ...more];
}

function sayTerm(term: string): string {
  const parsed = targetTerm(term);
  if (!parsed || parsed.kind === "host") return parsed?.value ?? term;
  if (parsed.kind === "all") return "all machines";
  if (parsed.kind === "label") return `label "${parsed.value}"`;
  return `${parsed.value} machines`;
}
