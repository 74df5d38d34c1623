import { Link } from "wouter";
import type { TaskDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { FactList } from "../components/fact-list.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { RowList } from "../components/row-list.tsx";
import { RunRow } from "../components/run/run-row.tsx";
import { TaskHead } from "../components/task/task-head.tsx";
import { TimeText } from "../components/time-text.tsx";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { paramsText, targetsText, timesText } from "../model/describe.ts";
import { policyWords } from "../model/policy-words.ts";
import { scheduleWords } from "../model/schedule-words.ts";
import { stepWords } from "../model/step-words.ts";

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
            {task.data.schedule && <Link href={`/ledger?task=${taskId}`}>What should have run</Link>}
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

function TaskFacts({ task }: { readonly task: TaskDto }) {
  return (
    <FactList
      facts={[
        ["Said", task.text && `“${task.text}”`],
        ["Action", [task.action, paramsText(task.params)].filter(Boolean).join(" · ")],
        ["Where", targetsText(task.targets)],
        ["When", scheduleWords(task.schedule)],
        ["Time zone", task.schedule?.tz],
        ["Paused", pauseWords(task)],
        ["How", policyWords(task.policy).join(" · ")],
        ["Then", task.then.map(stepWords).join(" · ")],
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

/** Until when, and whether the server did it by itself. */
function pauseWords({ state, pausedCause, pausedUntil }: TaskDto) {
  if (state !== "paused") return undefined;
  const why = pausedCause === "failures" ? "by Octopus, after too many failures in a row; " : "";
  if (pausedUntil === undefined) return `${why}until somebody resumes it`;
  return (
    <>
      {why}until <TimeText at={pausedUntil} />
    </>
  );
}

/** The next times, as the server computes them; at least the very next when it cannot say more. */
function NextRuns({ task }: { readonly task: TaskDto }) {
  const { schedule, policy } = task;
  const preview = useResource(`next ${task.id} ${task.updatedAt} ${task.nextDueAt}`, async (signal) => {
    if (!schedule || task.state !== "active") return [];
    const part = { params: { id: task.id }, body: { policy } };
    return (await call("task.preview-change", { ...part, signal })).nextRuns;
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
