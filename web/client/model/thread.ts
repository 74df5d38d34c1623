import type { MessageDto } from "../../contract/conversation.ts";

/** What the person said and the server has not confirmed yet. */
export interface PendingMessage {
  readonly clientMessageId: string;
  readonly text: string;
  readonly at: number;
  /** Why it could not be sent; absent while it is on its way. */
  readonly problem?: string;
}

/** A thread as far as this page knows it: `messages` by `seq`, and what is still on its way. */
export interface Thread {
  readonly messages: readonly MessageDto[];
  readonly pending: readonly PendingMessage[];
  /** Ask with this for earlier messages; absent at the beginning of the thread. */
  readonly before: number | undefined;
}

export const EMPTY_THREAD: Thread = { messages: [], pending: [], before: undefined };

/** Adds and updates messages; of each the highest revision stays, whatever order they arrive in. */
export function mergeMessages(thread: Thread, incoming: readonly MessageDto[]): Thread {
  if (incoming.length === 0) return thread;
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  let pending = thread.pending;
  for (const message of incoming) {
    const known = byId.get(message.id);
    if (known && known.revision >= message.revision) continue;
    if (!known && message.direction === "in") pending = withoutEcho(pending, message);
    byId.set(message.id, message);
  }
  const messages = [...byId.values()].sort((a, b) => a.seq - b.seq);
  return { ...thread, messages, pending };
}

/** Shows a fresher card of a message whose stored revision is the one that is known. */
export function showGlimpse(thread: Thread, glimpse: MessageDto): Thread {
  const same = (message: MessageDto) => message.id === glimpse.id && message.revision === glimpse.revision;
  if (!thread.messages.some(same)) return thread;
  return { ...thread, messages: thread.messages.map((message) => (same(message) ? glimpse : message)) };
}

/** The live connection may bring one's own message before the answer to sending it: then it is no longer pending. */
function withoutEcho(pending: readonly PendingMessage[], message: MessageDto): readonly PendingMessage[] {
  const index = pending.findIndex((own) => own.text === message.text && own.problem === undefined);
  return index < 0 ? pending : pending.filter((_own, position) => position !== index);
}

/** Shows a message at once; sending the same id again replaces the failed one. */
export function addPending(thread: Thread, message: PendingMessage): Thread {
  const others = thread.pending.filter((own) => own.clientMessageId !== message.clientMessageId);
  return { ...thread, pending: [...others, message] };
}

export function dropPending(thread: Thread, clientMessageId: string): Thread {
  return { ...thread, pending: thread.pending.filter((own) => own.clientMessageId !== clientMessageId) };
}

export function failPending(thread: Thread, clientMessageId: string, problem: string): Thread {
  const pending = thread.pending.map((own) => (own.clientMessageId === clientMessageId ? { ...own, problem } : own));
  return { ...thread, pending };
}

/** Takes a page of earlier messages in front. */
export function prependPage(
  thread: Thread,
  page: { readonly items: readonly MessageDto[]; readonly before?: number },
): Thread {
  return { ...mergeMessages(thread, page.items), before: page.before };
}

/** The highest `seq` known; 0 for an empty thread. */
export function latestSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}
