import { type KeyboardEvent, type RefObject, useRef } from "react";
import { type Recall, recall, recalledText } from "../../model/recall.ts";
import { Icon } from "../icon.tsx";

/** What Octopus reads of one message. */
const LONGEST_MESSAGE = 2000;
const WARN_BELOW = 200;

interface Props {
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly draft: string;
  readonly setDraft: (text: string) => void;
  readonly said: readonly string[];
  readonly send: (text: string) => void;
  readonly autoFocus: boolean;
}

/** The message box: Enter sends, Shift+Enter makes a line, arrow-up brings back what was said before. */
export function Composer({ box, draft, setDraft, said, send, autoFocus }: Props) {
  const walk = useRef<Recall | undefined>(undefined);
  const left = LONGEST_MESSAGE - [...draft].length;
  const sendable = draft.trim() !== "" && left >= 0;

  const submit = () => {
    if (!sendable) return;
    walk.current = undefined;
    send(draft.trim());
    setDraft("");
  };
  const step = (event: KeyboardEvent, direction: "older" | "newer") => {
    const from = walk.current ?? { said, position: 0, draft };
    const next = recall(from, direction, draft);
    if (!next) return;
    event.preventDefault();
    walk.current = next;
    setDraft(recalledText(next));
  };
  const hear = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const walking = walk.current !== undefined && walk.current.position > 0;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && (draft === "" || walking)) step(event, "older");
    else if (event.key === "ArrowDown" && walking) step(event, "newer");
    else if (event.key === "Escape") event.currentTarget.blur();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="composer-box">
        <label className="sr-only" htmlFor="message">
          Message
        </label>
        <textarea
          id="message"
          ref={box}
          rows={1}
          value={draft}
          // biome-ignore lint/a11y/noAutofocus: a new conversation is begun by typing
          autoFocus={autoFocus}
          placeholder="Say what should be done, or ask"
          aria-describedby="composer-hint"
          onChange={(event) => {
            walk.current = undefined;
            setDraft(event.target.value);
          }}
          onKeyDown={hear}
        />
        <button type="submit" className="send" disabled={!sendable} aria-label="Send">
          <Icon name="send" size={20} />
        </button>
      </div>
      <p id="composer-hint" className="composer-hint">
        <span className="keys">
          <kbd>Enter</kbd> sends · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>↑</kbd> last sentence
        </span>
        {left < WARN_BELOW && (
          <span className={left < 0 ? "over" : ""} role="status">
            {left < 0 ? `${-left} characters too long` : `${left} characters left`}
          </span>
        )}
      </p>
    </form>
  );
}
