import type { JsonObject } from "../../core/kernel/json.ts";
import { type Decoded, validator } from "../../core/kernel/validator.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Reader, Writer } from "../../core/store/rows.ts";
import { type PendingRow, pendingTable } from "../../core/store/tables/conversation-table.ts";
import { FRAME_SCHEMA } from "./conversation-context.ts";

/** How long a question can be answered. */
export const QUESTION_VALID_MS = 10 * 60_000;

/** What a question is about: the frame is resolved again when the answer comes. */
export interface Asked {
  readonly frame: Frame;
  /** The sentence. */
  readonly text: string;
  /** The missing slot, where one was asked for. */
  readonly slot?: string;
}

export interface NewQuestion {
  readonly kind: "confirm" | "clarify";
  readonly conversationId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly asked: Asked;
  readonly planHash: string;
  readonly now: number;
}

const decode = validator<Asked>({
  type: "object",
  additionalProperties: false,
  required: ["frame", "text"],
  properties: { frame: FRAME_SCHEMA, text: { type: "string" }, slot: { type: "string" } },
});

export function decodeAsked(row: PendingRow): Decoded<Asked> {
  return decode(row.plan);
}

/** Questions that wait for a person. Each is bound to that person and to what was shown, and can be answered once. */
export class QuestionLog {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** All of the conversation that can still be answered, oldest first. */
  async open(conversationId: string, now: number): Promise<readonly PendingRow[]> {
    const where = { conversation_id: conversationId, state: "open", expires_at: { gt: now } };
    return await this.#reader.select(pendingTable, { where, orderBy: [{ column: "seq" }], limit: 100 });
  }

  async get(id: string): Promise<PendingRow | undefined> {
    const [row] = await this.#reader.select(pendingTable, { where: { id } });
    return row;
  }

  /** The number a new question will have; taken before its card is made, because the card names it. */
  async nextSeq(writer: Writer): Promise<number> {
    return await writer.next("pending");
  }

  async ask(writer: Writer, seq: number, question: NewQuestion): Promise<void> {
    const row: PendingRow = {
      id: `P-${seq}`,
      seq,
      conversation_id: question.conversationId,
      user_id: question.userId,
      message_id: question.messageId,
      kind: question.kind,
      state: "open",
      plan: JSON.parse(JSON.stringify(question.asked)) as JsonObject,
      plan_hash: question.planHash,
      created_at: question.now,
      expires_at: question.now + QUESTION_VALID_MS,
      answered_at: null,
    };
    await writer.insert(pendingTable, [row]);
  }

  /** Ends the question if it is still open. False: somebody was faster. */
  async close(writer: Writer, id: string, state: "used" | "cancelled" | "superseded", now: number): Promise<boolean> {
    return (await writer.update(pendingTable, { id, state: "open" }, { state, answered_at: now })) === 1;
  }

  /** A question for a missing value is over with the person's next message, whatever that says. */
  async closeClarifying(writer: Writer, conversationId: string, userId: string, now: number): Promise<void> {
    const where = { conversation_id: conversationId, user_id: userId, kind: "clarify", state: "open" };
    await writer.update(pendingTable, where, { state: "used", answered_at: now });
  }
}
