import { Fragment, useEffect, useState } from "react";
import type { MessageDto } from "../../../contract/conversation.ts";
import { useSession } from "../../api/session.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { useReadingPosition } from "../../hooks/use-reading-position.ts";
import { threads, type ThreadView as View } from "../../hooks/use-thread.ts";
import { formatDay } from "../../model/format-time.ts";
import { Icon } from "../icon.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { Announcer } from "./announcer.tsx";
import { MessageRow } from "./message-row.tsx";
import { PendingRow } from "./pending-row.tsx";
import { Suggestions } from "./suggestions.tsx";

export interface ThreadActions {
  readonly say: (text: string) => void;
  readonly type: (sentence: string) => void;
  readonly resend: (clientMessageId: string) => void;
  readonly markRead: (conversationId: string, at: number) => void;
}

interface Props {
  readonly conversationId: string | undefined;
  readonly view: View;
  readonly readAt: number;
  readonly actions: ThreadActions;
}

/** The messages, oldest above; stays at the end while one is reading there, and where one is otherwise. */
export function ThreadView({ conversationId, view, readAt, actions }: Props) {
  const { thread, loading, error } = view;
  const last = thread.messages.at(-1);
  const { scroller, content, atEnd, toEnd } = useReadingPosition(conversationId, thread.pending.length);
  const firstUnread = useFirstUnread(conversationId, thread.messages, readAt);
  const { markRead } = actions;
  useEffect(() => {
    if (conversationId !== undefined && last && atEnd && document.hasFocus()) markRead(conversationId, last.updatedAt);
  });

  const empty = thread.messages.length === 0 && thread.pending.length === 0;
  return (
    <div className="thread" ref={scroller}>
      <div className="thread-content" ref={content}>
        {error !== undefined && (
          <ProblemNotice error={error} retry={() => conversationId && void threads.refresh(conversationId)} />
        )}
        {loading && <div className="skeleton" role="status" aria-label="Loading" />}
        {empty && !loading && error === undefined && <Suggestions type={actions.type} />}
        {conversationId !== undefined && thread.before !== undefined && (
          <button
            type="button"
            className="button small earlier"
            onClick={() => void threads.loadEarlier(conversationId)}
          >
            Show earlier messages
          </button>
        )}
        <Messages messages={thread.messages} firstUnread={firstUnread} actions={actions} />
        {thread.pending.map((pending) => (
          <PendingRow
            key={pending.clientMessageId}
            pending={pending}
            threadKey={conversationId}
            resend={actions.resend}
          />
        ))}
      </div>
      {!atEnd && (
        <button type="button" className="to-end" onClick={toEnd}>
          <Icon name="down" size={16} /> Latest
        </button>
      )}
      <Announcer key={conversationId} message={last} />
    </div>
  );
}

interface MessagesProps {
  readonly messages: readonly MessageDto[];
  readonly firstUnread: string | undefined;
  readonly actions: ThreadActions;
}

function Messages({ messages, firstUnread, actions }: MessagesProps) {
  const { timeZone } = useSession();
  const now = useNow(60_000);
  let day = "";
  return messages.map((message) => {
    const own = formatDay(message.createdAt, now, timeZone);
    const begins = own !== day;
    day = own;
    return (
      <Fragment key={message.id}>
        {begins && (
          <h2 className="day">
            <span>{own}</span>
          </h2>
        )}
        {message.id === firstUnread && (
          <p className="unread">
            <span>New</span>
          </p>
        )}
        <MessageRow message={message} say={actions.say} type={actions.type} />
      </Fragment>
    );
  });
}

/** Where reading had ended when the conversation was opened; it does not move while one reads on. */
function useFirstUnread(id: string | undefined, messages: readonly MessageDto[], readAt: number): string | undefined {
  const [found, setFound] = useState<{ readonly id: string | undefined; readonly messageId: string | undefined }>();
  if (messages.length > 0 && found?.id !== id) {
    const first = messages.find(({ direction, createdAt }) => direction === "out" && createdAt > readAt);
    setFound({ id, messageId: readAt === 0 ? undefined : first?.id });
  }
  return found?.id === id ? found?.messageId : undefined;
}
