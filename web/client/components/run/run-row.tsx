import { Link } from "wouter";
import { describeMs } from "../../../../core/kernel/duration.ts";
import type { RunDto } from "../../../contract/run.ts";
import { paramsText } from "../../model/describe.ts";
import { Elapsed } from "../card/elapsed.tsx";
import { StatePill } from "../state-pill.tsx";
import { TimeText } from "../time-text.tsx";

/** A run as a row of a list. */
export function RunRow({ run }: { readonly run: RunDto }) {
  const params = paramsText(run.params);
  return (
    <li>
      <Link className="row-link run-row" data-row href={`/runs/${run.id}`}>
        <span className="faint">{run.id}</span>
        <StatePill state={run.state} />
        <span className="row-main">
          <strong>{run.action}</strong> <span className="faint">{params}</span>
        </span>
        <span className="faint row-count">
          {run.executionCount} {run.executionCount === 1 ? "machine" : "machines"}
        </span>
        <span className="faint row-who ellipsis">{run.requestedByName}</span>
        <span className="faint number row-took">
          {run.finishedAt !== undefined
            ? describeMs(run.finishedAt - run.createdAt)
            : run.state === "running" && <Elapsed since={run.createdAt} />}
        </span>
        <span className="faint number">
          <TimeText at={run.createdAt} />
        </span>
      </Link>
    </li>
  );
}
