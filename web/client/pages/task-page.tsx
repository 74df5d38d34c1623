import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { TaskDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { ConfirmDialog, type Question } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FactList } from "../components/fact-list.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { RowList } from "../components/row-list.tsx";
import { RunRow } from "../components/run/run-row.tsx";
import { StatePill } from "../components/state-pill.tsx";
import { TimeText } from "../components/time-text.tsx";
import { useAction } from "../hooks/use-action.ts";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { paramsText, targetsText, timesText } from "../model/describe.ts";
import { policyWords } from "../model/policy-words.ts";
import { scheduleWords } from "../model/schedule-words.ts";

const POLL_MS = 5000;

/** One task: its definition, when it fires next, steering it, and its runs. */
export function TaskPage({ taskId }: { readonly taskId: string }) {
  useTitle(taskId);
  const task = useResource(`task ${taskId}`, (signal) => call("task.show", { params: { id: taskId }, signal }));
  const runs = useResource(`runs of ${taskId}`, (signal) => call("run.list", { query: { taskId, limit: 50 }, signal }));
  const changed = () => {
    task.reload();
    runs.reload();
  };
  usePoll(POLL_MS, changed);
  return (
    <div className="page">
      {task.error !== undefined && <ProblemNotice error={task.error} retry={task.reload} />}
      {!task.data && task.loading && <div className="skeleton" role="status" aria-label="Loading" />}
      {task.data && (
        <>
          <TaskHead task={task.data} changed={changed} />
          <TaskFacts task={task.data} />
          <NextRuns task={task.data} />
          <header className="section-head">
            <h2>Runs</h2>
          </header>
          <RowList
            label="Runs of this task"
            resource={runs}
            row={(run) => <RunRow key={run.id} run={run} />}
            empty={<EmptyState title="It has not run yet" text="Its runs appear here, with what came out." />}
          />
        </>
      )}
    </div>
  );
}

interface HeadProps {
  readonly task: TaskDto;
  readonly changed: () => void;
}

function TaskHead({ task, changed }: HeadProps) {
  const [, navigate] = useLocation();
  const [question, setQuestion] = useState<Question>();
  const params = { id: task.id };
  const move = useAction(async (name: "task.pause" | "task.resume") => {
    await call(name, { params });
    changed();
  });
  const runNow = useAction(async () => {
    const { run } = await call("task.run", { params });
    if (run) navigate(`/runs/${run.id}`);
    else changed();
  });
  const cancel: Question = {
    title: `Cancel ${task.name || task.id}?`,
    text: "It will not fire again. Runs that have begun go on; its history stays.",
    verb: "Cancel the task",
    danger: true,
    act: async () => {
      await call("task.cancel", { params });
      changed();
    },
  };
  return (
    <header className="page-head">
      <div className="head-text">
        <p className="row">
          <span className="faint">{task.id}</span>
          <StatePill state={task.state} />
        </p>
        <h1>{task.name || task.action}</h1>
      </div>
      <div className="row">
        <button type="button" className="button" disabled={runNow.busy} onClick={() => void runNow.run()}>
          Run now
        </button>
        {task.state === "active" && task.schedule && (
          <button type="button" className="button" disabled={move.busy} onClick={() => void move.run("task.pause")}>
            Pause
          </button>
        )}
        {task.state === "paused" && (
          <button
            type="button"
            className="button primary"
            disabled={move.busy}
            onClick={() => void move.run("task.resume")}
          >
            Resume
          </button>
        )}
        {(task.state === "active" || task.state === "paused") && (
          <button type="button" className="button danger" onClick={() => setQuestion(cancel)}>
            Cancel
          </button>
        )}
      </div>
      {(move.error ?? runNow.error) !== undefined && <ProblemNotice error={move.error ?? runNow.error} />}
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </header>
  );
}

function TaskFacts({ task }: { readonly task: TaskDto }) {
  return (
    <FactList
      facts={[
        ["Said", task.text && `“${task.text}”`],
        ["Action", [task.action, paramsText(task.params)].filter(Boolean).join(" · ")],
        ["Where", targetsText(task.targets)],
        ["When", scheduleWords(task.schedule)],
        ["Time zone", task.schedule?.tz],
        ["How", policyWords(task.policy).join(" · ")],
        ["Then", task.then.map((step) => `on ${step.when}: ${step.action}`).join(" · ")],
        ["Made", <TimeText key="made" at={task.createdAt} />],
        ["Fired", timesText(task.firedCount)],
        [
          "Conversation",
          task.conversationId !== undefined && (
            <Link key="conversation" href={`/chat/${task.conversationId}`}>
              where it was asked
            </Link>
          ),
        ],
      ]}
    />
  );
}

/** The next times, as the server computes them; at least the very next when it cannot say more. */
function NextRuns({ task }: { readonly task: TaskDto }) {
  const { action, params, targets, schedule, policy } = task;
  const preview = useResource(`next ${task.id} ${task.updatedAt} ${task.nextDueAt}`, async (signal) => {
    if (!schedule || task.state !== "active") return [];
    const body = { action, params, targets, schedule, policy };
    return (await call("task.preview", { body, signal })).nextRuns;
  });
  const fallback = task.nextDueAt === undefined ? [] : [task.nextDueAt];
  const times = preview.data && preview.data.length > 0 ? preview.data : fallback;
  if (times.length === 0) return null;
  return (
    <section>
      <header className="section-head">
        <h2>Next</h2>
      </header>
      <ol className="next-runs">
        {times.map((at) => (
          <li key={at}>
            <TimeText at={at} />{" "}
            <span className="faint">
              <TimeText at={at} ago />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
