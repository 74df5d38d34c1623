import { useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../api/session.tsx";
import { Icon } from "../components/icon.tsx";
import { OwnSessions } from "../components/people/own-sessions.tsx";
import { PersonDialog } from "../components/people/person-dialog.tsx";
import { PersonRow } from "../components/people/person-row.tsx";
import { RowList } from "../components/row-list.tsx";
import { SettingsPlaces } from "../components/settings-places.tsx";
import { useHotkey } from "../hooks/use-hotkey.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

/** Who may sign in and as what, for those who may see it; and where one is signed in oneself. */
export function PeoplePage() {
  useTitle("People");
  const maySee = useMay("user.see");
  return (
    <div className="page stack">
      <SettingsPlaces />
      {maySee ? <Everybody /> : <h1>People</h1>}
      <OwnSessions />
    </div>
  );
}

function Everybody() {
  const [adding, setAdding] = useState(false);
  const mayManage = useMay("user.manage");
  const people = useResource("people", (signal) => call("user.list", { query: { limit: 500 }, signal }));
  useHotkey("n", () => mayManage && setAdding(true));
  return (
    <section>
      <header className="page-head">
        <div className="head-text">
          <h1>People</h1>
          <p className="faint">Who may sign in, and as what. Nobody is ever deleted: the audit log names them.</p>
        </div>
        {mayManage && (
          <button
            type="button"
            className="button primary"
            title="Add one (n)"
            aria-keyshortcuts="n"
            onClick={() => setAdding(true)}
          >
            <Icon name="plus" size={16} />
            Add a person
          </button>
        )}
      </header>
      <RowList
        label="People"
        resource={people}
        empty={null}
        row={(person) => <PersonRow key={person.id} person={person} changed={people.reload} />}
      />
      {adding && <PersonDialog close={() => setAdding(false)} added={people.reload} />}
    </section>
  );
}
