import { describeMs } from "../../../../core/kernel/duration.ts";
import type { AttemptDto, ExecutionDto } from "../../../contract/execution.ts";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { FactList } from "../fact-list.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { StatePill } from "../state-pill.tsx";
import { TimeText } from "../time-text.tsx";
import { LogView } from "./log-view.tsx";

interface Props {
  readonly execution: ExecutionDto;
  readonly changed: () => void;
}

/** One machine of a run: how each attempt went, and its output. */
export function ExecutionDetail({ execution, changed }: Props) {
  const { id, state, attempt } = execution;
  const results = useResource(`results ${id} ${state} ${attempt}`, (signal) =>
    call("execution.results", { params: { id }, signal }),
  );
  const attempts = results.data?.attempts ?? [];
  return (
    <section className="execution-detail" aria-label={`${id} on ${execution.agentName}`}>
      <header className="section-head">
        <h2>
          {execution.agentName} <span className="faint">{id}</span>
        </h2>
      </header>
      {state === "unknown" && <Settle execution={execution} changed={changed} />}
      {execution.error && <p className="execution-error">{execution.error}</p>}
      <FactList
        facts={[
          ["Started", execution.startedAt !== undefined && <TimeText at={execution.startedAt} />],
          ["Ended", execution.finishedAt !== undefined && <TimeText at={execution.finishedAt} />],
          ["As", execution.ranAs],
          ["Time limit", describeMs(execution.timeoutMs)],
        ]}
      />
      {attempts.length > 1 && <Attempts attempts={attempts} />}
      <LogView key={`${id} ${attempt}`} execution={execution} />
    </section>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly AttemptDto[] }) {
  return (
    <ol className="attempts" aria-label="Attempts">
      {attempts.map((attempt) => (
        <li key={attempt.attempt}>
          <span className="faint">Attempt {attempt.attempt}</span>
          <StatePill state={attempt.state} />
          <span>{attempt.error ?? attempt.response?.headline ?? ""}</span>
          <span className="faint">{attempt.durationMs !== undefined && describeMs(attempt.durationMs)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Nobody knows how it ended: a person who looked can say it. */
function Settle({ execution, changed }: Props) {
  const settle = useAction(async (as: "succeeded" | "failed" | "retry") => {
    await call("execution.settle", { params: { id: execution.id }, body: { as } });
    changed();
  });
  return (
    <div className="notice">
      <div>
        <p>
          Contact with {execution.agentName} was lost while this ran, so nobody here knows how it ended. If you looked
          on the machine, say it.
        </p>
        <div className="row settle">
          <button
            type="button"
            className="button small"
            disabled={settle.busy}
            onClick={() => void settle.run("succeeded")}
          >
            It succeeded
          </button>
          <button
            type="button"
            className="button small"
            disabled={settle.busy}
            onClick={() => void settle.run("failed")}
          >
            It failed
          </button>
          <button
            type="button"
            className="button small"
            disabled={settle.busy}
            onClick={() => void settle.run("retry")}
          >
            Try it again
          </button>
        </div>
        {settle.error !== undefined && <ProblemNotice error={settle.error} />}
      </div>
    </div>
  );
}
