import type { TaskForm } from "../../hooks/use-task-form.ts";
import { FormChoice } from "./form-choice.tsx";
import { FormText } from "./form-text.tsx";

interface Props {
  readonly form: TaskForm;
}

const MISFIRE = [
  ["", "Run the last missed time (default)"],
  ["last", "Run the last missed time"],
  ["all", "Run every missed time"],
  ["skip", "Run none of them"],
] as const;
const OVERLAP = [
  ["", "Skip the new one (default)"],
  ["skip", "Skip the new one"],
  ["queue", "Wait until it has ended"],
  ["replace", "Stop it and start anew"],
  ["allow", "Run both"],
] as const;

/** What becomes of times that cannot be kept: late, doubled, or without a machine. */
export function TimingFields({ form }: Props) {
  return (
    <fieldset className="form-part">
      <legend>Late, or still running</legend>
      <FormChoice form={form} name="misfire" label="When times were missed" choices={MISFIRE} />
      <FormText
        form={form}
        name="lateLimit"
        label="Made up for while at most this late"
        placeholder="1 h"
        hint="Later than that it is skipped."
      />
      <FormChoice form={form} name="overlap" label="While one still runs" choices={OVERLAP} />
      <FormText
        form={form}
        name="jitter"
        label="Spread starts over"
        placeholder="not spread"
        hint="Each start comes up to this much later."
      />
      <FormText form={form} name="waitForMachine" label="Wait for a machine that is away" placeholder="10 min" />
    </fieldset>
  );
}
