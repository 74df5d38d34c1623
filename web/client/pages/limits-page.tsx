import { useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Icon } from "../components/icon.tsx";
import { LimitDialog } from "../components/limit/limit-dialog.tsx";
import { LimitRow } from "../components/limit/limit-row.tsx";
import { RowList } from "../components/row-list.tsx";
import { SchedulePlaces } from "../components/schedule-places.tsx";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

const POLL_MS = 15_000;

/** How much may be under way at once. */
export function LimitsPage() {
  useTitle("Limits");
  const [adding, setAdding] = useState(false);
  const maySet = useMay("freeze.start");
  const limits = useResource("limits", (signal) => call("limit.list", { signal }));
  usePoll(POLL_MS, limits.reload);
  useHotkey("n", () => maySet && setAdding(true));
  const add = (
    <button
      type="button"
      className="button primary"
      title="Add one (n)"
      aria-keyshortcuts="n"
      onClick={() => setAdding(true)}
    >
      <Icon name="plus" size={16} />
      Set a limit
    </button>
  );
  return (
    <div className="page">
      <SchedulePlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Limits</h1>
          <p className="faint">What is over a limit waits for its turn, in order, and its card says for what.</p>
        </div>
        {maySet && add}
      </header>
      <RowList
        label="Limits"
        resource={limits}
        row={(limit) => <LimitRow key={limit.id} limit={limit} changed={limits.reload} />}
        empty={
          <EmptyState
            title="Nothing is limited"
            text={
              maySet
                ? "Say how much of something may be under way at once; here or by saying “never more than 2 backups at once”."
                : "Operators can say how much of something may be under way at once."
            }
          >
            {maySet && add}
          </EmptyState>
        }
      />
      {adding && <LimitDialog close={() => setAdding(false)} changed={limits.reload} />}
    </div>
  );
}
