import { isOctopusError, type OctopusError } from "../../core/kernel/errors.ts";
import type { Card } from "../../core/model/card.ts";
import type { Frame } from "../../core/model/frame.ts";
import type { Writer } from "../../core/store/rows.ts";
import { conversationTable } from "../../core/store/tables/conversation-table.ts";
import { isQuestion } from "../../nlp/is-question.ts";
import { decodeContext, encodeContext } from "./conversation-context.ts";
import { decide } from "./decide.ts";
import type { Handled, Incoming } from "./incoming.ts";
import { lateNote } from "./late-note.ts";
import { knownZone } from "./local-time.ts";
import { MessageLog, type Thread, titleOf } from "./message-log.ts";
import { Performer } from "./performer.ts";
import { PlanChanged } from "./plan-changed.ts";
import { QuestionLog } from "./question-log.ts";
import { QuestionTaken } from "./question-taken.ts";
import { brokenCard, infoCard, refusalCard } from "./replies/simple-cards.ts";
import { resolveTurn } from "./resolve-turn.ts";
import type { ConversationServices } from "./services.ts";
import type { Turn } from "./turn.ts";
import { TurnQueue } from "./turn-queue.ts";

const MOST_TRIES = 3;

/** The message is in the inbox already: another delivery of it won. */
class AlreadyDelivered extends Error {}

/**
 * From a message to its answer, for every channel alike. One unit of work holds the message, everything it sets off and
 * the answer; the same message delivered again finds that answer. Messages of one conversation are taken in turn.
 */
export class ConversationEngine {
  readonly #services: ConversationServices;
  readonly #messages: MessageLog;
  readonly #questions: QuestionLog;
  readonly #performer: Performer;
  readonly #turns = new TurnQueue();

  constructor(services: ConversationServices) {
    const { store, randomness, events, carry } = services;
    this.#services = services;
    this.#messages = new MessageLog({ reader: store, randomness, events, ...(carry && { carry }) });
    this.#questions = new QuestionLog(store);
    this.#performer = new Performer(services, this.#messages, this.#questions);
  }

  /**
   * Resolves after the commit, with a visible answer unless the message was not meant for the bot. Rejects with
   * `storage.*` only: then the message was not accepted, and the sender may deliver it again.
   */
  async handle(incoming: Incoming): Promise<Handled> {
    const key = incoming.conversationId ?? `${incoming.channel} ${incoming.address}`;
    return await this.#turns.run(key, () => this.#handle(incoming, 1));
  }

