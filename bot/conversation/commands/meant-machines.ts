import type { Agent } from "../../../core/model/agent.ts";
import type { Card } from "../../../core/model/card.ts";
import { resolveTargets } from "../../../core/model/resolve-targets.ts";
import { targetTerm } from "../../../core/model/target.ts";
import type { Turn } from "../turn.ts";
import { unknownMachine } from "./show-machines.ts";

type Meant = { readonly machines: readonly Agent[] } | { readonly card: Card };

/** The machines that a sentence about machines names, by name or by target; none where it names none. */
export function meantMachines({ frame }: Pick<Turn, "frame">, all: readonly Agent[]): Meant {
  const name = frame.ref?.toLowerCase();
  if (name !== undefined) {
    const machine = all.find((one) => one.name.toLowerCase() === name);
    return machine ? { machines: [machine] } : { card: unknownMachine(name, all) };
  }
  if (!frame.targets || frame.targets.include.length === 0) return { machines: [] };
  const { machines, unmatched } = resolveTargets(frame.targets, all);
  const [first] = unmatched;
  return first === undefined ? { machines } : { card: unknownMachine(targetTerm(first)?.value ?? first, all) };
}

/** "web-1", "web-1 and web-2", "12 machines". */
export function sayMachineNames(machines: readonly Agent[]): string {
  const names = machines.map((machine) => machine.name);
  if (names.length > 5) return `${names.length} machines`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "no machine");
}
