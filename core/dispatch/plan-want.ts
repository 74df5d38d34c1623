import type { Access } from "../model/permission.ts";
import type { WantMessage } from "../protocol/messages.ts";
import type { ExecutionRow } from "../store/tables/run-table.ts";

export type WantPlan =
  /** Commit it as running, then say go. */
  | { readonly kind: "start" }
  /** The go was lost on the way: say it again for the new nonce. The agent's spool makes it start once. */
  | { readonly kind: "repeat-go" }
  | { readonly kind: "revoke"; readonly reason: string }
  /** A freeze began between offer and want. */
  | { readonly kind: "block"; readonly reason: string }
  | { readonly kind: "no"; readonly reason: string };

/** Step three of offer, want, go. Pure; a `go` follows only for the current attempt of an execution of this agent. */
export function planWant(
  execution: ExecutionRow | undefined,
  want: WantMessage,
  facts: {
    readonly agentId: string;
    readonly now: number;
    readonly access: Access;
    readonly blocked?: string | undefined;
  },
): WantPlan {
  if (!execution || execution.agent_id !== facts.agentId) return { kind: "no", reason: "not yours" };
  if (execution.attempt !== want.attempt) return { kind: "no", reason: "another attempt took its place" };
  if (execution.state === "running") return { kind: "repeat-go" };
  if (execution.state !== "offered") return { kind: "no", reason: `it is ${execution.state}` };
  if (!facts.access.allowed) return { kind: "revoke", reason: `no longer allowed: ${facts.access.why}` };
  if (facts.blocked !== undefined) return { kind: "block", reason: facts.blocked };
  return { kind: "start" };
}
