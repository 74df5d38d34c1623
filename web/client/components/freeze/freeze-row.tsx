import { useState } from "react";
import type { FreezeDto } from "../../../contract/freeze.ts";
import { call } from "../../api/call.ts";
import { useAccess } from "../../hooks/use-access.ts";
import { useNow } from "../../hooks/use-now.ts";
import { targetsText } from "../../model/describe.ts";
import { freezeState, heldWords, isOpenFreeze } from "../../model/freeze-words.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { TimeText } from "../time-text.tsx";
import { WordPill } from "../word-pill.tsx";

const LOOK_MS = 10_000;

interface Props {
  readonly freeze: FreezeDto;
  readonly changed: () => void;
}

/** A freeze as a row, with the way to lift it for whoever may. */
export function FreezeRow({ freeze, changed }: Props) {
  const now = useNow(LOOK_MS);
  const mayEnd = useAccess({ name: "freeze.end", ownerId: freeze.byId }).allowed;
  const [question, setQuestion] = useState<Question>();
  const lift = () =>
    setQuestion({
      title: `Lift ${freeze.id}?`,
      text: `What it holds on ${targetsText(freeze.targets)} may start again at once. Times that it blocked are not made up for.`,
      verb: "Lift the freeze",
      act: async () => {
        await call("freeze.end", { params: { id: freeze.id } });
        changed();
      },
    });
  return (
    <li className="plain-row freeze-row">
      <WordPill words={freezeState(freeze, now)} />
      <div className="row-text">
        <p>
          <strong>{targetsText(freeze.targets)}</strong>: {heldWords(freeze)}
        </p>
        <p className="faint small">
          {freeze.reason === "" ? "No reason given" : freeze.reason} · {freeze.byName}
          {freeze.endedByName !== undefined && ` · lifted by ${freeze.endedByName}`}
        </p>
      </div>
      <FreezeSpan freeze={freeze} />
      <span className="faint small freeze-id">{freeze.id}</span>
      <span className="row-act">
        {isOpenFreeze(freeze, now) && mayEnd && (
          <button type="button" className="button small" data-row onClick={lift} aria-label={`Lift ${freeze.id}`}>
            Lift
          </button>
        )}
      </span>
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </li>
  );
}

function FreezeSpan({ freeze: { endedAt, endsAt, startsAt } }: { readonly freeze: FreezeDto }) {
  const end = endedAt ?? endsAt;
  return (
    <span className="small freeze-span">
      <TimeText at={startsAt} /> <span className="faint">to</span>{" "}
      {end === undefined ? "somebody lifts it" : <TimeText at={end} />}
    </span>
  );
}
