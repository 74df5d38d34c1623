import { useState } from "react";
import { roleSchema, type UserDto } from "../../../contract/user.ts";
import { call } from "../../api/call.ts";
import { useMay, useSession } from "../../api/session.tsx";
import { useAction } from "../../hooks/use-action.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { TimeText } from "../time-text.tsx";
import { WordPill } from "../word-pill.tsx";

interface Props {
  readonly person: UserDto;
  readonly changed: () => void;
}

const ACTIVE = { word: "active", tone: "good", icon: "check" } as const;
const DISABLED = { word: "disabled", tone: "calm", icon: "minus" } as const;

/** Somebody who may sign in, with the role and its change for administrators. */
export function PersonRow({ person, changed }: Props) {
  const mayManage = useMay("user.manage");
  const isSelf = useSession().user.id === person.id;
  const [question, setQuestion] = useState<Question>();
  const isActive = person.state === "active";
  const change = async (body: { role?: UserDto["role"]; state?: UserDto["state"] }) => {
    await call("user.change", { params: { id: person.id }, body });
    changed();
  };
  const role = useAction((next: UserDto["role"]) => change({ role: next }));
  const turn = () => {
    if (!isActive) return void change({ state: "active" });
    setQuestion({
      title: `Disable ${person.name}?`,
      text: `${person.name} is signed out everywhere at once. What their schedules would start is refused and says why. Nothing is deleted.`,
      verb: "Disable",
      danger: true,
      act: () => change({ state: "disabled" }),
    });
  };
  return (
    <li className="plain-row person-row">
      <WordPill words={isActive ? ACTIVE : DISABLED} />
      <div className="row-text">
        <p>
          <strong>{person.name}</strong> {isSelf && <span className="faint">(you)</span>}
        </p>
        <p className="faint small">
          since <TimeText at={person.createdAt} />
          {person.timeZone !== undefined && ` · ${person.timeZone}`}
        </p>
        {role.error !== undefined && <ProblemNotice error={role.error} />}
      </div>
      {mayManage ? (
        <select
          aria-label={`Role of ${person.name}`}
          value={person.role}
          disabled={role.busy}
          data-row
          onChange={(event) => void role.run(event.target.value as UserDto["role"])}
        >
          {roleSchema.enum.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      ) : (
        <span className="faint">{person.role}</span>
      )}
      <span className="row-act">
        {mayManage && !isSelf && (
          <button
            type="button"
            className="button small"
            onClick={turn}
            aria-label={`${isActive ? "Disable" : "Enable"} ${person.name}`}
          >
            {isActive ? "Disable" : "Enable"}
          </button>
        )}
      </span>
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </li>
  );
}
