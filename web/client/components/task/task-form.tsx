import { type FormEvent, useRef } from "react";
import { Link, useLocation } from "wouter";
import type { TaskDto } from "../../../contract/task.ts";
import { useTaskForm } from "../../hooks/use-task-form.ts";
import { DayOffFields } from "./day-off-fields.tsx";
import { FailureFields } from "./failure-fields.tsx";
import { FormPreview } from "./form-preview.tsx";
import { RolloutFields } from "./rollout-fields.tsx";
import { TimingFields } from "./timing-fields.tsx";
import { WhenFields } from "./when-fields.tsx";

/** Schedule and policies of a task to change, with what they would mean beside them before anything is saved. */
export function TaskForm({ task }: { readonly task: TaskDto }) {
  const [, navigate] = useLocation();
  const home = `/tasks/${task.id}`;
  const form = useTaskForm(task, () => navigate(home));
  const element = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.canSave) void form.save.run();
    else element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  };
  return (
    <form
      ref={element}
      className="task-form"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.current?.requestSubmit();
      }}
    >
      <div className="form-parts">
        <WhenFields form={form} scheduled={task.schedule !== undefined} />
        <TimingFields form={form} />
        <DayOffFields form={form} />
        <FailureFields form={form} />
        <RolloutFields form={form} />
      </div>
      <aside className="form-side">
        <FormPreview form={form} paused={task.state === "paused"} />
        <div className="form-foot">
          <Link className="button" href={home}>
            Keep as it is
          </Link>
          <button type="submit" className="button primary" disabled={!form.changed || form.save.busy}>
            Save
          </button>
        </div>
        <p className="faint small form-keys">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> saves
        </p>
      </aside>
    </form>
  );
}
