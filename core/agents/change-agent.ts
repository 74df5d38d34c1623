import type { CoreEvents } from "../events/core-events.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { EventBus } from "../kernel/event-bus.ts";
import type { Agent } from "../model/agent.ts";
import { AGENT_MOVES, type AgentState, assertMove } from "../model/states.ts";
import type { Reader, Writer } from "../store/rows.ts";
import { type AgentEventRow, type AgentRow, agentEventTable, agentTable } from "../store/tables/agent-table.ts";
import type { AgentDirectory } from "./agent-directory.ts";
import { agentOf } from "./agent-row.ts";

export interface AgentChangeDeps {
  readonly directory: AgentDirectory;
  readonly events: EventBus<CoreEvents>;
}

export type AgentHappening = Omit<AgentEventRow, "seq" | "agent_id">;

/** Throws `agent.not-found`. */
export async function agentRow(reader: Reader, id: string): Promise<AgentRow> {
  const [row] = await reader.select(agentTable, { where: { id } });
  if (row) return row;
  throw new OctopusError("agent.not-found", `There is no machine ${id}.`, { id });
}

export function assertAgentMove(row: AgentRow, to: AgentState): void {
  assertMove(AGENT_MOVES, row.state as AgentState, to, { code: "agent.illegal-move", name: `Machine ${row.name}` });
}

/** Changes the row, writes its history, and after the commit shows and announces it. */
export async function changeAgent(
  writer: Writer,
  deps: AgentChangeDeps,
  row: AgentRow,
  fields: Partial<AgentRow>,
  happening: AgentHappening,
): Promise<Agent> {
  await writer.update(agentTable, { id: row.id }, fields);
  await recordHappening(writer, row.id, happening);
  const agent = agentOf({ ...row, ...fields });
  showAgents(writer, deps, [agent]);
  return agent;
}

export async function recordHappening(writer: Writer, agentId: string, happening: AgentHappening): Promise<void> {
  const seq = await writer.next("agent-event");
  await writer.insert(agentEventTable, [{ ...happening, seq, agent_id: agentId }]);
}

export function showAgents(writer: Writer, deps: AgentChangeDeps, agents: readonly Agent[]): void {
  writer.afterCommit(() => {
    deps.directory.put(agents);
    for (const { id } of agents) deps.events.emit("agent.changed", { agentId: id });
  });
}
