import { useState } from "react";
import type { LimitDto } from "../../../contract/limit.ts";
import { call } from "../../api/call.ts";
import { useAccess } from "../../hooks/use-access.ts";
import { targetsText } from "../../model/describe.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { TimeText } from "../time-text.tsx";
import { WordPill } from "../word-pill.tsx";

interface Props {
  readonly limit: LimitDto;
  readonly changed: () => void;
}

/** A limit as a row, with the way to lift it for whoever may. */
export function LimitRow({ limit, changed }: Props) {
  const mayLift = useAccess({ name: "freeze.end", ownerId: limit.byId }).allowed;
  const [question, setQuestion] = useState<Question>();
  const lift = () =>
    setQuestion({
      title: `Lift ${limit.id}?`,
      text: "What waits because of it starts at once.",
      verb: "Lift the limit",
      act: async () => {
        await call("limit.lift", { params: { id: limit.id } });
        changed();
      },
    });
  return (
    <li className="plain-row freeze-row">
      <WordPill words={{ icon: "minus", tone: "calm", word: `${limit.most} at once` }} />
      <div className="row-text">
        <p>
          At most <strong>{limit.most}</strong> {limit.what}
        </p>
        <p className="faint small">{countsOf(limit)}</p>
      </div>
      <span className="small freeze-span">
        {limit.byName} <span className="faint">since</span> <TimeText at={limit.createdAt} />
      </span>
      <span className="faint small freeze-id">{limit.id}</span>
      <span className="row-act">
        {mayLift && (
          <button type="button" className="button small" data-row onClick={lift} aria-label={`Lift ${limit.id}`}>
            Lift
          </button>
        )}
      </span>
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </li>
  );
}

/** What it counts: each machine, or each run where it is about people. */
function countsOf({ action, person, targets, taskId }: LimitDto): string {
  const parts = [
    person === undefined ? "machines at work" : "runs, however many machines each has",
    ...(action === undefined ? [] : [`of ${action}`]),
    ...(taskId === undefined ? [] : [`of ${taskId}`]),
    ...(targets === undefined ? [] : [`on ${targetsText(targets)}`]),
    ...(person === "each" ? ["everybody has as much"] : []),
  ];
  return `Counts ${parts.join(" · ")}`;
}
