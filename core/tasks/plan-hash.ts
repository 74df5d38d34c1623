import { createHash } from "node:crypto";
import { canonicalJson } from "../kernel/json.ts";
import type { TaskPreview } from "./task-request.ts";

/**
 * Same hash, same effect: what a confirmation and an approval are bound to. What merely passes is not in it: not the
 * clock, not who is connected.
 */
export function planHash(preview: TaskPreview): string {
  return hashOf(effectOf(preview));
}

/** Of anything that somebody is asked about. */
export function hashOf(effect: object): string {
  return createHash("sha256").update(canonicalJson(effect)).digest("hex");
}

function effectOf({ request, pluginDigest, risk, machines, access, steps }: TaskPreview): object {
  return {
    action: request.action,
    pluginDigest,
    params: request.params,
    machines: machines.map((machine) => machine.id).sort(),
    schedule: request.schedule ?? null,
    policy: request.policy,
    steps: request.then,
    stepPlugins: steps.map((step) => step.pluginDigest),
    stepMachines: steps.map((step) => step.machines?.map((machine) => machine.id).sort() ?? null),
    risk,
    rule: access.rule,
  };
}
