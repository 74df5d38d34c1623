import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { TaskDto } from "../../../contract/task.ts";
import { call } from "../../api/call.ts";
import { useAccess } from "../../hooks/use-access.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useHotkey } from "../../hooks/use-hotkey.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { StatePill } from "../state-pill.tsx";
import { PauseDialog } from "./pause-dialog.tsx";

interface Props {
  readonly task: TaskDto;
  readonly changed: () => void;
}

/** Name and state of a task, and what the person may do to it. */
export function TaskHead({ task, changed }: Props) {
  const [, navigate] = useLocation();
  const mayChange = useAccess({ name: "task.change", ownerId: task.ownerId }).allowed;
  const params = { id: task.id };
  const runNow = useAction(async () => {
    const { run } = await call("task.run", { params });
    if (run) navigate(`/runs/${run.id}`);
    else changed();
  });
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
        {mayChange && task.state !== "cancelled" && <OwnerActions task={task} changed={changed} />}
      </div>
      {runNow.error !== undefined && <ProblemNotice error={runNow.error} />}
    </header>
  );
}

/** What its owner and administrators may. */
function OwnerActions({ task, changed }: Props) {
  const [, navigate] = useLocation();
  const [question, setQuestion] = useState<Question>();
  const [pausing, setPausing] = useState(false);
  const params = { id: task.id };
  const change = `/tasks/${task.id}/change`;
  const resume = useAction(async () => {
    await call("task.resume", { params });
    changed();
  });
  useHotkey("e", () => navigate(change));
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
    <>
      <Link className="button" href={change} title="Change when and how it runs (e)" aria-keyshortcuts="e">
        Change
      </Link>
      {task.state === "active" && task.schedule && (
        <button type="button" className="button" onClick={() => setPausing(true)}>
          Pause
        </button>
      )}
      {task.state === "paused" && (
        <button type="button" className="button primary" disabled={resume.busy} onClick={() => void resume.run()}>
          Resume
        </button>
      )}
      {(task.state === "active" || task.state === "paused") && (
        <button type="button" className="button danger" onClick={() => setQuestion(cancel)}>
          Cancel
        </button>
      )}
      {resume.error !== undefined && <ProblemNotice error={resume.error} />}
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
      {pausing && <PauseDialog task={task} close={() => setPausing(false)} paused={changed} />}
    </>
  );
}
