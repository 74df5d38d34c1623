import { type FormEvent, useState } from "react";
import type { JoinTokenDto } from "../../../contract/agent.ts";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { labelsFrom } from "../../model/labels-from.ts";
import { CopyButton } from "../copy-button.tsx";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { TimeText } from "../time-text.tsx";

/** Makes a single-use token and shows the one line to type on the new machine. */
export function JoinDialog({ close }: { readonly close: () => void }) {
  const [labels, setLabels] = useState("");
  const [autoApprove, setAutoApprove] = useState(true);
  const [made, setMade] = useState<JoinTokenDto>();
  const make = useAction(async () => {
    setMade(await call("agent.join-token", { body: { labels: [...labelsFrom(labels)], autoApprove } }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void make.run();
  };
  if (made) return <JoinLine made={made} close={close} />;
  return (
    <Dialog title="Join a machine" onClose={close}>
      <form className="stack" onSubmit={submit}>
        <p className="faint">
          You get one line to run on that machine. It connects out to this server; nothing has to be opened on it.
        </p>
        <Field
          label="Labels"
          placeholder="web, env:production"
          hint="How sentences will find it. Separated by commas; can be changed later."
          value={labels}
          onChange={(event) => setLabels(event.target.value)}
        />
        <label className="check">
          <input type="checkbox" checked={autoApprove} onChange={(event) => setAutoApprove(event.target.checked)} />
          <span>
            Let it take part at once
            <span className="faint small block">Otherwise it waits on this page for approval.</span>
          </span>
        </label>
        {make.error !== undefined && <ProblemNotice error={make.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Close
          </button>
          <button type="submit" className="button primary" disabled={make.busy}>
            Make the line
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function JoinLine({ made, close }: { readonly made: JoinTokenDto; readonly close: () => void }) {
  return (
    <Dialog title="Run this on the new machine" onClose={close}>
      <div className="stack">
        <div className="code-line">
          <code>{made.command}</code>
          <CopyButton text={() => made.command} label="Copy" />
        </div>
        <p className="faint small">
          It works once, until <TimeText at={made.expiresAt} />, and is not shown again. The machine appears in the list
          as soon as it has joined.
        </p>
        <div className="dialog-foot">
          <button type="button" className="button primary" onClick={close}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}
