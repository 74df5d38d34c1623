import type { AgentFacts } from "../../model/agent.ts";
import { boolean, defineTable, integer, json, nullable, text } from "../define-table.ts";

export interface AgentRow {
  readonly id: string;
  readonly name: string;
  /** Ed25519 SPKI PEM, or null for an agent that speaks REST with a token. */
  readonly public_key: string | null;
  readonly token_digest: string | null;
  readonly state: string;
  readonly state_reason: string | null;
  /** When a drain or disable ends by itself. */
  readonly state_until: number | null;
  readonly liveness: string;
  readonly labels: readonly string[];
  readonly facts: AgentFacts | null;
  /** Highest counter seen; see Hello. */
  readonly boot: number;
  readonly last_seen_at: number | null;
  readonly created_at: number;
}
export const agentTable = defineTable<AgentRow>("agent", {
  columns: {
    id: text,
    name: text,
    public_key: nullable(text),
    token_digest: nullable(text),
    state: text,
    state_reason: nullable(text),
    state_until: nullable(integer),
    liveness: text,
    labels: json,
    facts: nullable(json),
    boot: integer,
    last_seen_at: nullable(integer),
    created_at: integer,
  },
  key: ["id"],
  unique: [["name"]],
});

/** Single-use permission to join. Only the digest of the token is kept. */
export interface JoinTokenRow {
  readonly digest: string;
  readonly labels: readonly string[];
  /** The name the machine must take; null leaves it to the machine. */
  readonly name: string | null;
  readonly auto_approve: boolean;
  readonly rest: boolean;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly used_at: number | null;
  readonly used_by: string | null;
}
export const joinTokenTable = defineTable<JoinTokenRow>("join_token", {
  columns: {
    digest: text,
    labels: json,
    name: nullable(text),
    auto_approve: boolean,
    rest: boolean,
    created_by: text,
    created_at: integer,
    expires_at: integer,
    used_at: nullable(integer),
    used_by: nullable(text),
  },
  key: ["digest"],
});

/** Every change of liveness and administrative state, for "when was web-3 away". */
export interface AgentEventRow {
  readonly seq: number;
  readonly agent_id: string;
  readonly at: number;
  readonly kind: string;
  readonly from_state: string;
  readonly to_state: string;
  readonly reason: string;
}
export const agentEventTable = defineTable<AgentEventRow>("agent_event", {
  columns: { seq: integer, agent_id: text, at: integer, kind: text, from_state: text, to_state: text, reason: text },
  key: ["seq"],
  indexes: [{ name: "agent_event_agent", columns: ["agent_id", "at"] }],
});
