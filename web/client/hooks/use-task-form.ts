import { useState } from "react";
import type { TaskChangeDto, TaskDto, TaskPreviewDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { useSession } from "../api/session.tsx";
import type { FormErrors, FormValues } from "../model/task-form/form-values.ts";
import { problemField } from "../model/task-form/problem-field.ts";
import { formOf, readTaskForm } from "../model/task-form/read-task-form.ts";
import { type Action, useAction } from "./use-action.ts";
import { type Resource, useResource } from "./use-resource.ts";
import { useSettled } from "./use-settled.ts";

const QUIET_MS = 250;

export interface TaskForm {
  readonly values: FormValues;
  readonly put: (part: Partial<FormValues>) => void;
  /** Beside their fields, the page's own and the server's. */
  readonly errors: FormErrors;
  /** The server's sentences that belong to no field. */
  readonly problems: readonly string[];
  readonly preview: Resource<TaskPreviewDto | undefined>;
  readonly changed: boolean;
  readonly canSave: boolean;
  readonly save: Action<[]>;
}

/** What stands in the form of a task, held against the server while it is typed, and saved when it is whole. */
export function useTaskForm(task: TaskDto, saved: () => void): TaskForm {
  const { timeZone } = useSession();
  // What others change meanwhile must not move what somebody is typing.
  const [shown] = useState(task);
  const [values, setValues] = useState(() => formOf(shown, timeZone));
  const read = readTaskForm(values, shown, timeZone);
  const change = "change" in read ? read.change : undefined;
  const asked = useSettled(change && JSON.stringify({ policy: shown.policy, ...change }), QUIET_MS);
  const preview = useResource(`preview ${shown.id} ${asked}`, async (signal) => {
    if (asked === undefined) return undefined;
    const body = JSON.parse(asked) as TaskChangeDto;
    return await call("task.preview-change", { params: { id: shown.id }, body, signal });
  });
  const save = useAction(async () => {
    if (!change) return;
    // A policy is saved whole: saving an old one would take back what somebody else set meanwhile.
    await call("task.change", { params: { id: shown.id }, body: { ...change, version: shown.version } });
    saved();
  });
  const told = change ? sorted(preview.data?.problems ?? [], values) : { errors: {}, problems: [] };
  const changed = change === undefined || Object.keys(change).length > 0;
  const upToDate = change !== undefined && asked === JSON.stringify({ policy: shown.policy, ...change });
  return {
    values,
    put: (part) => setValues((before) => ({ ...before, ...part })),
    errors: "errors" in read ? read.errors : told.errors,
    problems: told.problems,
    preview,
    changed,
    canSave: changed && upToDate && preview.data?.problems.length === 0 && preview.data.allowed,
    save,
  };
}

function sorted(problems: readonly string[], values: FormValues): { errors: FormErrors; problems: readonly string[] } {
  const errors: Partial<Record<keyof FormValues, string>> = {};
  const rest: string[] = [];
  for (const problem of problems) {
    const field = problemField(problem, values);
    if (field) errors[field] ??= problem;
    else rest.push(problem);
  }
  return { errors, problems: rest };
}
