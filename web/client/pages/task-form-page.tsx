import { Link } from "wouter";
import type { TaskDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { TaskForm } from "../components/task/task-form.tsx";
import { useAccess } from "../hooks/use-access.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

/** Changing when and how a task runs. */
export function TaskFormPage({ taskId }: { readonly taskId: string }) {
  useTitle(`Change ${taskId}`);
  const task = useResource(`task ${taskId}`, (signal) => call("task.show", { params: { id: taskId }, signal }));
  return (
    <div className="page">
      {task.error !== undefined && <ProblemNotice error={task.error} retry={task.reload} />}
      {!task.data && task.loading && <div className="skeleton" role="status" aria-label="Loading" />}
      {task.data && (
        <>
          <header className="page-head">
            <div className="head-text">
              <p className="faint">
                <Link href={`/tasks/${taskId}`}>{taskId}</Link> {task.data.name || task.data.action}
              </p>
              <h1>When and how it runs</h1>
            </div>
          </header>
          <Allowed task={task.data} />
        </>
      )}
    </div>
  );
}

/** Whoever may not change it is told why, rather than shown a form that is refused. */
function Allowed({ task }: { readonly task: TaskDto }) {
  const access = useAccess({ name: "task.change", ownerId: task.ownerId });
  if (access.allowed && task.state !== "cancelled") return <TaskForm task={task} />;
  return (
    <EmptyState
      title="This cannot be changed by you"
      text={access.allowed ? "The task was cancelled, and that is final." : `You may not change it: ${access.why}.`}
    >
      <Link className="button" href={`/tasks/${task.id}`}>
        Back to the task
      </Link>
    </EmptyState>
  );
}
