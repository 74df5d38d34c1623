import type { Reader, Writer } from "../store/rows.ts";
import { unmatchedTable } from "../store/tables/alias-table.ts";

/** A sentence that was said and not understood, however often. */
export interface UnmatchedSentence {
  readonly text: string;
  readonly count: number;
  /** Epoch ms. */
  readonly lastAt: number;
  readonly conversationId: string;
}

const LONGEST_TEXT = 500;
const LOOKED_AT = 5_000;
const SHOWN = 100;

interface Unmatched {
  readonly text: string;
  readonly userId: string | undefined;
  readonly conversationId: string;
  readonly at: number;
}

/** Notes a message to the bot that it did not understand, in the unit of the message. */
export async function noteUnmatched(writer: Writer, { text, userId, conversationId, at }: Unmatched): Promise<void> {
  const seq = await writer.next("unmatched");
  const row = { seq, text: text.slice(0, LONGEST_TEXT), user_id: userId ?? null, conversation_id: conversationId, at };
  await writer.insert(unmatchedTable, [row]);
}

/** What the language should learn next: sentences that differ in case and spaces only count as one; most frequent first. */
export async function unmatchedSentences(reader: Reader): Promise<readonly UnmatchedSentence[]> {
  const newestFirst = [{ column: "seq", descending: true }] as const;
  const rows = await reader.select(unmatchedTable, { orderBy: newestFirst, limit: LOOKED_AT });
  const found = new Map<string, UnmatchedSentence>();
  for (const { text, at, conversation_id: conversationId } of rows) {
    const key = text.toLowerCase().replaceAll(/\s+/g, " ").trim();
    const known = found.get(key) ?? { text, count: 0, lastAt: at, conversationId };
    found.set(key, { ...known, count: known.count + 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || b.lastAt - a.lastAt).slice(0, SHOWN);
}
