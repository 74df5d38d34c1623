import { useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { CalendarDialog } from "../components/calendar/calendar-dialog.tsx";
import { CalendarRow } from "../components/calendar/calendar-row.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Icon } from "../components/icon.tsx";
import { RowList } from "../components/row-list.tsx";
import { SchedulePlaces } from "../components/schedule-places.tsx";
import { useCalendarTasks } from "../hooks/use-calendar-tasks.ts";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

/** The lists of days that schedules leave out, and which schedules do. */
export function CalendarsPage() {
  useTitle("Calendars");
  const [adding, setAdding] = useState(false);
  const mayManage = useMay("settings.manage");
  const calendars = useResource("calendars", (signal) => call("calendar.list", { signal }));
  const tasks = useCalendarTasks();
  useHotkey("n", () => mayManage && setAdding(true));
  const add = (
    <button
      type="button"
      className="button primary"
      title="Add one (n)"
      aria-keyshortcuts="n"
      onClick={() => setAdding(true)}
    >
      <Icon name="plus" size={16} />
      Add a calendar
    </button>
  );
  return (
    <div className="page">
      <SchedulePlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Calendars</h1>
          <p className="faint">
            Days off, such as holidays. A schedule that names a calendar does not fire on its days.
          </p>
        </div>
        {mayManage && add}
      </header>
      <RowList
        label="Calendars"
        resource={calendars}
        row={(calendar) => (
          <CalendarRow
            key={calendar.name}
            calendar={calendar}
            tasks={tasks && (tasks.byCalendar.get(calendar.name) ?? [])}
            changed={calendars.reload}
          />
        )}
        empty={
          <EmptyState
            title="There is no calendar"
            text={
              mayManage
                ? "Add the holidays of your country from an ICS file, or write the dates down."
                : "An administrator can add one, from an ICS file or from dates."
            }
          >
            {mayManage && add}
          </EmptyState>
        }
      />
      {tasks?.more && (
        <p className="faint small pad">Only the newest 2,000 schedules were looked at for who uses what.</p>
      )}
      {adding && <CalendarDialog close={() => setAdding(false)} saved={calendars.reload} />}
    </div>
  );
}
