import type { TaskForm } from "../../hooks/use-task-form.ts";
import { Icon } from "../icon.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { TimeText } from "../time-text.tsx";

interface Props {
  readonly form: TaskForm;
  readonly paused: boolean;
}

/** The next five times as they would be, and what stands in the way of saving. */
export function FormPreview({ form, paused }: Props) {
  const { errors, preview, problems, save, values } = form;
  const wrong = Object.keys(errors).length;
  const times = preview.data?.nextRuns ?? [];
  return (
    <section className="form-preview" aria-live="polite" aria-label="Next five runs">
      <h2>Next five runs</h2>
      {wrong > 0 && (
        <p className="field-error small">
          {wrong === 1 ? "One field needs another value." : `${wrong} fields need other values.`}
        </p>
      )}
      {problems.map((problem) => (
        <p key={problem} className="notice failure small">
          <Icon name="warning" size={16} />
          {problem}
        </p>
      ))}
      {preview.data && !preview.data.allowed && (
        <p className="notice failure small">You may not: {preview.data.why}.</p>
      )}
      {preview.error !== undefined && <ProblemNotice error={preview.error} retry={preview.reload} />}
      {wrong === 0 && times.length > 0 && (
        <ol className="preview-runs">
          {times.map((at) => (
            <li key={at}>
              <TimeText at={at} />{" "}
              <span className="faint">
                <TimeText at={at} ago />
              </span>
            </li>
          ))}
        </ol>
      )}
      {wrong === 0 && times.length === 0 && !preview.loading && (
        <p className="faint small">
          {values.kind === "none" ? "It runs when somebody asks." : "It would not run again."}
        </p>
      )}
      {paused && <p className="faint small">It is paused; these hold once it goes on.</p>}
      {preview.data && (
        <p className="faint small form-aside">
          On {preview.data.machines.length} {preview.data.machines.length === 1 ? "machine" : "machines"} as things
          stand.
        </p>
      )}
      {save.error !== undefined && <ProblemNotice error={save.error} />}
    </section>
  );
}
