import type { AgentFacts } from "../model/agent.ts";
import type { ActionManifest } from "./manifest.ts";

/** What a machine would have to have for this action and has not, as the end of "web-1 ..."; undefined: nothing. Pure. */
export function unmetNeeds(
  { name, needs }: Pick<ActionManifest, "name" | "needs">,
  facts: Pick<AgentFacts, "os" | "capabilities"> | undefined,
): string | undefined {
  // A machine that has said nothing of itself yet may well have it.
  if (!needs || !facts) return undefined;
  const { capabilities = [], os } = needs;
  if (os && !os.includes(facts.os)) return `is ${facts.os}, and ${name} is for ${os.join(" or ")}`;
  const missing = capabilities.filter((one) => !facts.capabilities.includes(one));
  return missing.length === 0 ? undefined : `has no ${missing.join(" and no ")}, and ${name} needs it`;
}

/** Whether it may be asked to say what it would do: what only reads does not need to be able to. Pure. */
export function canRehearse({ dryRun, risk, riskWhen }: Pick<ActionManifest, "dryRun" | "risk" | "riskWhen">): boolean {
  return dryRun === true || (risk === "read" && (riskWhen ?? []).length === 0);
}
