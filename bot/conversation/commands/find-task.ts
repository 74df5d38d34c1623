import type { Card } from "../../../core/model/card.ts";
import { LARGEST_PAGE_SIZE } from "../../../core/model/page.ts";
import type { Task } from "../../../core/model/task.ts";
import { nearestNames } from "../nearest-names.ts";
import { infoCard, questionCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import type { Turn } from "../turn.ts";

/** The task that is meant by an id, a bare number or a name, or a card that says why there is not exactly one. */
export async function findTask(
  ref: string,
  turn: Turn,
  services: Pick<ConversationServices, "taskQueries" | "runQueries">,
): Promise<{ readonly task: Task } | { readonly card: Card }> {
  const { taskQueries } = services;
  if (/^(t-)?\d+$/i.test(ref)) return { task: await taskQueries.get(`T-${ref.replace(/^t-/i, "")}`) };
  const named = (await taskQueries.findByName(ref)).filter((task) => task.state !== "cancelled");
  const mine = named.filter((task) => task.ownerId === turn.incoming.actor.userId);
  const live = (mine.length > 0 ? mine : named).filter((task) => task.state === "active" || task.state === "paused");
  const [only, second] = live.length > 0 ? live : named;
  if (only && !second) return { task: only };
  if (only) {
    const ids = [...(live.length > 0 ? live : named)].slice(0, 6).map((task) => `${task.id}`);
    return { card: questionCard(`Several tasks are called "${ref}"`, [], [`Say which: ${ids.join(", ")}.`]) };
  }
  const done = await doneHere(ref, turn, services);
  if (done !== undefined) return { task: await taskQueries.get(done) };
  const all = (await taskQueries.list({}, { limit: 200 })).items.map((task) => task.name);
  const near = nearestNames(ref, [...new Set(all)]);
  const lines = near.length > 0 ? [`Closest: ${near.join(", ")}.`] : ['Say "list tasks" to see them.'];
  return { card: infoCard(`I know no task "${ref}"`, lines) };
}

/** "the backup": the latest of this conversation whose action is of that family, by what ran here and nowhere else. */
async function doneHere(
  ref: string,
  { conversationId }: Turn,
  { runQueries }: Pick<ConversationServices, "runQueries">,
): Promise<string | undefined> {
  const { items } = await runQueries.listRuns({ conversationId }, { limit: LARGEST_PAGE_SIZE });
  return items.find((run) => run.action.split(".")[0] === ref.toLowerCase())?.taskId;
}
