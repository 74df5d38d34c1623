import type { TaskForm } from "../../hooks/use-task-form.ts";
import type { FormField } from "../../model/task-form/form-values.ts";
import { SelectField } from "../select-field.tsx";

interface Props {
  readonly form: TaskForm;
  readonly name: FormField;
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly (readonly [string, string])[];
}

/** One choice of the form of a task. */
export function FormChoice({ form, name, label, hint, choices }: Props) {
  return (
    <SelectField
      label={label}
      hint={hint}
      error={form.errors[name]}
      value={form.values[name]}
      change={(value) => form.put({ [name]: value })}
      choices={choices}
    />
  );
}
