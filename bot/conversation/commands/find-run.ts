import type { ConversationServices } from "../services.ts";
import type { Turn } from "../turn.ts";

/** The run that is meant: R- or E- id, a task's last one, or the one talked about last. */
export async function findRunId(
  turn: Turn,
  services: Pick<ConversationServices, "runQueries">,
): Promise<string | undefined> {
  const { frame, context, conversationId } = turn;
  const ref = frame.ref ?? context.lastRun;
  if (ref !== undefined && /^R-\d+$/i.test(ref)) return ref.toUpperCase();
  if (ref !== undefined && /^E-\d+$/i.test(ref))
    return (await services.runQueries.getExecution(ref.toUpperCase())).runId;
  const taskId = ref ?? context.lastTask;
  if (taskId !== undefined && /^T-\d+$/i.test(taskId)) {
    const ofTask = await services.runQueries.listRuns({ taskId: taskId.toUpperCase() }, { limit: 1 });
    return ofTask.items[0]?.id;
  }
  if (ref !== undefined && /^\d+$/.test(ref)) return `R-${ref}`;
  return (await services.runQueries.listRuns({ conversationId }, { limit: 1 })).items[0]?.id;
}
