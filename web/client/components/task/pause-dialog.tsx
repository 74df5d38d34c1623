import { type FormEvent, useState } from "react";
import { systemClock } from "../../../../core/kernel/clock.ts";
import type { TaskDto } from "../../../contract/task.ts";
import { call } from "../../api/call.ts";
import { useSession } from "../../api/session.tsx";
import { useAction } from "../../hooks/use-action.ts";
import { instantFrom, wallInput } from "../../model/wall-input.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";

const HOUR_MS = 3_600_000;
const SOON = [
  ["1 hour", HOUR_MS],
  ["1 day", 24 * HOUR_MS],
  ["1 week", 168 * HOUR_MS],
] as const;

interface Props {
  readonly task: TaskDto;
  readonly close: () => void;
  readonly paused: () => void;
}

/** Pauses a schedule, until a moment or until somebody resumes it. */
export function PauseDialog({ task, close, paused }: Props) {
  const { timeZone } = useSession();
  const [until, setUntil] = useState("");
  const [wrong, setWrong] = useState<string>();
  const pause = useAction(async () => {
    const at = instantFrom(until, timeZone);
    await call("task.pause", { params: { id: task.id }, body: at === undefined ? {} : { until: at } });
    paused();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const at = instantFrom(until, timeZone);
    const past = at !== undefined && at <= systemClock.now();
    setWrong(past ? "A pause must end in the future." : undefined);
    if (!past && (await pause.run())) close();
  };
  return (
    <Dialog title={`Pause ${task.name || task.id}?`} onClose={close}>
      <form className="stack" noValidate onSubmit={(event) => void submit(event)}>
        <p>It does not fire meanwhile, and those times are not made up for. Runs that have begun go on.</p>
        <Field
          type="datetime-local"
          label="Until"
          hint={`Empty: until somebody resumes it. In ${timeZone}.`}
          error={wrong}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
        <div className="row">
          {SOON.map(([name, ms]) => (
            <button
              key={name}
              type="button"
              className="button small"
              onClick={() => setUntil(wallInput(systemClock.now() + ms, timeZone))}
            >
              {name}
            </button>
          ))}
        </div>
        {pause.error !== undefined && <ProblemNotice error={pause.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Keep as it is
          </button>
          <button type="submit" className="button primary" disabled={pause.busy}>
            Pause
          </button>
        </div>
      </form>
    </Dialog>
  );
}
