import type { ConversationServices } from "../services.ts";
import type { Turn } from "../turn.ts";
import { findTask } from "./find-task.ts";

/** What was named, in capitals where it is an id; a bare number is what the sentence calls it, else a run. */
export function saidRef({ frame, incoming }: Pick<Turn, "frame" | "incoming">): string | undefined {
  const { ref } = frame;
  if (ref === undefined) return undefined;
  if (/^[TRE]-\d+$/i.test(ref)) return ref.toUpperCase();
  if (!/^\d+$/.test(ref)) return ref;
  const kind = /\b(task|schedule|execution|run)\s+#?\d/i.exec(incoming.text)?.[1]?.toLowerCase();
  if (kind === "task" || kind === "schedule" || (kind === undefined && frame.intent.startsWith("task.")))
    return `T-${ref}`;
  return kind === "execution" ? `E-${ref}` : `R-${ref}`;
}

/** The run that is meant: by R- or E- id, a task's last one, or the one talked about last. */
export async function findRunId(
  turn: Turn,
  services: Pick<ConversationServices, "runQueries" | "taskQueries">,
): Promise<string | undefined> {
  const { context, conversationId } = turn;
  const said = saidRef(turn);
  const ref = said ?? context.lastRun ?? context.lastTask;
  if (ref === undefined) return await lastRun({ conversationId }, services);
  if (ref.startsWith("R-")) return ref;
  if (ref.startsWith("E-")) return (await services.runQueries.getExecution(ref)).runId;
  const found = await findTask(ref, turn, services);
  const ofTask = "task" in found ? await lastRun({ taskId: found.task.id }, services) : undefined;
  // A schedule that was only just made has no run yet; "why?" then means what ran here before it.
  return ofTask ?? (said === undefined ? await lastRun({ conversationId }, services) : undefined);
}

async function lastRun(
  filter: { readonly taskId: string } | { readonly conversationId: string },
  { runQueries }: Pick<ConversationServices, "runQueries">,
): Promise<string | undefined> {
  return (await runQueries.listRuns(filter, { limit: 1 })).items[0]?.id;
}
