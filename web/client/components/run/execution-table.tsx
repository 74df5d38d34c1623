import { useRef } from "react";
import { describeMs } from "../../../../core/kernel/duration.ts";
import type { ExecutionDto } from "../../../contract/execution.ts";
import { useRowKeys } from "../../hooks/use-row-keys.ts";
import { isOpen } from "../../model/state-words.ts";
import { Elapsed } from "../card/elapsed.tsx";
import { StatePill } from "../state-pill.tsx";

interface Props {
  readonly executions: readonly ExecutionDto[];
  readonly progress: ReadonlyMap<string, string>;
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
}

/** The machines of a run, one row each; the chosen one shows its details below. */
export function ExecutionTable({ executions, progress, selected, select }: Props) {
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container);
  return (
    <div ref={container}>
      <ul className="rows executions" aria-label="Machines">
        {executions.map((execution) => (
          <li key={execution.id}>
            <button
              type="button"
              data-row
              className="row-link execution-row"
              aria-pressed={execution.id === selected}
              onClick={() => select(execution.id)}
            >
              <strong className="ellipsis">{execution.agentName}</strong>
              <StatePill state={execution.state} />
              <span className="execution-text">
                {execution.error ?? execution.headline ?? progress.get(execution.id) ?? ""}
              </span>
              <span className="faint execution-tries">{execution.attempt > 1 && attemptOf(execution)}</span>
              <span className="faint number">
                <Took execution={execution} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How long it took, or has taken so far. */
/** A number beyond the most is that of an attempt before which one never began. */
const attemptOf = ({ attempt, maxAttempts }: ExecutionDto): string =>
  attempt > maxAttempts ? `attempt ${attempt}` : `attempt ${attempt} of ${maxAttempts}`;

export function Took({ execution }: { readonly execution: ExecutionDto }) {
  const { startedAt, finishedAt, state } = execution;
  if (startedAt === undefined) return "";
  if (finishedAt !== undefined) return describeMs(finishedAt - startedAt);
  return isOpen(state) ? <Elapsed since={startedAt} /> : "";
}
