import { noteUnmatched } from "../../core/aliases/unmatched-log.ts";
import type { ConversationMessage } from "../../core/model/conversation.ts";
import type { Writer } from "../../core/store/rows.ts";
import { messageTable, type PendingRow } from "../../core/store/tables/conversation-table.ts";
import type { Decision } from "./decide.ts";
import type { MessageLog, OutgoingMessage, Thread } from "./message-log.ts";
import { QUESTION_VALID_MS, type QuestionLog } from "./question-log.ts";
import { QuestionTaken } from "./question-taken.ts";
import type { ResolvedTurn } from "./resolved-turn.ts";
import type { ConversationServices } from "./services.ts";
import type { Answer, ContextChange, Plan, Turn } from "./turn.ts";

interface Step {
  readonly turn: Turn;
  readonly thread: Thread;
  readonly decision: Decision;
  readonly answered: ResolvedTurn["answered"] | undefined;
}

interface Performed {
  readonly replies: readonly ConversationMessage[];
  readonly context: ContextChange | undefined;
}

/** Carries out a decision inside the unit of the message: the work, the question, the cards. */
export class Performer {
  readonly #services: ConversationServices;
  readonly #messages: MessageLog;
  readonly #questions: QuestionLog;

  constructor(services: ConversationServices, messages: MessageLog, questions: QuestionLog) {
    this.#services = services;
    this.#messages = messages;
    this.#questions = questions;
  }

  /** Throws `QuestionTaken` or `PlanChanged` rather than answer a question twice or do something else. */
  async perform(writer: Writer, step: Step): Promise<Performed> {
    const { decision, turn } = step;
    await this.#closeQuestions(writer, step);
    const { frame, incoming, conversationId, now: at } = turn;
    if (frame.intent === "out_of_scope" && incoming.addressed) {
      await noteUnmatched(writer, { text: incoming.text, userId: incoming.actor.userId, conversationId, at });
    }
    switch (decision.kind) {
      case "silent":
        return { replies: [], context: undefined };
      case "answer":
        return await this.#post(writer, step, decision.answer);
      case "do":
        return await this.#post(writer, step, await decision.plan.act(writer));
      case "refuse": {
        await this.#recordRefusal(writer, turn, decision);
        return await this.#post(writer, step, { replies: [{ card: decision.card }] });
      }
      case "ask":
        return await this.#ask(writer, step, decision);
      default:
        return await this.#confirm(writer, step, decision.plan, decision.note);
    }
  }

  async #closeQuestions(writer: Writer, { turn, answered, decision }: Step): Promise<void> {
    const { open, incoming, conversationId, now } = turn;
    if (open.some((row) => row.kind === "clarify")) {
      await this.#questions.closeClarifying(writer, conversationId, incoming.actor.userId ?? "", now);
    }
    if (!answered) return;
    const done = answered.as === "yes" && decision.kind === "do";
    const state = answered.as === "no" ? "cancelled" : done ? "used" : "superseded";
    const closed = await this.#questions.close(writer, answered.row.id, state, now);
    if (!closed) throw new QuestionTaken(answered.row.id);
  }

  /** The answer to a question takes the place of its card while that stands last; otherwise it follows below. */
  async #post(writer: Writer, step: Step, answer: Answer): Promise<Performed> {
    const { turn, answered } = step;
    const replies: ConversationMessage[] = [];
    for (const [index, reply] of answer.replies.entries()) {
      const replaced = index === 0 && answered ? await this.#replace(writer, step, answered.row, reply) : undefined;
      replies.push(replaced ?? (await this.#messages.post(writer, turn.conversationId, reply, turn.now)));
    }
    return { replies, context: answer.context };
  }

  async #replace(writer: Writer, step: Step, row: PendingRow, reply: OutgoingMessage) {
    const { thread, turn } = step;
    if (thread.lastOutId === row.message_id) return await this.#messages.edit(writer, row.message_id, reply, turn.now);
    await this.#closeCard(writer, row, "Answered; see below.", turn.now);
    return undefined;
  }

  async #closeCard(writer: Writer, row: PendingRow, note: string, now: number): Promise<void> {
    const [message] = await writer.select(messageTable, { where: { id: row.message_id } });
    if (!message?.card) return;
    const { buttons: _gone, ...card } = message.card;
    const closed = { ...card, tone: "info", lines: [...card.lines, note] } as const;
    await this.#messages.edit(writer, row.message_id, { card: closed }, now);
  }

  /** The same plan asked for once more by the same person is one question, so that a plain yes answers it. */
  async #supersede(writer: Writer, { open, incoming, now }: Turn, plan: Plan): Promise<void> {
    const userId = incoming.actor.userId ?? "";
    for (const row of open) {
      const same = row.kind === "confirm" && row.user_id === userId && row.plan_hash === plan.hash;
      if (!same || !(await this.#questions.close(writer, row.id, "superseded", now))) continue;
      await this.#closeCard(writer, row, "Asked again; see below.", now);
    }
  }

  async #ask(writer: Writer, step: Step, wanted: Extract<Decision, { readonly kind: "ask" }>): Promise<Performed> {
    const { turn } = step;
    const seq = await this.#questions.nextSeq(writer);
    const posted = await this.#post(writer, step, { replies: [{ card: wanted.card }] });
    await this.#questions.ask(writer, seq, {
      kind: "clarify",
      conversationId: turn.conversationId,
      userId: turn.incoming.actor.userId ?? "",
      messageId: posted.replies[0]?.id ?? "",
      asked: { frame: wanted.frame, text: turn.incoming.text, slot: wanted.slot },
      planHash: "",
      now: turn.now,
    });
    return posted;
  }

  async #confirm(writer: Writer, step: Step, plan: Plan, note: string | undefined): Promise<Performed> {
    const { turn } = step;
    await this.#supersede(writer, turn, plan);
    const seq = await this.#questions.nextSeq(writer);
    const expiresAt = turn.now + QUESTION_VALID_MS;
    const card = plan.readBack({ id: `P-${seq}`, expiresAt, ...(note !== undefined && { note }) });
    const posted = await this.#post(writer, step, { replies: [{ card }] });
    await this.#questions.ask(writer, seq, {
      kind: "confirm",
      conversationId: turn.conversationId,
      userId: turn.incoming.actor.userId ?? "",
      messageId: posted.replies[0]?.id ?? "",
      asked: { frame: turn.frame, text: turn.incoming.text },
      planHash: plan.hash,
      now: turn.now,
    });
    return posted;
  }

  async #recordRefusal(writer: Writer, turn: Turn, refused: Extract<Decision, { readonly kind: "refuse" }>) {
    if (!refused.access) return;
    const { frame, incoming, conversationId } = turn;
    await this.#services.audit.record(writer, incoming.actor, {
      action: frame.intent,
      object: frame.action ?? frame.ref ?? conversationId,
      decision: "refused",
      rule: refused.access.rule,
    });
  }
}
