import type { TaskForm } from "../../hooks/use-task-form.ts";
import { FormChoice } from "./form-choice.tsx";
import { FormText } from "./form-text.tsx";

interface Props {
  readonly form: TaskForm;
}

const BACKOFF = [
  ["", "Default"],
  ["fixed", "The same each time"],
  ["exponential", "Longer each time"],
] as const;

/** What happens when a run fails or takes too long. */
export function FailureFields({ form }: Props) {
  return (
    <fieldset className="form-part">
      <legend>When it fails</legend>
      <FormText form={form} name="timeout" label="Give up a run after" placeholder="what its action says" />
      <FormText form={form} name="retries" label="Try again this often" placeholder="0" hint="Where that is safe." />
      <FormText form={form} name="retryDelay" label="Wait before trying again" placeholder="some seconds" />
      <FormChoice
        form={form}
        name="backoff"
        label="That wait is"
        hint="By default longer each time, or exactly as said."
        choices={BACKOFF}
      />
      <FormText
        form={form}
        name="pauseAfter"
        label="Pause after failures in a row"
        placeholder="never"
        hint="It says so where the task was asked for."
      />
    </fieldset>
  );
}
