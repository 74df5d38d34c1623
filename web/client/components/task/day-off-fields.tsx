import { call } from "../../api/call.ts";
import { useResource } from "../../hooks/use-resource.ts";
import type { TaskForm } from "../../hooks/use-task-form.ts";
import { FormChoice } from "./form-choice.tsx";
import { FormText } from "./form-text.tsx";

interface Props {
  readonly form: TaskForm;
}

/** Days on which nothing fires. */
export function DayOffFields({ form }: Props) {
  const calendars = useResource("calendars", (signal) => call("calendar.list", { signal }));
  const names = (calendars.data?.items ?? []).map(({ name }) => name);
  const { calendar } = form.values;
  const known = calendar === "" || names.includes(calendar) ? names : [...names, calendar];
  return (
    <fieldset className="form-part">
      <legend>Days off</legend>
      <FormChoice
        form={form}
        name="calendar"
        label="Leave out the days of"
        choices={[["", "No calendar"] as const, ...known.map((name) => [name, name] as const)]}
      />
      <FormText form={form} name="skipDates" label="And these dates" placeholder="2026-12-24, 2026-12-31" />
    </fieldset>
  );
}
