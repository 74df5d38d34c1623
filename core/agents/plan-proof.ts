import type { AgentRow } from "../store/tables/agent-table.ts";

export type ProofPlan =
  | { readonly kind: "welcome" }
  /** One identity speaks from two places, or from a copy of the past. */
  | { readonly kind: "quarantine"; readonly reason: string }
  | { readonly kind: "refuse"; readonly code: "agent.cloned" | "agent.disabled"; readonly reason: string };

/** Taking over one's own live connection happens when a line was cut unseen; clones do it all the time. */
export const MOST_TAKEOVERS = 3;
export const TAKEOVER_WINDOW_MS = 60_000;

/** What to do with a machine whose signature is right. `takeovers`: how often lately, with this start's counter. */
export function planProof(
  row: Pick<AgentRow, "name" | "state" | "boot">,
  hello: { readonly boot: number; readonly takeovers: number },
): ProofPlan {
  if (row.state === "quarantined") {
    const reason = `Machine ${row.name} is quarantined; an administrator must enable it.`;
    return { kind: "refuse", code: "agent.cloned", reason };
  }
  if (row.state === "disabled") {
    return { kind: "refuse", code: "agent.disabled", reason: `Machine ${row.name} is disabled.` };
  }
  if (hello.boot < row.boot) {
    const reason = `It was started ${hello.boot} times and was seen with ${row.boot}: a copy, or restored from a backup.`;
    return { kind: "quarantine", reason };
  }
  if (hello.boot === row.boot && hello.takeovers > MOST_TAKEOVERS) {
    return { kind: "quarantine", reason: "Two machines use its identity at the same time." };
  }
  return { kind: "welcome" };
}
