import { type FormEvent, useState } from "react";
import { useAction } from "../hooks/use-action.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

export interface Question {
  readonly title: string;
  /** What will happen, in whole sentences. */
  readonly text: string;
  /** The word on the button: the act itself, not "OK". */
  readonly verb: string;
  readonly danger?: boolean;
  /** Asks for a reason, which may stay empty. */
  readonly reason?: boolean;
  readonly act: (reason: string) => Promise<unknown>;
}

/** Asks before something that others will notice. */
export function ConfirmDialog({ question, close }: { readonly question: Question; readonly close: () => void }) {
  const [reason, setReason] = useState("");
  const action = useAction(question.act);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await action.run(reason.trim())) close();
  };
  return (
    <Dialog title={question.title} onClose={close}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p>{question.text}</p>
        {question.reason && (
          <Field
            label="Reason"
            placeholder="Shown to everybody who asks why"
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        {action.error !== undefined && <ProblemNotice error={action.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className={question.danger ? "button danger" : "button primary"} disabled={action.busy}>
            {question.verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
