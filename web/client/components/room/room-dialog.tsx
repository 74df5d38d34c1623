import { type FormEvent, useState } from "react";
import type { RoomSettingDto } from "../../../contract/room.ts";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { targetsText } from "../../model/describe.ts";
import { targetsFrom } from "../../model/targets-from.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

interface Props {
  readonly setting: RoomSettingDto;
  readonly close: () => void;
  readonly changed: () => void;
}

/** Changes what a channel means, or from when to when its notices wait. */
export function RoomDialog({ setting, close, changed }: Props) {
  const { kind, name, scope, targets, timeZone } = setting;
  const [where, setWhere] = useState(targets ? targetsText(targets).replace("; not ", ", not ") : "");
  const [from, setFrom] = useState(setting.from ?? "22:00");
  const [to, setTo] = useState(setting.to ?? "07:00");
  const save = useAction(async () => {
    const { items } = await call("agent.list", { query: { limit: 500 } });
    const meant = where.replaceAll("all machines", "all").replaceAll(/\b(env|label|os) /g, "$1:");
    const body = kind === "default" ? { scope, targets: targetsFrom(meant, items) } : { scope, from, to };
    await call("room.change", { body });
    changed();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await save.run()) close();
  };
  return (
    <Dialog title={kind === "default" ? `What ${name} means` : `Quiet hours of ${name}`} onClose={close}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        {kind === "default" ? (
          <Field
            label="Where"
            hint="all, a name, label:web, env:production, db-*. Put not in front to leave one out."
            required
            value={where}
            onChange={(event) => setWhere(event.target.value)}
          />
        ) : (
          <div className="pair">
            <Field type="time" label="From" required value={from} onChange={(event) => setFrom(event.target.value)} />
            <Field
              type="time"
              label="To"
              hint={`In ${timeZone ?? "UTC"}.`}
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </div>
        )}
        {save.error !== undefined && <ProblemNotice error={save.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className="button primary" disabled={save.busy}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
