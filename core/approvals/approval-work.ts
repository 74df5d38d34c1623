import { canonicalJson, type JsonObject } from "../kernel/json.ts";
import { type Decoded, validator } from "../kernel/validator.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import type { ApprovalGrant } from "../tasks/assert-possible.ts";
import { hashOf, planHash } from "../tasks/plan-hash.ts";
import { RUN_SUBSETS, type RunSubset } from "../tasks/subset-request.ts";
import type { TaskPreview, TaskRequest } from "../tasks/task-request.ts";
import type { CreatedTask, TaskChange, TaskService } from "../tasks/task-service.ts";

interface NewWork {
  readonly kind: "create";
  /** A task that is cancelled in the same unit. */
  readonly replaces?: string;
}

/**
 * `plugins`: digests of what would run, of the first action and of each step; undefined before they were kept.
 *
 * What somebody wants done, in a form that can be kept until another person says yes. `request` is what it comes to. */
export type ApprovalWork = { readonly request: TaskRequest; readonly plugins?: readonly string[] } & (
  | NewWork
  | { readonly kind: "again"; readonly taskId: string; readonly trigger: "request" | "again" }
  | { readonly kind: "retry"; readonly runId: string; readonly subset: RunSubset }
  | { readonly kind: "update"; readonly taskId: string; readonly change: TaskChange; readonly version: number }
);

const text = { type: "string" };
const decode = validator<ApprovalWork>({
  type: "object",
  required: ["kind", "request"],
  properties: {
    kind: { enum: ["create", "again", "retry", "update"] },
    request: {
      type: "object",
      required: ["action", "params", "targets", "policy", "then", "text"],
      properties: { action: text, params: { type: "object" }, targets: { type: "object" }, text },
    },
    taskId: text,
    trigger: { enum: ["request", "again"] },
    runId: text,
    replaces: text,
    subset: { enum: [...RUN_SUBSETS] },
    change: { type: "object" },
    version: { type: "integer" },
    plugins: { type: "array", items: text },
  },
});

export function decodeWork(value: unknown): Decoded<ApprovalWork> {
  return decode(value);
}

/** For the database: fields that are undefined are left out. */
export function encodeWork(work: ApprovalWork): JsonObject {
  return JSON.parse(JSON.stringify(work)) as JsonObject;
}

/** The work as it is kept: with the request as it was planned, in which every secret is sealed, and what runs it. Pure. */
export function keptWork(work: ApprovalWork, preview: TaskPreview): ApprovalWork {
  const { request } = preview;
  const kept = { ...work, request, plugins: pluginsOf(preview) };
  if (kept.kind !== "update" || kept.change.params === undefined) return kept;
  return { ...kept, change: { ...kept.change, params: request.params } };
}

/** What runs it, step by step. Pure. */
export function pluginsOf({ pluginDigest, steps }: Pick<TaskPreview, "pluginDigest" | "steps">): readonly string[] {
  return [pluginDigest, ...steps.map((step) => step.pluginDigest)];
}

/** Of two that would have the same effect: whether it would be done to the same task or run. Pure. */
export function isSameWork(kept: JsonObject, work: ApprovalWork): boolean {
  const { plugins: _by, request: _effect, ...meant } = encodeWork(work);
  const { plugins: _then, request: _kept, ...before } = kept;
  return canonicalJson(before) === canonicalJson(meant);
}

/** What a confirmation counts for: this effect, on the task or run that it is done to or takes the place of. Pure. */
export function workHash(preview: TaskPreview, work: ApprovalWork): string {
  const { plugins: _by, request: _effect, ...meant } = encodeWork(work);
  return hashOf({ ...meant, plan: planHash(preview) });
}

/** Does it in the unit, as this person, by the rights of this moment; with a grant, also what another must agree to. */
export async function performWork(
  tasks: Pick<TaskService, "create" | "cancel" | "runNow" | "retryRun" | "update">,
  writer: Writer,
  actor: Actor,
  work: ApprovalWork,
  grant?: ApprovalGrant,
): Promise<CreatedTask> {
  const { conversationId } = work.request;
  const where = conversationId === undefined ? {} : { conversationId };
  switch (work.kind) {
    case "create":
      if (work.replaces !== undefined) await tasks.cancel(writer, actor, work.replaces);
      return await tasks.create(writer, actor, work.request, grant);
    case "again":
      return await tasks.runNow(writer, actor, work.taskId, { ...where, trigger: work.trigger }, grant);
    case "retry":
      return await tasks.retryRun(writer, actor, work.runId, { ...where, subset: work.subset }, grant);
    default: {
      const task = await tasks.update(writer, actor, work.taskId, work.change, work.version, grant);
      return { task, run: undefined, executions: [] };
    }
  }
}
