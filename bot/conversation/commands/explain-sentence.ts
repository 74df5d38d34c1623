import type { Card } from "../../../core/model/card.ts";
import { messageTable } from "../../../core/store/tables/conversation-table.ts";
import { decodeAsked, QuestionLog } from "../question-log.ts";
import { infoCard } from "../replies/simple-cards.ts";
import type { ConversationServices } from "../services.ts";
import { answerWith, type Turn } from "../turn.ts";
import type { Command } from "./command.ts";
import { explainRun } from "./explain-run.ts";

/** "explain R-92" is about a run; "explain that", "how did you read that", "explain 'restart nginx'" about the reading. */
export const explainSentence: Command = async (turn, services) => {
  const { ref } = turn.frame;
  if (ref !== undefined && /^[TRE]-?\d+$/i.test(ref)) return await explainRun(turn, services);
  const text = await meantText(turn, services);
  if (text === undefined) return answerWith(infoCard("Nothing was said in this conversation before"));
  return answerWith(await readingCard(text, turn, services));
};

async function meantText(turn: Turn, { store }: ConversationServices): Promise<string | undefined> {
  const { conversationId, frame } = turn;
  if (frame.ref !== undefined && /^P-\d+$/i.test(frame.ref)) {
    const row = await new QuestionLog(store).get(frame.ref.toUpperCase());
    const asked = row?.conversation_id === conversationId ? decodeAsked(row) : undefined;
    if (asked?.ok) return asked.value.text;
  }
  if (frame.ref !== undefined) return frame.ref;
  const where = { conversation_id: conversationId, direction: "in" };
  const newestFirst = [{ column: "seq", descending: true }] as const;
  return (await store.select(messageTable, { where, orderBy: newestFirst, limit: 1 }))[0]?.text;
}

async function readingCard(text: string, turn: Turn, services: ConversationServices): Promise<Card> {
  const { timeZone, now, incoming, context } = turn;
  const { lastFrame, lastTask, lastRun } = context;
  const known = { ...(lastFrame && { lastFrame }), ...(lastTask && { lastTask }), ...(lastRun && { lastRun }) };
  const catalog = await services.catalog.current();
  const reading = services.explain(text, catalog, { now, timeZone, addressed: incoming.addressed, ...known });
  const rows = reading.parts.map(({ text: part, slot }) => [part, slot]);
  const lines = [
    `Meaning: ${reading.meaning} (score ${reading.score.toFixed(2)}).`,
    reading.why,
    ...reading.alternatives.map((one) => `Not taken: ${one.meaning} (${one.score.toFixed(2)}).`),
  ];
  return infoCard(`How I read "${text.length > 120 ? `${text.slice(0, 119)}…` : text}"`, lines, {
    ...(rows.length > 0 && { table: { columns: ["Words", "Taken for"], rows } }),
    ...(reading.assumed.length > 0 && { assumed: reading.assumed }),
  });
}