  async #handle(incoming: Incoming, attempt: number): Promise<Handled> {
    const earlier = await this.#messages.delivered(incoming);
    if (earlier) return earlier;
    try {
      return await this.#answer(incoming);
    } catch (error) {
      const again = error instanceof AlreadyDelivered || error instanceof PlanChanged || isRowRace(error);
      if (again && attempt < MOST_TRIES) return await this.#handle(incoming, attempt + 1);
      return await this.#answerFailure(incoming, error);
    }
  }

  async #answer(incoming: Incoming): Promise<Handled> {
    const { clock, store } = this.#services;
    const now = clock.now();
    const thread = await this.#messages.thread(incoming, now);
    const blank = await this.#blankTurn(thread, incoming, now);
    const resolved = await resolveTurn(blank, this.#services, this.#questions);
    const { turn, resolution, answered } = resolved;
    const confirmed =
      answered?.as === "yes"
        ? { id: answered.row.id, planHash: answered.row.plan_hash, expired: answered.expired }
        : undefined;
    const { outcome } = turn.frame;
    const { addressed, saidAt } = incoming;
    const late = saidAt === undefined ? undefined : lateNote(saidAt, now, turn.timeZone);
    const situation = { outcome, addressed, resolution, ...(late !== undefined && { late }) };
    const decision = decide({ ...situation, ...(confirmed && { confirmed }) });
    return await store.write(async (writer) => {
      const text = this.#services.sealed?.withoutSecrets(incoming.text, turn.frame) ?? incoming.text;
      const inMessage = await this.#receive(writer, thread, { ...incoming, text }, now);
      const performed = await this.#performer.perform(writer, { turn, thread, decision, answered: resolved.answered });
      await this.#keepContext(writer, thread, turn, performed.context);
      return { conversationId: thread.row.id, inMessage, replies: performed.replies, duplicate: false };
    });
  }

  async #blankTurn(thread: Thread, incoming: Incoming, now: number): Promise<Omit<Turn, "frame">> {
    const { row, isNew } = thread;
    const context = decodeContext(row.context);
    if (!context.ok) {
      const fields = { conversationId: row.id, problem: context.problem };
      this.#services.log.warn(fields, "conversation context could not be read and starts anew");
    }
    return {
      incoming,
      conversationId: row.id,
      context: context.ok ? context.value : {},
      open: isNew ? [] : await this.#questions.open(row.id, now),
      timeZone: knownZone(incoming.timeZone),
      now,
    };
  }

  async #receive(writer: Writer, thread: Thread, incoming: Incoming, now: number) {
    const inMessage = await this.#messages.receive(writer, thread, incoming, now);
    if (!inMessage) throw new AlreadyDelivered();
    return inMessage;
  }

  async #keepContext(writer: Writer, thread: Thread, turn: Turn, change: object | undefined): Promise<void> {
    const { lastQuestion, ...before } = turn.context;
    const question = questionAfter(turn.frame, lastQuestion);
    const context = encodeContext({ ...before, ...question, timeZone: turn.timeZone, ...change });
    const title = thread.row.title === "" ? titleOf(turn.incoming.text) : thread.row.title;
    await writer.update(conversationTable, { id: turn.conversationId }, { context, title, updated_at: turn.now });
  }

  /** What was begun is gone with its unit; the message is kept with an answer that says so. */
  async #answerFailure(incoming: Incoming, error: unknown): Promise<Handled> {
    if (isOctopusError(error) && isOutage(error)) throw error;
    const card = this.#failureCard(error);
    const { audit, clock, store } = this.#services;
    const now = clock.now();
    const thread = await this.#messages.thread(incoming, now);
    return await store.write(async (writer) => {
      const inMessage = await this.#receive(writer, thread, incoming, now);
      if (isOctopusError(error, "access.denied") || isOctopusError(error, "approval.needed")) {
        const rule = String(error.details["rule"] ?? "denied");
        const fact = { action: "conversation.request", object: thread.row.id, decision: "refused", rule } as const;
        await audit.record(writer, incoming.actor, fact);
      }
      const reply = await this.#messages.post(writer, thread.row.id, { card }, now);
      return { conversationId: thread.row.id, inMessage, replies: [reply], duplicate: false };
    });
  }

  #failureCard(error: unknown): Card {
    if (error instanceof QuestionTaken) {
      return infoCard(`${error.id} is already answered`, ["Nothing was started by this."]);
    }
    if (error instanceof PlanChanged) {
      return refusalCard("The machines changed while I was planning", ["Nothing was started. Please say it again."]);
    }
    if (isOctopusError(error) && error.status < 500) return refusalCard(error.message, ["Nothing was changed."]);
    const reference = this.#services.randomness.hex(4);
    this.#services.log.error({ error, reference }, "message could not be handled");
    return brokenCard(reference);
  }
}

function isOutage(error: OctopusError): boolean {
  return error.code.startsWith("storage.") || error.code === "server.stopping";
}

/** Another server wrote into the same conversation at the same moment and took the place in its order. */
function isRowRace(error: unknown): boolean {
  if (!isOctopusError(error, "request.conflict")) return false;
  return ["message", "conversation"].includes(String(error.details["table"]));
}

/** A question is kept for "and yesterday?", until work is asked for. */
function questionAfter(frame: Frame, before: Frame | undefined): { readonly lastQuestion?: Frame } {
  if (isQuestion(frame.intent) && frame.outcome === "act") return { lastQuestion: frame };
  return before && frame.intent !== "task.create" ? { lastQuestion: before } : {};
}
