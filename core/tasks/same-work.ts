import { canonicalJson } from "../kernel/json.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";

/** What is done where; not when, which of its times are called off, nor what it is called. Pure. */
export function definitionOf({ action, params, targets, policy, then }: Omit<TaskRequest, "text">): string {
  const { skipTimes: _calledOff, ...rest } = policy;
  return canonicalJson({ action, params, targets, policy: rest, then });
}

/**
 * The preview of a change, as far as it needs another person's yes: a new name, or a time that is called off, needs none,
 * because whatever the task does was approved, or is asked about when it is due. Pure.
 */
export function withoutNeedlessApproval(before: TaskRequest, preview: TaskPreview): TaskPreview {
  const { access, request } = preview;
  if (access.allowed || !access.approval) return preview;
  const whole = (one: TaskRequest): string => `${definitionOf(one)} ${canonicalJson(one.schedule ?? null)}`;
  if (whole(before) !== whole(request)) return preview;
  return { ...preview, access: { allowed: true, rule: "same-work" } };
}
