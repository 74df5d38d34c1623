import { useState } from "react";
import { Link } from "wouter";
import { describeMs } from "../../../core/kernel/duration.ts";
import type { ExecutionDto } from "../../contract/execution.ts";
import type { RunDto } from "../../contract/run.ts";
import { call } from "../api/call.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { FactList } from "../components/fact-list.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { ExecutionDetail } from "../components/run/execution-detail.tsx";
import { ExecutionTable } from "../components/run/execution-table.tsx";
import { RunResults } from "../components/run/run-results.tsx";
import { StatePill } from "../components/state-pill.tsx";
import { TimeText } from "../components/time-text.tsx";
import { WordPill } from "../components/word-pill.tsx";
import { useNow } from "../hooks/use-now.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { useLiveEvent, useWatch } from "../live/use-live.ts";
import { paramsText } from "../model/describe.ts";
import { runHeadline } from "../model/run-headline.ts";
import { slowWords } from "../model/slow-words.ts";
import { isOpen } from "../model/state-words.ts";

/** How often it is asked whether it has become slow. */
const TICK_MS = 1_000;

const TRIGGER_WORDS: Readonly<Record<string, string>> = {
  request: "asked for",
  schedule: "due by its schedule",
  again: "asked for again",
};

/** One run: what was asked, how each machine is doing, its output, and what came out. */
export function RunPage({ runId }: { readonly runId: string }) {
  useTitle(runId);
  const page = useResource(`run ${runId}`, async (signal) => {
    const [run, executions] = await Promise.all([
      call("run.show", { params: { id: runId }, signal }),
      call("run.executions", { params: { id: runId }, signal }),
    ]);
    return { run, executions: executions.items };
  });
  const [chosen, setChosen] = useState(() => new URLSearchParams(location.search).get("execution") ?? undefined);
  const progress = useProgress(runId);
  useWatch({ runId });
  useLiveEvent("run", (event) => event.runId === runId && page.reload());

  if (!page.data) {
    return (
      <div className="page">
        {page.error === undefined ? (
          <div className="skeleton" role="status" aria-label="Loading" />
        ) : (
          <ProblemNotice error={page.error} retry={page.reload} />
        )}
      </div>
    );
  }
  const { run, executions } = page.data;
  const selected = executions.find(({ id }) => id === chosen) ?? mostTelling(executions);
  return (
    <div className="page">
      <RunHead run={run} executions={executions} changed={page.reload} />
      <RunFacts run={run} />
      {executions.length > 1 && (
        <ExecutionTable executions={executions} progress={progress} selected={selected?.id} select={setChosen} />
      )}
      {executions.length === 1 && <RunResults executions={executions} />}
      {selected && <ExecutionDetail key={selected.id} execution={selected} changed={page.reload} />}
      {executions.length > 1 && <RunResults executions={executions} />}
    </div>
  );
}

/** Opened first: what failed, else what runs, else the first machine. */
function mostTelling(executions: readonly ExecutionDto[]): ExecutionDto | undefined {
  const first = (...states: readonly ExecutionDto["state"][]) => executions.find(({ state }) => states.includes(state));
  return first("failed", "timed_out", "unknown") ?? first("running", "cancelling") ?? executions[0];
}

function useProgress(runId: string): ReadonlyMap<string, string> {
  const [progress, setProgress] = useState<ReadonlyMap<string, string>>(new Map());
  useLiveEvent("progress", (event) => {
    if (event.runId !== runId) return;
    const text = `${Math.round(event.percent)} %${event.text === "" ? "" : ` · ${event.text}`}`;
    setProgress((before) => new Map(before).set(event.executionId, text));
  });
  return progress;
}

interface HeadProps {
  readonly run: RunDto;
  readonly executions: readonly ExecutionDto[];
  readonly changed: () => void;
}

function RunHead({ run, executions, changed }: HeadProps) {
  const [asking, setAsking] = useState(false);
  const open = executions.filter(({ state }) => isOpen(state)).length;
  const slow = slowWords(run, executions, useNow(open > 0 ? TICK_MS : undefined));
  return (
    <header className="page-head">
      <div className="head-text">
        <p className="row">
          <span className="faint">{run.id}</span>
          <StatePill state={run.state} />
          {slow !== undefined && <WordPill words={{ icon: "clock", tone: "warn", word: slow }} />}
        </p>
        <h1>{runHeadline(run, executions)}</h1>
        {run.reason && <p className="faint">{run.reason}</p>}
      </div>
      {open > 0 && (
        <button type="button" className="button danger" onClick={() => setAsking(true)}>
          Cancel run
        </button>
      )}
      {asking && (
        <ConfirmDialog
          close={() => setAsking(false)}
          question={{
            title: `Cancel ${run.id}?`,
            text: `${open === 1 ? "1 machine is" : `${open} machines are`} not done. What has not begun will not begin; what is running is stopped.`,
            verb: "Cancel the run",
            danger: true,
            act: async () => {
              await call("run.cancel", { params: { id: run.id } });
              changed();
            },
          }}
        />
      )}
    </header>
  );
}

function RunFacts({ run }: { readonly run: RunDto }) {
  const task = useResource(`task ${run.taskId}`, (signal) => call("task.show", { params: { id: run.taskId }, signal }));
  const said = task.data?.text;
  return (
    <FactList
      facts={[
        ["Asked by", said ? `${run.requestedByName}: “${said}”` : run.requestedByName],
        ["Action", [run.action, paramsText(run.params)].filter(Boolean).join(" · ")],
        [
          "Task",
          <Link key="task" href={`/tasks/${run.taskId}`}>
            {task.data?.name || run.taskId}
          </Link>,
        ],
        ["Why now", TRIGGER_WORDS[run.trigger] ?? run.trigger],
        ["Due", <TimeText key="due" at={run.dueAt} />],
        ["Took", run.finishedAt !== undefined && describeMs(run.finishedAt - run.createdAt)],
        ["Usually", run.usualMs !== undefined && describeMs(run.usualMs)],
        [
          "Conversation",
          run.conversationId !== undefined && (
            <Link key="conversation" href={`/chat/${run.conversationId}`}>
              where it was asked
            </Link>
          ),
        ],
      ]}
    />
  );
}
