import type { Policy } from "../model/policy.ts";
import type { Task } from "../model/task.ts";
import { keepSecrets } from "../secrets/seal-request.ts";
import type { TaskRequest } from "./task-request.ts";

/** What would make this task once more. */
export function requestOf({
  name,
  action,
  params,
  targets,
  schedule,
  policy,
  then,
  text,
  conversationId,
}: Task): TaskRequest {
  return {
    name,
    action,
    params,
    targets,
    ...(schedule && { schedule }),
    policy,
    then,
    text,
    ...(conversationId !== undefined && { conversationId }),
  };
}

/** What would make the task as it is after the change. Secrets that came back hidden stay as they were. */
export function changedRequest(task: Task, change: Partial<TaskRequest>): TaskRequest {
  const { params, policy } = change;
  return {
    ...requestOf(task),
    ...change,
    ...(params && { params: keepSecrets(params, task.params) }),
    ...(policy && { policy: keptCheck(policy, task.policy) }),
  };
}

function keptCheck(policy: Policy, before: Policy): Policy {
  const { check } = policy;
  if (!check?.params || check.action !== before.check?.action) return policy;
  return { ...policy, check: { ...check, params: keepSecrets(check.params, before.check.params ?? {}) } };
}
