import { threads } from "../../hooks/use-thread.ts";
import type { PendingMessage } from "../../model/thread.ts";
import { NEW_THREAD } from "../../model/thread-store.ts";

interface Props {
  readonly pending: PendingMessage;
  readonly threadKey: string | undefined;
  readonly resend: (clientMessageId: string) => void;
}

/** What was said and has not arrived: on its way, or failed with the reason and what can be done. */
export function PendingRow({ pending, threadKey, resend }: Props) {
  const { clientMessageId, text, problem } = pending;
  return (
    <article className={problem ? "message own failed" : "message own sending"} aria-label="You">
      <p className="bubble">{text}</p>
      {problem === undefined ? (
        <span className="faint small">Sending…</span>
      ) : (
        <p className="send-problem" role="alert">
          Not sent. {problem}{" "}
          <button type="button" className="link" onClick={() => resend(clientMessageId)}>
            Send again
          </button>{" "}
          <button
            type="button"
            className="link"
            onClick={() => threads.discard(threadKey ?? NEW_THREAD, clientMessageId)}
          >
            Discard
          </button>
        </p>
      )}
    </article>
  );
}
