import type { TaskForm } from "../../hooks/use-task-form.ts";
import type { FormField } from "../../model/task-form/form-values.ts";
import { Field } from "../field.tsx";

interface Props {
  readonly form: TaskForm;
  readonly name: FormField;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly type?: "text" | "time" | "datetime-local";
  readonly mono?: boolean;
}

/** One field of the form of a task, with what is wrong about it. */
export function FormText({ form, name, label, hint, placeholder, type = "text", mono = false }: Props) {
  return (
    <Field
      label={label}
      hint={hint}
      error={form.errors[name]}
      type={type}
      className={mono ? "mono" : ""}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      value={form.values[name]}
      onChange={(event) => form.put({ [name]: event.target.value })}
    />
  );
}
