import type { Agent } from "../model/agent.ts";
import type { AgentId } from "../model/ids.ts";
import type { AgentState, Liveness } from "../model/states.ts";
import type { AgentEventRow, AgentRow } from "../store/tables/agent-table.ts";

export function agentOf(row: AgentRow): Agent {
  return {
    id: row.id as AgentId,
    name: row.name,
    state: row.state as AgentState,
    liveness: row.liveness as Liveness,
    labels: row.labels,
    facts: row.facts ?? undefined,
    lastSeenAt: row.last_seen_at ?? undefined,
    stateReason: row.state_reason ?? undefined,
    createdAt: row.created_at,
  };
}

/** One line of a machine's history. */
export interface AgentEvent {
  readonly seq: number;
  readonly agentId: AgentId;
  readonly at: number;
  /** "joined", "state", "liveness", "labels", "name", "removed" */
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export function agentEventOf(row: AgentEventRow): AgentEvent {
  return {
    seq: row.seq,
    agentId: row.agent_id as AgentId,
    at: row.at,
    kind: row.kind,
    from: row.from_state,
    to: row.to_state,
    reason: row.reason,
  };
}
