import type { Task } from "../../core/model/task.ts";
import { hideSealed } from "../../core/secrets/hide-sealed.ts";
import type { TaskPreview, TaskRequest } from "../../core/tasks/task-request.ts";
import type { TaskChange } from "../../core/tasks/task-service.ts";
import type { TaskChangeDto, TaskDto, TaskPreviewDto, TaskRequestDto } from "../contract/task.ts";
import { withoutUndefined } from "./without-undefined.ts";

export function taskDto(task: Task): TaskDto {
  return withoutUndefined({
    ...hideSealed(task),
    type: typeOf(task),
    ownership: ownershipOf(task),
    status: statusOf(task),
  });
}

function typeOf({ schedule }: Task): TaskDto["type"] {
  if (!schedule) return "Adhoc";
  return schedule.kind === "interval" ? "Interval" : "Scheduled";
}

function ownershipOf({ policy, targets }: Task): TaskDto["ownership"] {
  if (policy.pick === 1) return "Anyone";
  return targets.include.includes("all") && targets.exclude.length === 0 ? "ALL" : "Specific";
}

function statusOf({ state, firedCount }: Task): TaskDto["status"] {
  if (state === "finished" || state === "cancelled") return "Done";
  return firedCount === 0 ? "Created" : "Active";
}

export function taskRequest(dto: TaskRequestDto): TaskRequest {
  return {
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: [],
    policy: {},
    ...(dto as Omit<TaskRequestDto, "params">),
    params: (dto.params ?? {}) as TaskRequest["params"],
    text: "",
  } as TaskRequest;
}

export function taskChange({ version: _seen, ...change }: TaskChangeDto): TaskChange {
  return change as TaskChange;
}

export function previewDto(preview: TaskPreview): TaskPreviewDto {
  const { access, machines, nextRuns, problems, request, risk, unmatched } = preview;
  return withoutUndefined({
    action: request.action,
    risk,
    machines: machines.map(({ id, name, liveness }) => ({ id, name, online: liveness === "online" })),
    unmatched,
    allowed: access.allowed,
    why: access.allowed ? undefined : access.why,
    nextRuns,
    problems,
  });
}
