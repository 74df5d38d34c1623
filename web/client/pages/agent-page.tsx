import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { describeMs } from "../../../core/kernel/duration.ts";
import type { AgentDto } from "../../contract/agent.ts";
import type { ExecutionDto } from "../../contract/execution.ts";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { AgentActions } from "../components/agent/agent-actions.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FactList } from "../components/fact-list.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { RowList } from "../components/row-list.tsx";
import { Took } from "../components/run/execution-table.tsx";
import { StatePill } from "../components/state-pill.tsx";
import { TimeText } from "../components/time-text.tsx";
import { useAction } from "../hooks/use-action.ts";
import { useAgentsChanged } from "../hooks/use-agents-changed.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { bytesText } from "../model/describe.ts";
import { labelsFrom } from "../model/labels-from.ts";

/** One machine: what it is, what it may do now, and what ran there lately. */
export function AgentPage({ agentId }: { readonly agentId: string }) {
  const agent = useResource(`agent ${agentId}`, (signal) => call("agent.show", { params: { id: agentId }, signal }));
  const executions = useResource(`executions on ${agentId}`, (signal) =>
    call("execution.list", { query: { agentId, limit: 25 }, signal }),
  );
  useTitle(agent.data?.name ?? "Machine");
  const changed = () => {
    agent.reload();
    executions.reload();
  };
  useAgentsChanged(changed, agentId);
  return (
    <div className="page">
      {agent.error !== undefined && <ProblemNotice error={agent.error} retry={agent.reload} />}
      {!agent.data && agent.loading && <div className="skeleton" role="status" aria-label="Loading" />}
      {agent.data && (
        <>
          <header className="page-head">
            <div className="head-text">
              <p className="row">
                <StatePill state={agent.data.liveness} />
                {agent.data.state !== "active" && <StatePill state={agent.data.state} />}
              </p>
              <h1>{agent.data.name}</h1>
              {agent.data.stateReason && <p className="faint">{agent.data.stateReason}</p>}
            </div>
            <AgentActions agent={agent.data} changed={changed} />
          </header>
          <AgentFacts agent={agent.data} />
          <Labels agent={agent.data} changed={changed} />
          <header className="section-head">
            <h2>Ran here lately</h2>
          </header>
          <RowList
            label="Executions on this machine"
            resource={executions}
            row={(execution) => <ExecutionRow key={execution.id} execution={execution} />}
            empty={<EmptyState title="Nothing has run here" text="What runs on this machine is listed here." />}
          />
        </>
      )}
    </div>
  );
}

function AgentFacts({ agent }: { readonly agent: AgentDto }) {
  const { facts } = agent;
  return (
    <FactList
      facts={[
        ["Host name", facts?.hostname],
        ["System", facts && `${facts.os} ${facts.osRelease}, ${facts.arch}`],
        ["Size", facts && `${facts.cpuCount} CPU, ${bytesText(facts.memoryBytes)} memory`],
        ["Free disk", facts?.diskFreeBytes !== undefined && bytesText(facts.diskFreeBytes)],
        ["Free memory", facts?.memoryFreeBytes !== undefined && bytesText(facts.memoryFreeBytes)],
        ["Load", facts?.load !== undefined && String(facts.load)],
        ["Up since", facts?.bootedAt !== undefined && <TimeText key="up" at={facts.bootedAt} />],
        ["Runs as", facts?.runsAs],
        ["Can use", facts?.capabilities.join(", ")],
        ["Agent", facts && `${facts.agentVersion} on Node ${facts.nodeVersion}`],
        ["Last seen", agent.lastSeenAt !== undefined && <TimeText at={agent.lastSeenAt} ago />],
        ["Clock", agent.clockOffsetMs !== undefined && clockText(agent.clockOffsetMs)],
        ["Joined", <TimeText key="joined" at={agent.createdAt} />],
      ]}
    />
  );
}

/** "1 h ahead of the server" */
function clockText(offsetMs: number): string {
  return `${describeMs(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead of" : "behind"} the server`;
}

/** The labels, and changing them for whoever may. */
function Labels({ agent, changed }: { readonly agent: AgentDto; readonly changed: () => void }) {
  const mayManage = useMay("agent.manage");
  const [text, setText] = useState<string>();
  const save = useAction(async () => {
    await call("agent.change", { params: { id: agent.id }, body: { labels: [...labelsFrom(text ?? "")] } });
    setText(undefined);
    changed();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <section>
      <header className="section-head">
        <h2>Labels</h2>
      </header>
      {text === undefined ? (
        <div className="row">
          {agent.labels.length === 0 && <span className="faint">None.</span>}
          {agent.labels.map((label) => (
            <span key={label} className="machine-label">
              {label}
            </span>
          ))}
          {mayManage && (
            <button type="button" className="link small" onClick={() => setText(agent.labels.join(", "))}>
              Change
            </button>
          )}
        </div>
      ) : (
        <form className="row" onSubmit={submit}>
          <input
            className="input search"
            aria-label="Labels, separated by commas"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="button small primary" disabled={save.busy}>
            Save
          </button>
          <button type="button" className="button small" onClick={() => setText(undefined)}>
            Leave as it was
          </button>
        </form>
      )}
      {save.error !== undefined && <ProblemNotice error={save.error} />}
    </section>
  );
}

function ExecutionRow({ execution }: { readonly execution: ExecutionDto }) {
  return (
    <li>
      <Link className="row-link on-agent-row" data-row href={`/runs/${execution.runId}`}>
        <span className="faint">{execution.runId}</span>
        <StatePill state={execution.state} />
        <span className="row-main">{execution.error ?? execution.headline ?? execution.id}</span>
        <span className="faint number">
          <Took execution={execution} />
        </span>
        <span className="faint number">
          {execution.startedAt !== undefined && <TimeText at={execution.startedAt} />}
        </span>
      </Link>
    </li>
  );
}
