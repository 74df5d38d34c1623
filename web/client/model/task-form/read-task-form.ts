import type { TaskChangeDto, TaskDto } from "../../../contract/task.ts";
import type { FormErrors, FormValues } from "./form-values.ts";
import { policyValues, readPolicy } from "./policy-fields.ts";
import { readSchedule, SCHEDULE_FIELDS, scheduleValues } from "./schedule-fields.ts";

type Form = Pick<TaskDto, "schedule" | "policy">;

/** What the form shows for a task; a schedule that it has none of yet begins in this zone. */
export function formOf(task: Form, timeZone: string): FormValues {
  return { ...scheduleValues(task.schedule, timeZone), ...policyValues(task.policy) };
}

/**
 * What the form would change of the task: nothing where nothing was touched. A schedule that was not touched is left
 * out, because a new one starts counting anew.
 */
export function readTaskForm(
  values: FormValues,
  task: Form,
  timeZone: string,
): { readonly change: Pick<TaskChangeDto, "schedule" | "policy"> } | { readonly errors: FormErrors } {
  const before = formOf(task, timeZone);
  const touched = SCHEDULE_FIELDS.some((field) => values[field] !== before[field]);
  const timed = touched ? readSchedule(values) : { schedule: undefined };
  const read = readPolicy(values, task.policy);
  if ("errors" in timed || "errors" in read) {
    return { errors: { ...("errors" in timed ? timed.errors : {}), ...("errors" in read ? read.errors : {}) } };
  }
  const samePolicy = JSON.stringify(read.policy) === JSON.stringify(task.policy);
  return {
    change: {
      ...(timed.schedule && { schedule: timed.schedule }),
      ...(samePolicy ? {} : { policy: read.policy }),
    },
  };
}
