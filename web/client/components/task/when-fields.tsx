import type { TaskForm } from "../../hooks/use-task-form.ts";
import { DayPicker } from "./day-picker.tsx";
import { FormChoice } from "./form-choice.tsx";
import { FormText } from "./form-text.tsx";

const NONE = ["none", "When somebody asks"] as const;
const KINDS = [
  ["daily", "At a time of day"],
  ["interval", "Every so often"],
  ["once", "Once"],
  ["cron", "Cron text"],
  ["rrule", "Recurrence rule"],
] as const;

/** When it runs: only the fields of the chosen kind. */
export function WhenFields({ form, scheduled }: { readonly form: TaskForm; readonly scheduled: boolean }) {
  const { kind } = form.values;
  return (
    <fieldset className="form-part">
      <legend>When</legend>
      <FormChoice form={form} name="kind" label="It runs" choices={scheduled ? KINDS : [NONE, ...KINDS]} />
      <Rhythm form={form} />
      {kind !== "none" && <FormText form={form} name="tz" label="Time zone" placeholder="Europe/Berlin" />}
      {kind !== "none" && kind !== "once" && (
        <>
          <FormText form={form} name="start" type="datetime-local" label="Not before" />
          <FormText form={form} name="end" type="datetime-local" label="Ends before" />
          <FormText form={form} name="count" label="At most this often" placeholder="without end" />
        </>
      )}
    </fieldset>
  );
}

function Rhythm({ form }: { readonly form: TaskForm }) {
  switch (form.values.kind) {
    case "daily":
      return (
        <>
          <FormText form={form} name="time" type="time" label="At" />
          <DayPicker value={form.values.days} change={(days) => form.put({ days })} error={form.errors.days} />
        </>
      );
    case "interval":
      return <FormText form={form} name="every" label="Every" hint="Such as 15 min, 2 h or 1 day." />;
    case "once":
      return <FormText form={form} name="at" type="datetime-local" label="At" />;
    case "cron":
      return (
        <FormText
          form={form}
          name="cron"
          mono
          label="Cron text"
          hint="Minute, hour, day, month, weekday (0 is Sunday)."
        />
      );
    case "rrule":
      return (
        <FormText
          form={form}
          name="rrule"
          mono
          label="Rule"
          hint="RFC 5545, such as FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9."
        />
      );
    default:
      return null;
  }
}
