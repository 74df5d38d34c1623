import type { AgentRow } from "../store/tables/agent-table.ts";

export type ProofPlan =
  | { readonly kind: "welcome" }
  /** One identity speaks from two places, or from a copy of the past. */
  | { readonly kind: "quarantine"; readonly reason: string }
  | {
      readonly kind: "refuse";
      readonly code: "agent.cloned" | "agent.disabled" | "request.conflict";
      readonly reason: string;
    };

/**
 * What to do with a machine whose signature is right. It counts every connection before it says hello, so a counter that
 * does not grow was counted by somebody else too. `overtaken`: a later connection of this machine was welcomed between
 * the challenge of this one and its hello, which may be a line that was given up long ago.
 */
export function planProof(
  row: Pick<AgentRow, "name" | "state" | "boot">,
  hello: { readonly boot: number; readonly overtaken: boolean },
): ProofPlan {
  if (row.state === "quarantined") {
    const reason = `Machine ${row.name} is quarantined; an administrator must enable it.`;
    return { kind: "refuse", code: "agent.cloned", reason };
  }
  if (row.state === "disabled") {
    return { kind: "refuse", code: "agent.disabled", reason: `Machine ${row.name} is disabled.` };
  }
  if (hello.boot > row.boot) return { kind: "welcome" };
  if (hello.overtaken) {
    const reason = `A newer connection of machine ${row.name} was faster; this one is not needed.`;
    return { kind: "refuse", code: "request.conflict", reason };
  }
  const seen = `Connection ${row.boot} was seen before this one, which calls itself ${hello.boot}`;
  return { kind: "quarantine", reason: `${seen}: it was copied, or restored from a backup.` };
}
