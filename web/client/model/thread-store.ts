import type { ConversationDto, MessageDto, MessageListDto, SayReplyDto } from "../../contract/conversation.ts";
import {
  addPending,
  dropPending,
  EMPTY_THREAD,
  failPending,
  latestSeq,
  mergeMessages,
  prependPage,
  showGlimpse,
  type Thread,
} from "./thread.ts";

/** What the store needs of the server, the time and chance. */
export interface ThreadPorts {
  readonly create: (title: string) => Promise<ConversationDto>;
  readonly messages: (conversationId: string, before?: number) => Promise<MessageListDto>;
  readonly say: (conversationId: string, text: string, clientMessageId: string) => Promise<SayReplyDto>;
  readonly sentence: (error: unknown) => string;
  readonly newId: () => string;
  readonly now: () => number;
}

/** A conversation that begins with its first sentence. */
export const NEW_THREAD = "new";
/** So many pages are fetched to close a hole after a long absence; beyond, the thread starts over at its end. */
const MOST_PAGES = 20;
const LONGEST_TITLE = 80;

/** The threads this page has seen. What was said is shown at once and survives going to another page and back. */
export class ThreadStore {
  readonly #ports: ThreadPorts;
  readonly #threads = new Map<string, Thread>();
  readonly #listeners = new Set<() => void>();

  constructor(ports: ThreadPorts) {
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): Thread {
    return this.#threads.get(key) ?? EMPTY_THREAD;
  }

  /** Whether its messages were loaded before. */
  knows(key: string): boolean {
    return this.#threads.has(key);
  }

  /** Forgets everything: somebody else may sign in. */
  clear(): void {
    this.#threads.clear();
    this.#changed();
  }

  /** Fetches what is missing since the last time, without a hole. Rejects with what the server answered. */
  async refresh(id: string): Promise<void> {
    const known = latestSeq(this.get(id));
    let page = await this.#ports.messages(id);
    const newest = page;
    let items: readonly MessageDto[] = page.items;
    for (let pages = 1; known > 0 && reaches(page) > known + 1 && page.before !== undefined; pages += 1) {
      if (pages === MOST_PAGES) {
        this.#update(id, (thread) => ({ ...prependPage({ ...thread, messages: [] }, newest) }));
        return;
      }
      page = await this.#ports.messages(id, page.before);
      items = [...page.items, ...items];
    }
    const before = page.before;
    this.#update(id, (thread) => ({
      ...mergeMessages(thread, items),
      before: known > 0 ? thread.before : before,
    }));
  }

  async loadEarlier(id: string): Promise<void> {
    const before = this.get(id).before;
    if (before === undefined) return;
    const page = await this.#ports.messages(id, before);
    this.#update(id, (thread) => prependPage(thread, page));
  }

  /** A message that the live connection brought. */
  receive(message: MessageDto): void {
    if (!this.knows(message.conversationId)) return;
    this.#update(message.conversationId, (thread) => mergeMessages(thread, [message]));
  }

  /** How a message looks at this moment; the next stored revision takes its place. */
  glimpse(message: MessageDto): void {
    if (!this.knows(message.conversationId)) return;
    this.#update(message.conversationId, (thread) => showGlimpse(thread, message));
  }

  /** Says something; answers the id of the conversation, which for a new one is only made now. Never rejects. */
  say(key: string, text: string): Promise<string> {
    return this.#deliver(key, text, this.#ports.newId());
  }

  /** Sends a failed message again under the same id, so that it cannot be done twice. */
  async resend(key: string, clientMessageId: string): Promise<string> {
    const failed = this.get(key).pending.find((own) => own.clientMessageId === clientMessageId);
    return failed ? this.#deliver(key, failed.text, clientMessageId) : key;
  }

  discard(key: string, clientMessageId: string): void {
    this.#update(key, (thread) => dropPending(thread, clientMessageId));
  }

  async #deliver(key: string, text: string, clientMessageId: string): Promise<string> {
    let id = key;
    this.#update(key, (thread) => addPending(thread, { clientMessageId, text, at: this.#ports.now() }));
    try {
      if (key === NEW_THREAD) id = await this.#begin(text);
      const { message, replies } = await this.#ports.say(id, text, clientMessageId);
      this.#update(id, (thread) => mergeMessages(dropPending(thread, clientMessageId), [message, ...replies]));
    } catch (error) {
      this.#update(id, (thread) => failPending(thread, clientMessageId, this.#ports.sentence(error)));
    }
    return id;
  }

  async #begin(text: string): Promise<string> {
    const conversation = await this.#ports.create(titleOf(text));
    this.#threads.set(conversation.id, this.get(NEW_THREAD));
    this.#threads.delete(NEW_THREAD);
    return conversation.id;
  }

  #update(key: string, change: (thread: Thread) => Thread): void {
    this.#threads.set(key, change(this.get(key)));
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function reaches(page: MessageListDto): number {
  return page.items[0]?.seq ?? 0;
}

/** The first sentence names the conversation. */
function titleOf(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  const points = [...line];
  return points.length <= LONGEST_TITLE ? line : `${points.slice(0, LONGEST_TITLE - 1).join("")}…`;
}
