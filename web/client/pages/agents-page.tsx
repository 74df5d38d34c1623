import { useState } from "react";
import { Link } from "wouter";
import type { AgentDto } from "../../contract/agent.ts";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { AgentActions } from "../components/agent/agent-actions.tsx";
import { JoinDialog } from "../components/agent/join-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Icon } from "../components/icon.tsx";
import { RowList } from "../components/row-list.tsx";
import { StatePill } from "../components/state-pill.tsx";
import { TimeText } from "../components/time-text.tsx";
import { useAgentsChanged } from "../hooks/use-agents-changed.ts";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { bytesText } from "../model/describe.ts";

const POLL_MS = 15_000;

/** The machines: who is there, what they are, and letting new ones in. */
export function AgentsPage() {
  useTitle("Machines");
  const [joining, setJoining] = useState(false);
  const mayManage = useMay("agent.manage");
  const agents = useResource("agents", (signal) => call("agent.list", { query: { limit: 500 }, signal }));
  useAgentsChanged(agents.reload);
  usePoll(POLL_MS, agents.reload);
  const join = (
    <button type="button" className="button primary" onClick={() => setJoining(true)}>
      <Icon name="plus" size={16} />
      Join a machine
    </button>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Machines</h1>
          {agents.data && agents.data.items.length > 0 && <p className="faint">{summary(agents.data.items)}</p>}
        </div>
        {mayManage && join}
      </header>
      <RowList
        label="Machines"
        resource={agents}
        row={(agent) => <AgentRow key={agent.id} agent={agent} changed={agents.reload} />}
        empty={
          <EmptyState
            title="No machine has joined"
            text="Join the first one with a single line; it needs Node and a way out to this server."
          >
            {mayManage && join}
          </EmptyState>
        }
      />
      {joining && <JoinDialog close={() => setJoining(false)} />}
    </div>
  );
}

function summary(agents: readonly AgentDto[]): string {
  const online = agents.filter(({ liveness }) => liveness === "online").length;
  const pending = agents.filter(({ state }) => state === "pending").length;
  const waiting = pending === 0 ? "" : `, ${pending} awaiting approval`;
  return `${online} of ${agents.length} online${waiting}`;
}

interface RowProps {
  readonly agent: AgentDto;
  readonly changed: () => void;
}

function AgentRow({ agent, changed }: RowProps) {
  const { facts } = agent;
  return (
    <li className="agent-item">
      <Link className="row-link agent-row" data-row href={`/agents/${agent.id}`}>
        <span className="agent-name">
          <strong>{agent.name}</strong>
          <span className="labels">
            {agent.labels.map((label) => (
              <span key={label} className="machine-label">
                {label}
              </span>
            ))}
          </span>
        </span>
        <span className="row">
          <StatePill state={agent.liveness} />
          {agent.state !== "active" && <StatePill state={agent.state} />}
        </span>
        <span className="agent-facts faint">
          {facts && `${facts.os} ${facts.arch} · ${facts.cpuCount} CPU · ${bytesText(facts.memoryBytes)}`}
          {facts && <span className="block">runs as {facts.runsAs}</span>}
          {agent.stateReason && <span className="block">{agent.stateReason}</span>}
        </span>
        <span className="faint number">
          {agent.lastSeenAt === undefined ? "never seen" : <TimeText at={agent.lastSeenAt} ago />}
        </span>
      </Link>
      <AgentActions agent={agent} changed={changed} quiet />
    </li>
  );
}
