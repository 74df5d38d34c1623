import { useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FreezeDialog } from "../components/freeze/freeze-dialog.tsx";
import { FreezeRow } from "../components/freeze/freeze-row.tsx";
import { Icon } from "../components/icon.tsx";
import { RowList } from "../components/row-list.tsx";
import { SchedulePlaces } from "../components/schedule-places.tsx";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { usePoll } from "../hooks/use-poll.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

const PAGE = 50;
const POLL_MS = 15_000;

/** When nothing may change: the windows that hold, those to come, and those that are over. */
export function FreezesPage() {
  useTitle("Freezes");
  const [adding, setAdding] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  const mayStart = useMay("freeze.start");
  const freezes = useResource(`freezes ${limit}`, (signal) => call("freeze.list", { query: { limit }, signal }));
  usePoll(POLL_MS, freezes.reload);
  useHotkey("n", () => mayStart && setAdding(true));
  const add = (
    <button
      type="button"
      className="button primary"
      title="Add one (n)"
      aria-keyshortcuts="n"
      onClick={() => setAdding(true)}
    >
      <Icon name="plus" size={16} />
      Freeze machines
    </button>
  );
  return (
    <div className="page">
      <SchedulePlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Freezes</h1>
          <p className="faint">While a freeze holds, nothing of its kind starts on its machines, whoever asks.</p>
        </div>
        {mayStart && add}
      </header>
      <RowList
        label="Freezes"
        resource={freezes}
        row={(freeze) => <FreezeRow key={freeze.id} freeze={freeze} changed={freezes.reload} />}
        {...(limit < 500 ? { more: () => setLimit(Math.min(500, limit + PAGE)) } : {})}
        empty={
          <EmptyState
            title="Nothing was ever frozen"
            text={
              mayStart
                ? "Freeze machines for a release, a holiday or an incident; here or by saying “no changes on production until monday 8am”."
                : "Operators can freeze machines for a release, a holiday or an incident."
            }
          >
            {mayStart && add}
          </EmptyState>
        }
      />
      {adding && <FreezeDialog close={() => setAdding(false)} started={freezes.reload} />}
    </div>
  );
}
