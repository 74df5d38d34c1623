import type { TaskForm } from "../../hooks/use-task-form.ts";
import { FormChoice } from "./form-choice.tsx";
import { FormText } from "./form-text.tsx";

interface Props {
  readonly form: TaskForm;
}

const PRIORITY = [
  ["", "Normal (default)"],
  ["high", "High"],
  ["normal", "Normal"],
  ["low", "Low"],
] as const;

/** How a run goes over its machines. */
export function RolloutFields({ form }: Props) {
  return (
    <fieldset className="form-part">
      <legend>Several machines</legend>
      <FormText
        form={form}
        name="pick"
        label="Only some of them"
        placeholder="all"
        hint="Such as 1 or 50%: any of them."
      />
      <FormText form={form} name="concurrency" label="At a time" placeholder="all at once" hint="Such as 2 or 25%." />
      <FormText form={form} name="stagger" label="Wait between them" placeholder="not at all" />
      <FormText
        form={form}
        name="canary"
        label="Machines to try first"
        placeholder="none"
        hint="The others wait until these succeeded."
      />
      <FormText
        form={form}
        name="stopAfter"
        label="Stop when more fail than"
        placeholder="never"
        hint="Such as 0, 2 or 10%."
      />
      <FormChoice form={form} name="priority" label="Priority" choices={PRIORITY} />
    </fieldset>
  );
}
