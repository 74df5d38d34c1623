import type { Task } from "../model/task.ts";
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
