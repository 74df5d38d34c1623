import type { Frame } from "../../core/model/frame.ts";
import type { PendingRow } from "../../core/store/tables/conversation-table.ts";
import { approvalCommand } from "./approval-command.ts";
import { answerApproval } from "./commands/answer-approval.ts";
import type { ResolvedTurn } from "./resolved-turn.ts";
import type { ConversationServices } from "./services.ts";
import type { Turn } from "./turn.ts";

/** What is done is in the service's own audit rows; the frame only stands where one must. */
const ANSWER: Frame = { intent: "confirm", outcome: "act", spans: [], score: 1, said: [] };
const TAKES_BACK = ["deny", "execution.cancel", "task.cancel"];

/**
 * "approve A-3", "refuse it, too risky": about somebody's request. A bare "approve" where a question to this very person
 * is open answers that question, as it always has. Undefined: not about an approval.
 */
export async function saidOfApproval(
  blank: Omit<Turn, "frame">,
  services: ConversationServices,
): Promise<ResolvedTurn | undefined> {
  const command = approvalCommand(blank.incoming.text);
  if (!command) return undefined;
  const userId = blank.incoming.actor.userId ?? "";
  const isAsked = blank.open.some((row) => row.user_id === userId && row.kind === "confirm");
  if (isAsked && command.id === undefined && command.note === "") return undefined;
  const turn: Turn = { ...blank, frame: ANSWER };
  const resolution = await answerApproval(turn, services, command);
  return resolution && { turn, resolution };
}

/** "never mind", "cancel that" by the person whose request waits here, and who means nothing else by it. */
export async function withdrawsApproval(
  turn: Turn,
  mine: readonly PendingRow[],
  services: ConversationServices,
): Promise<ResolvedTurn | undefined> {
  const { context, frame, incoming } = turn;
  const { lastApproval: id } = context;
  const isMeant = TAKES_BACK.includes(frame.intent) && frame.ref === undefined && frame.outcome !== "ignore";
  if (!isMeant || id === undefined || mine.length > 0) return undefined;
  const pending = await services.approvalQueries.pending(turn.now);
  const waits = pending.find(({ approval }) => approval.id === id && approval.askerId === incoming.actor.userId);
  if (!waits) return undefined;
  const said: Turn = { ...turn, frame: ANSWER };
  const resolution = await answerApproval(said, services, { verb: "withdraw", id, note: "" });
  return resolution && { turn: said, resolution };
}
