import { memo } from "react";
import type { MessageDto } from "../../../contract/conversation.ts";
import { CardView } from "../card/card-view.tsx";
import { OctopusMark } from "../octopus-mark.tsx";
import { TimeText } from "../time-text.tsx";

interface Props {
  readonly message: MessageDto;
  readonly say: (text: string) => void;
  readonly type: (sentence: string) => void;
}

/** One message: the person's words, or the card that answers them. */
export const MessageRow = memo(function MessageRow({ message, say, type }: Props) {
  if (message.direction === "in") {
    return (
      <article className="message own" aria-label="You">
        <p className="bubble">{message.text}</p>
        <TimeText at={message.createdAt} />
      </article>
    );
  }
  return (
    <article className="message answer" aria-label="Octopus">
      <span className="avatar">
        <OctopusMark size={22} />
      </span>
      {message.card ? (
        <CardView card={message.card} revision={message.revision} at={message.updatedAt} say={say} type={type} />
      ) : (
        <p className="plain">{message.text}</p>
      )}
    </article>
  );
});
