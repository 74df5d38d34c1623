import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { RowList } from "../row-list.tsx";
import { TimeText } from "../time-text.tsx";

/** Where one is signed in, and the way to end that elsewhere. */
export function OwnSessions() {
  const sessions = useResource("sessions", (signal) => call("session.list", { signal }));
  const end = useAction(async (id?: string) => {
    if (id === undefined) await call("session.revoke-others");
    else await call("session.revoke", { params: { id } });
    sessions.reload();
  });
  const others = (sessions.data?.items.length ?? 0) > 1;
  return (
    <section aria-labelledby="own-sessions">
      <header className="page-head">
        <h2 id="own-sessions">Where you are signed in</h2>
        {others && (
          <button type="button" className="button small" disabled={end.busy} onClick={() => void end.run(undefined)}>
            Sign out everywhere else
          </button>
        )}
      </header>
      {end.error !== undefined && <ProblemNotice error={end.error} />}
      <RowList
        label="Where you are signed in"
        resource={sessions}
        empty={null}
        row={({ id, current, lastSeenAt, userAgent }) => (
          <li key={id} className="plain-row session-row">
            <div className="row-text">
              <p>
                {userAgent === "" ? "An unknown browser" : userAgent} {current && <strong>(this one)</strong>}
              </p>
              <p className="faint small">
                last seen <TimeText at={lastSeenAt} />
              </p>
            </div>
            <span className="row-act">
              {!current && (
                <button
                  type="button"
                  className="button small"
                  data-row
                  disabled={end.busy}
                  onClick={() => void end.run(id)}
                >
                  Sign out
                </button>
              )}
            </span>
          </li>
        )}
      />
    </section>
  );
}
