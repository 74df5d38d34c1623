import { type Randomness, randomId } from "../../core/kernel/randomness.ts";
import type { Writer } from "../../core/store/rows.ts";
import { type ConversationRow, conversationTable } from "../../core/store/tables/conversation-table.ts";
import { type ConversationContext, encodeContext } from "./conversation-context.ts";

interface Wanted {
  readonly channel: string;
  /** Begins the address of every conversation there; for "web" it is the whole address. */
  readonly base: string;
  readonly userId: string;
  /** Tells threads of one place apart. */
  readonly name: string;
  readonly title: string;
  /** What "why" and "the first one" mean in answers to it. */
  readonly context: ConversationContext;
}

/** A thread that begins with a message nobody asked for just now, in the unit; in the console the one there is goes on. */
export async function noticeThread(
  writer: Writer,
  randomness: Randomness,
  { channel, base, userId, name, title, context }: Wanted,
  now: number,
): Promise<string> {
  const isWeb = channel === "web";
  const address = isWeb ? base : `${base}/notice:${name}`;
  const [known] = await writer.select(conversationTable, { where: { channel, address } });
  if (known) {
    const change = { context: { ...known.context, ...encodeContext(context) }, updated_at: now };
    await writer.update(conversationTable, { id: known.id }, change);
    return known.id;
  }
  const row: ConversationRow = {
    id: randomId("cnv", randomness),
    channel,
    address,
    user_id: userId,
    title: isWeb ? "Notices" : title.slice(0, 80),
    context: encodeContext(context),
    created_at: now,
    updated_at: now,
  };
  await writer.insert(conversationTable, [row]);
  return row.id;
}
