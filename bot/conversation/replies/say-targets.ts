import type { TargetSelector } from "../../../core/model/target.ts";

/** "staging", "web-1 and web-3", "production without db-2": targets as people say them. Pure. */
export function sayTargets({ include, exclude }: TargetSelector): string {
  const names = include.map(nameOf);
  const all = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "no machine");
  return exclude.length === 0 ? all : `${all} without ${exclude.map(nameOf).join(", ")}`;
}

function nameOf(term: string): string {
  return term === "all" ? "all machines" : term.replace(/^(?:host|label|env|os):/, "");
}
