import { useRef } from "react";
import { Link } from "wouter";
import type { ConversationDto } from "../../../contract/conversation.ts";
import type { Resource } from "../../hooks/use-resource.ts";
import { useRowKeys } from "../../hooks/use-row-keys.ts";
import { Icon } from "../icon.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { TimeText } from "../time-text.tsx";

interface Props {
  readonly list: Resource<readonly ConversationDto[]>;
  readonly current: string | undefined;
  readonly lastRead: (id: string) => number;
}

/** One's own conversations; a dot marks those with something new. */
export function ConversationList({ list, current, lastRead }: Props) {
  const container = useRef<HTMLElement>(null);
  useRowKeys(container);
  return (
    <aside className="conversations" ref={container} aria-label="Conversations">
      <Link className="button new-conversation" href="/chat" aria-current={current === undefined ? "page" : undefined}>
        <Icon name="plus" />
        New conversation
      </Link>
      {list.error !== undefined && !list.data && <ProblemNotice error={list.error} retry={list.reload} />}
      {list.data?.length === 0 && (
        <p className="faint small pad">What you say is kept here, one thread for each matter.</p>
      )}
      <ul>
        {list.data?.map((conversation) => {
          const fresh = conversation.id !== current && conversation.updatedAt > lastRead(conversation.id);
          return (
            <li key={conversation.id}>
              <Link
                data-row
                className={fresh ? "conversation-row fresh" : "conversation-row"}
                href={`/chat/${conversation.id}`}
                aria-current={conversation.id === current ? "page" : undefined}
              >
                <span className="conversation-title">{conversation.title || "Conversation"}</span>
                <span className="conversation-meta">
                  {conversation.channel !== "web" && <span>{conversation.channel}</span>}
                  <TimeText at={conversation.updatedAt} />
                  {fresh && <span className="dot" role="img" aria-label="unread" />}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
