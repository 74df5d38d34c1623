import { isApproved } from "../approvals/is-approved.ts";
import { isOctopusError } from "../kernel/errors.ts";
import type { Actor } from "../model/user.ts";
import type { Writer } from "../store/rows.ts";
import type { RunRow } from "../store/tables/run-table.ts";
import type { TaskPreview, TaskRequest } from "./task-request.ts";
import type { TaskService } from "./task-service.ts";

export interface JudgeDeps {
  readonly tasks: Pick<TaskService, "preview">;
  /** The person behind a run as an actor; undefined when gone or disabled. */
  ownerOf(writer: Writer, userId: string): Promise<Actor | undefined>;
}

/** The person behind a run, or a sentence where there is nobody any more. */
export async function personBehind(
  { ownerOf }: JudgeDeps,
  writer: Writer,
  run: Pick<RunRow, "requested_by" | "requested_by_name">,
): Promise<Actor | string> {
  const owner = await ownerOf(writer, run.requested_by);
  return owner ?? `${run.requested_by_name}, who asked for it, is disabled or gone.`;
}

interface Following {
  readonly actor: Actor;
  /** What it follows, or checks: a second person may have said yes to all of it. */
  readonly run: RunRow;
  readonly request: TaskRequest;
}

/** By the same preview as a request of that person: rights and machines are those of this moment. A sentence: why not. */
export async function judgeFollower(
  { tasks }: JudgeDeps,
  writer: Writer,
  { actor, run, request }: Following,
): Promise<TaskPreview | string> {
  const preview = previewed(tasks, actor, request);
  if (typeof preview === "string") return preview;
  const { access } = preview;
  if (!access.allowed && !(access.approval && (await isApproved(writer, run)))) {
    return `${actor.name} may no longer do this: ${access.why}.`;
  }
  return preview.problems.length > 0 ? preview.problems.join(" ") : preview;
}

/** A sentence where it cannot even be looked at: its plugin was removed. */
function previewed(tasks: JudgeDeps["tasks"], actor: Actor, request: TaskRequest): TaskPreview | string {
  try {
    return tasks.preview(actor, request);
  } catch (error) {
    if (isOctopusError(error)) return error.message;
    throw error;
  }
}
