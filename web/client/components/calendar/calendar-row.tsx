import { useState } from "react";
import { Link } from "wouter";
import type { CalendarDto } from "../../../contract/calendar.ts";
import type { TaskDto } from "../../../contract/task.ts";
import { call } from "../../api/call.ts";
import { useMay, useSession } from "../../api/session.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { daysAhead, dayWords } from "../../model/calendar-words.ts";
import { wallInput } from "../../model/wall-input.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { TimeText } from "../time-text.tsx";

const SHOWN_DAYS = 24;

interface Props {
  readonly calendar: CalendarDto;
  /** Undefined until known. */
  readonly tasks: readonly TaskDto[] | undefined;
  readonly changed: () => void;
}

/** A calendar with its next days and the schedules that leave them out. */
export function CalendarRow({ calendar, tasks, changed }: Props) {
  const { timeZone } = useSession();
  const ahead = daysAhead(calendar, wallInput(useNow(undefined), timeZone).slice(0, 10));
  const [next] = ahead;
  return (
    <li className="plain-row calendar-row">
      <div className="row-text">
        <p>
          <strong>{calendar.name}</strong>{" "}
          <span className="faint">
            {calendar.dayCount} {calendar.dayCount === 1 ? "day" : "days"}
          </span>
        </p>
        <p className="faint small">
          {next ? `Next: ${dayWords(next)}` : "No day of it is left"} · changed <TimeText at={calendar.updatedAt} />
        </p>
        {ahead.length > 1 && (
          <details className="small">
            <summary data-row>The next {Math.min(SHOWN_DAYS, ahead.length)} days</summary>
            <ul className="days">
              {ahead.slice(0, SHOWN_DAYS).map((day) => (
                <li key={day.date}>{dayWords(day)}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <UsedBy tasks={tasks} />
      <DeleteCalendar name={calendar.name} used={tasks?.length ?? 0} changed={changed} />
    </li>
  );
}

function UsedBy({ tasks }: { readonly tasks: readonly TaskDto[] | undefined }) {
  if (!tasks) return <span className="small" />;
  if (tasks.length === 0) return <span className="faint small">No schedule uses it</span>;
  return (
    <p className="small used-by">
      <span className="faint">Left out by </span>
      {tasks.slice(0, 5).map((task, index) => (
        <span key={task.id}>
          {index > 0 && ", "}
          <Link href={`/tasks/${task.id}`}>{task.name || task.id}</Link>
        </span>
      ))}
      {tasks.length > 5 && <span className="faint"> and {tasks.length - 5} more</span>}
    </p>
  );
}

interface DeleteProps {
  readonly name: string;
  readonly used: number;
  readonly changed: () => void;
}

function DeleteCalendar({ name, used, changed }: DeleteProps) {
  const may = useMay("settings.manage");
  const [question, setQuestion] = useState<Question>();
  if (!may) return <span className="row-act" />;
  const users = used === 1 ? "1 schedule uses it and is" : `${used} schedules use it and are`;
  const ask = () =>
    setQuestion({
      title: `Delete the calendar ${name}?`,
      text: used === 0 ? "No schedule uses it." : `${users} skipped from then on, until it names another.`,
      verb: "Delete the calendar",
      danger: true,
      act: async () => {
        await call("calendar.delete", { params: { name } });
        changed();
      },
    });
  return (
    <span className="row-act">
      <button type="button" className="ghost small" onClick={ask} aria-label={`Delete the calendar ${name}`}>
        Delete
      </button>
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </span>
  );
}
