import { useRef } from "react";
import type { MessageDto } from "../../../contract/conversation.ts";

/** Tells screen readers the headline of each new answer, and of each edit that changes it; not what was there before. */
export function Announcer({ message }: { readonly message: MessageDto | undefined }) {
  const first = useRef<string | undefined>(undefined);
  const headline = message?.direction === "out" ? (message.card?.headline ?? message.text) : "";
  const sentence = message ? `${message.id} ${headline}` : "";
  first.current ??= message && sentence;
  return (
    <div className="sr-only" aria-live="polite">
      {sentence !== first.current && headline}
    </div>
  );
}
