import type { ApprovalView } from "../../core/approvals/approval-queries.ts";
import { decideAccess } from "../../core/model/permission.ts";
import { messageTable } from "../../core/store/tables/conversation-table.ts";
import { approverTopic, askerTopic, ESCALATED } from "./approval-topics.ts";
import type { ConversationServices } from "./services.ts";
import type { Turn } from "./turn.ts";

interface OpenApprovals {
  /** Those whose card stands in this conversation. */
  readonly here: readonly ApprovalView[];
  /** The others that this person asked for, or could answer. */
  readonly elsewhere: readonly ApprovalView[];
}

/** What waits for an answer and this person has to do with. */
export async function openApprovals(
  { conversationId, incoming, now }: Pick<Turn, "conversationId" | "incoming" | "now">,
  { approvalQueries, approvalRoom, store }: ConversationServices,
): Promise<OpenApprovals> {
  const { actor } = incoming;
  const pending = await approvalQueries.pending(now);
  if (pending.length === 0) return { here: [], elsewhere: [] };
  const places = [String(actor.userId), ESCALATED, ...(approvalRoom === undefined ? [] : [approvalRoom])];
  const topicsOf = (id: string) => [askerTopic(id), ...places.map((place) => approverTopic(id, place))];
  const topics = pending.flatMap(({ approval }) => topicsOf(approval.id));
  const where = { conversation_id: conversationId, topic: { in: topics } };
  const shown = new Set((await store.select(messageTable, { where })).map(({ topic }) => topic));
  const isHere = ({ approval }: ApprovalView) => topicsOf(approval.id).some((topic) => shown.has(topic));
  const decides = decideAccess(actor, { name: "approval.decide" }).allowed;
  const concerns = ({ approval }: ApprovalView) => decides || approval.askerId === actor.userId;
  return { here: pending.filter(isHere), elsewhere: pending.filter((one) => !isHere(one) && concerns(one)) };
}
