import { type FormEvent, useState } from "react";
import { systemClock } from "../../../../core/kernel/clock.ts";
import type { FreezeDto } from "../../../contract/freeze.ts";
import { ApiError, sentenceOf } from "../../api/api-error.ts";
import { call } from "../../api/call.ts";
import { useSession } from "../../api/session.tsx";
import { useAction } from "../../hooks/use-action.ts";
import { FREEZE_KINDS } from "../../model/freeze-words.ts";
import { targetsFrom } from "../../model/targets-from.ts";
import { instantFrom } from "../../model/wall-input.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { SelectField } from "../select-field.tsx";

interface Props {
  readonly close: () => void;
  readonly started: () => void;
}

interface Values {
  readonly where: string;
  readonly risk: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Asks what to hold, where, from when to when, and why. */
export function FreezeDialog({ close, started }: Props) {
  const { timeZone } = useSession();
  const [values, setValues] = useState<Values>({ where: "all", risk: "change", from: "", to: "", reason: "" });
  const [wrong, setWrong] = useState<Partial<Values>>({});
  const put = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  const start = useAction(async () => {
    const { items } = await call("agent.list", { query: { limit: 500 } });
    const startsAt = instantFrom(values.from, timeZone);
    const endsAt = instantFrom(values.to, timeZone);
    await call("freeze.start", {
      body: {
        targets: targetsFrom(values.where, items),
        risk: values.risk as FreezeDto["risk"],
        reason: values.reason.trim(),
        ...(startsAt !== undefined && { startsAt }),
        ...(endsAt !== undefined && { endsAt }),
      },
    });
    started();
  });
  const unmatched = start.error instanceof ApiError && start.error.code === "run.no-machine";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = wrongOf(values, systemClock.now(), timeZone);
    setWrong(found);
    if (Object.keys(found).length === 0 && (await start.run())) close();
  };
  return (
    <Dialog title="Freeze machines" onClose={close}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <SelectField label="What is held" choices={FREEZE_KINDS} value={values.risk} change={(risk) => put({ risk })} />
        <Field
          label="Where"
          hint="all, a name, a label, env:production, db-*. Put not in front to leave one out."
          error={wrong.where ?? (unmatched ? sentenceOf(start.error) : undefined)}
          value={values.where}
          onChange={(event) => put({ where: event.target.value })}
        />
        <div className="pair">
          <Field
            type="datetime-local"
            label="From"
            hint="Empty: now."
            error={wrong.from}
            value={values.from}
            onChange={(event) => put({ from: event.target.value })}
          />
          <Field
            type="datetime-local"
            label="To"
            hint="Empty: until somebody lifts it."
            error={wrong.to}
            value={values.to}
            onChange={(event) => put({ to: event.target.value })}
          />
        </div>
        <Field
          label="Reason"
          placeholder="Shown to everybody whose work it holds"
          maxLength={500}
          value={values.reason}
          onChange={(event) => put({ reason: event.target.value })}
        />
        <p className="faint small">Times are in {timeZone}. What already runs goes on.</p>
        {start.error !== undefined && !unmatched && <ProblemNotice error={start.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className="button primary" disabled={start.busy}>
            Start the freeze
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function wrongOf({ where, from, to }: Values, now: number, timeZone: string): Partial<Values> {
  const startsAt = instantFrom(from, timeZone) ?? now;
  const endsAt = instantFrom(to, timeZone);
  return {
    ...(where.trim() === "" && { where: "Name the machines, or write all." }),
    ...(endsAt !== undefined && endsAt <= now && { to: "It must end in the future." }),
    ...(endsAt !== undefined && endsAt > now && endsAt <= startsAt && { to: "It must end after it starts." }),
  };
}
