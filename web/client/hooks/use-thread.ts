import { useEffect, useState, useSyncExternalStore } from "react";
import { systemClock } from "../../../core/kernel/clock.ts";
import { sentenceOf } from "../api/api-error.ts";
import { call } from "../api/call.ts";
import { newClientMessageId } from "../api/client-message-id.ts";
import { useLiveEvent, useLiveStatus, useWatch } from "../live/use-live.ts";
import type { Thread } from "../model/thread.ts";
import { NEW_THREAD, ThreadStore } from "../model/thread-store.ts";

/** The page's threads; emptied when somebody signs out. */
export const threads = new ThreadStore({
  create: (title) => call("conversation.create", { body: title === "" ? {} : { title } }),
  messages: (id, before) =>
    call("conversation.messages", { params: { id }, query: before === undefined ? {} : { before } }),
  say: (id, text, clientMessageId) => call("conversation.say", { params: { id }, body: { text, clientMessageId } }),
  sentence: sentenceOf,
  newId: newClientMessageId,
  now: () => systemClock.now(),
});

export interface ThreadView {
  readonly thread: Thread;
  readonly loading: boolean;
  readonly error: unknown;
}

/** One thread, kept complete: loaded when shown, fed by the live connection, fetched again after each reconnect. */
export function useThread(conversationId: string | undefined): ThreadView {
  const key = conversationId ?? NEW_THREAD;
  const thread = useSyncExternalStore(threads.subscribe, () => threads.get(key));
  const { connectedCount } = useLiveStatus();
  const [problem, setProblem] = useState<{ readonly key: string; readonly error: unknown }>();
  useWatch(conversationId === undefined ? undefined : { conversationId });
  useLiveEvent("message", ({ message }) => threads.receive(message));
  useLiveEvent("card", ({ message }) => threads.glimpse(message));

  // biome-ignore lint/correctness/useExhaustiveDependencies: connectedCount is the reason to ask again
  useEffect(() => {
    if (conversationId === undefined) return;
    threads.refresh(conversationId).then(
      () => setProblem(undefined),
      (error: unknown) => setProblem({ key: conversationId, error }),
    );
  }, [conversationId, connectedCount]);

  const error = problem?.key === key ? problem.error : undefined;
  return { thread, error, loading: conversationId !== undefined && !threads.knows(key) && error === undefined };
}
