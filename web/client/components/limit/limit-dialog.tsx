import { type FormEvent, useState } from "react";
import { LARGEST_LIMIT } from "../../../../core/model/limit.ts";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { targetsFrom } from "../../model/targets-from.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

interface Props {
  readonly close: () => void;
  readonly changed: () => void;
}

interface Values {
  readonly most: string;
  readonly action: string;
  readonly where: string;
  readonly person: string;
}

/** Asks how much of what may be under way at once. */
export function LimitDialog({ close, changed }: Props) {
  const [values, setValues] = useState<Values>({ most: "1", action: "", where: "", person: "" });
  const [wrong, setWrong] = useState<Partial<Values>>({});
  const put = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  const set = useAction(async () => {
    const { items } = await call("agent.list", { query: { limit: 500 } });
    const [action, where, person] = [values.action.trim(), values.where.trim(), values.person.trim()];
    await call("limit.set", {
      body: {
        most: Number(values.most),
        ...(action !== "" && { action }),
        ...(where !== "" && { targets: targetsFrom(where, items) }),
        ...(person !== "" && { person }),
      },
    });
    changed();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = wrongOf(values);
    setWrong(found);
    if (Object.keys(found).length === 0 && (await set.run())) close();
  };
  return (
    <Dialog title="Set a limit" onClose={close}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          type="number"
          min={1}
          label="At most"
          hint="This many at once; what comes later waits."
          error={wrong.most}
          value={values.most}
          onChange={(event) => put({ most: event.target.value })}
        />
        <Field
          label="Action"
          hint="For example backup.create. Empty: any."
          error={wrong.action}
          value={values.action}
          onChange={(event) => put({ action: event.target.value })}
        />
        <Field
          label="Where"
          hint="all, a name, a label, env:production, db-*. Empty: anywhere."
          value={values.where}
          onChange={(event) => put({ where: event.target.value })}
        />
        <Field
          label="Whose"
          hint="A person's name, or each for everybody by themselves. Empty: whoever asks."
          value={values.person}
          onChange={(event) => put({ person: event.target.value })}
        />
        {set.error !== undefined && <ProblemNotice error={set.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className="button primary" disabled={set.busy}>
            Set the limit
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function wrongOf({ action, most, person, where }: Values): Partial<Values> {
  const count = Number(most);
  const isCount = Number.isInteger(count) && count >= 1 && count <= LARGEST_LIMIT;
  const ofNothing = [action, person, where].every((part) => part.trim() === "");
  return {
    ...(!isCount && { most: `A whole number from 1 to ${LARGEST_LIMIT}.` }),
    ...(ofNothing && { action: "Say of what: an action, machines, or whose." }),
  };
}
