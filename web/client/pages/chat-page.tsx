import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Composer } from "../components/chat/composer.tsx";
import { ConversationList } from "../components/chat/conversation-list.tsx";
import { ThreadView } from "../components/chat/thread-view.tsx";
import { Icon } from "../components/icon.tsx";
import { useConversations, useLastRead } from "../hooks/use-conversations.ts";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { threads, useThread } from "../hooks/use-thread.ts";
import { useTitle } from "../hooks/use-title.ts";
import { saidBefore } from "../model/recall.ts";
import { NEW_THREAD } from "../model/thread-store.ts";

/** Conversations on the left, the thread and the message box on the right. */
export function ChatPage({ conversationId }: { readonly conversationId: string | undefined }) {
  const [, navigate] = useLocation();
  const conversations = useConversations(conversationId);
  const view = useThread(conversationId);
  const [lastRead, markRead] = useLastRead();
  const [draft, setDraft] = useState("");
  const [listOpen, setListOpen] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const title = conversations.data?.find(({ id }) => id === conversationId)?.title || "New conversation";
  useTitle(conversationId === undefined ? "Chat" : title);
  useHotkey("/", () => box.current?.focus());
  useHotkey("Escape", () => setListOpen(false));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation closes the list on a phone
  useEffect(() => setListOpen(false), [conversationId]);

  const key = conversationId ?? NEW_THREAD;
  const go = useCallback(
    (id: string) => {
      if (key === NEW_THREAD && id !== NEW_THREAD) navigate(`/chat/${id}`, { replace: true });
    },
    [key, navigate],
  );
  const say = useCallback((text: string) => void threads.say(key, text).then(go), [key, go]);
  const resend = useCallback((id: string) => void threads.resend(key, id).then(go), [key, go]);
  const type = useCallback((sentence: string) => {
    setDraft(sentence);
    box.current?.focus();
  }, []);
  const own = view.thread.messages.filter(({ direction }) => direction === "in").map(({ text }) => text);

  return (
    <div className={listOpen ? "chat list-open" : "chat"}>
      <ConversationList list={conversations} current={conversationId} lastRead={lastRead} />
      <button
        type="button"
        className="chat-veil"
        aria-label="Close the list of conversations"
        tabIndex={-1}
        onClick={() => setListOpen(false)}
      />
      <section className="conversation" aria-label={title}>
        <header className="conversation-head">
          <button
            type="button"
            className="ghost only-narrow"
            aria-label="Conversations"
            aria-expanded={listOpen}
            onClick={() => setListOpen(!listOpen)}
          >
            <Icon name="menu" />
          </button>
          <h1>{title}</h1>
        </header>
        <ThreadView
          key={conversationId === undefined ? NEW_THREAD : "thread"}
          conversationId={conversationId}
          view={view}
          readAt={conversationId === undefined ? 0 : lastRead(conversationId)}
          actions={{ say, type, resend, markRead }}
        />
        <Composer
          box={box}
          draft={draft}
          setDraft={setDraft}
          said={saidBefore(own)}
          send={say}
          autoFocus={conversationId === undefined}
        />
      </section>
    </div>
  );
}
