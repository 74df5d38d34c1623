import { assertNever } from "../kernel/assert-never.ts";
import type { Agent } from "./agent.ts";
import { type TargetSelector, targetTerm } from "./target.ts";

type Machine = Pick<Agent, "id" | "name" | "labels" | "facts">;

export interface TargetResolution<M extends Machine = Machine> {
  readonly machines: readonly M[];
  /** Terms that name nothing; a run with any of these is refused, never widened. */
  readonly unmatched: readonly string[];
}

/**
 * The one resolver, used by preview, schedule and run. Hosts add up with everything else; terms of one kind (label, os,
 * env) add up among themselves, and the kinds narrow each other: "label:web os:linux" is web AND linux, "label:web
 * label:db" is web OR db, "host:a label:web" is a and all of web. Exclusion takes away, whatever the kind. Pure.
 */
export function resolveTargets<M extends Machine>(
  selector: TargetSelector,
  machines: readonly M[],
): TargetResolution<M> {
  const unmatched: string[] = [];
  const groups = new Map<string, Set<M>>();
  for (const term of selector.include) {
    const found = machines.filter((machine) => matches(term, machine));
    if (found.length === 0) unmatched.push(term);
    const kind = targetTerm(term)?.kind ?? "host";
    const group = groups.get(kind) ?? new Set();
    for (const machine of found) group.add(machine);
    groups.set(kind, group);
  }
  for (const term of selector.exclude) {
    if (!machines.some((machine) => matches(term, machine))) unmatched.push(term);
  }
  const hosts = groups.get("host") ?? new Set<M>();
  const narrowing = [...groups].filter(([kind]) => kind !== "host").map(([, group]) => group);
  const chosen = machines.filter(
    (machine) => hosts.has(machine) || (narrowing.length > 0 && narrowing.every((group) => group.has(machine))),
  );
  return {
    machines: chosen.filter((machine) => !selector.exclude.some((term) => matches(term, machine))),
    unmatched,
  };
}

function matches(term: string, machine: Machine): boolean {
  const parsed = targetTerm(term);
  if (!parsed) return false;
  switch (parsed.kind) {
    case "all":
      return true;
    case "host":
      return globMatches(parsed.value.toLowerCase(), machine.name.toLowerCase());
    case "label":
      return machine.labels.includes(parsed.value);
    case "env":
      return machine.labels.includes(`env:${parsed.value}`) || machine.labels.includes(parsed.value);
    case "os":
      return machine.facts?.os === parsed.value || machine.labels.includes(parsed.value);
    default:
      return assertNever(parsed.kind);
  }
}

/** `*` is any run of characters, `?` any one. Linear in practice: no regular expression is built from input. */
export function globMatches(glob: string, name: string): boolean {
  let g = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    if (g < glob.length && (glob[g] === "?" || glob[g] === name[n])) {
      g += 1;
      n += 1;
    } else if (glob[g] === "*") {
      star = g;
      mark = n;
      g += 1;
    } else if (star >= 0) {
      g = star + 1;
      mark += 1;
      n = mark;
    } else return false;
  }
  while (glob[g] === "*") g += 1;
  return g === glob.length;
}
