import type { Agent } from "../../core/model/agent.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { TaskPreview } from "../../core/tasks/task-request.ts";

/** A change on more machines than this is read back first. */
const MANY_MACHINES = 20;
const PRODUCTION = ["production", "prod", "env:production", "env:prod"];

/** Why a person must confirm this before it happens; empty: nobody needs to. Pure. */
export function confirmReasons(frame: Pick<Frame, "confirm">, preview: TaskPreview): readonly string[] {
  const reasons: string[] = [];
  const { risk, request } = preview;
  const machines = machinesOf(preview);
  if (risk === "destructive") reasons.push("it can destroy something");
  if (risk === "change") {
    const production = machines.filter(isProduction);
    if (production.length > 0) reasons.push(`it changes production (${sayNames(production)})`);
    if (machines.length > MANY_MACHINES) reasons.push(`it changes ${machines.length} machines`);
    if (request.schedule && request.schedule.kind !== "once")
      reasons.push("it changes machines again and again by itself");
  }
  if (frame.confirm && reasons.length === 0) reasons.push("I had to guess or correct a word");
  return reasons;
}

/** Of the whole chain, each once. */
function machinesOf({ machines, steps }: TaskPreview): readonly Agent[] {
  const all = [...machines, ...steps.flatMap((step) => step.machines ?? [])];
  return [...new Map(all.map((machine) => [machine.id, machine])).values()];
}

function isProduction(machine: Agent): boolean {
  return machine.labels.some((label) => PRODUCTION.includes(label.toLowerCase()));
}

function sayNames(machines: readonly Agent[]): string {
  const [first] = machines;
  return machines.length === 1 && first ? first.name : `${machines.length} machines`;
}
