import { useState } from "react";
import type { TargetsDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { useMay, useSession } from "../api/session.tsx";
import { ConfirmDialog, type Question } from "../components/confirm-dialog.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { RowList } from "../components/row-list.tsx";
import { SettingsPlaces } from "../components/settings-places.tsx";
import { TimeText } from "../components/time-text.tsx";
import { WordPill } from "../components/word-pill.tsx";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";
import { targetsText } from "../model/describe.ts";

const UNDERSTOOD = { word: "understood", tone: "good", icon: "check" } as const;
const LOST = { word: "means something else now", tone: "warn", icon: "warning" } as const;

/** Phrases of the house: what people taught the bot to understand, and whether it still does. */
export function AliasesPage() {
  useTitle("Phrases");
  const { user } = useSession();
  const mayAll = useMay("user.manage");
  const mayTeach = useMay("alias.teach");
  const [question, setQuestion] = useState<Question>();
  const aliases = useResource("aliases", (signal) => call("alias.list", { signal }));
  const forget = (name: string) =>
    setQuestion({
      title: `Forget “${name}”?`,
      text: "From then on it means nothing special. Tasks that were made with it stay as they are.",
      verb: "Forget it",
      act: async () => {
        await call("alias.delete", { params: { name } });
        aliases.reload();
      },
    });
  return (
    <div className="page">
      <SettingsPlaces />
      <header className="page-head">
        <div className="head-text">
          <h1>Phrases</h1>
          <p className="faint">What people taught Octopus by “call that morning check”.</p>
        </div>
      </header>
      <RowList
        label="Phrases"
        resource={aliases}
        empty={
          <EmptyState
            title="No phrase was taught yet"
            text="After a request, say “call that morning check”: from then on “morning check” means it."
          />
        }
        row={({ createdAt, frame, name, ownerName, text, understood }) => (
          <li key={name} className="plain-row alias-row">
            <WordPill words={understood ? UNDERSTOOD : LOST} />
            <div className="row-text">
              <p>
                <strong>{name}</strong>
              </p>
              <p className="small">means {meaningOf(frame)}</p>
              <p className="faint small">
                {ownerName}: “{text}” · <TimeText at={createdAt} />
              </p>
            </div>
            <span className="row-act">
              {mayTeach && (mayAll || ownerName === user.name) && (
                <button
                  type="button"
                  className="button small"
                  data-row
                  onClick={() => forget(name)}
                  aria-label={`Forget ${name}`}
                >
                  Forget
                </button>
              )}
            </span>
          </li>
        )}
      />
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </div>
  );
}

/** What is done, and where that was part of it. */
function meaningOf(frame: Readonly<Record<string, unknown>>): string {
  const { action, intent, targets } = frame as { action?: string; intent?: string; targets?: TargetsDto };
  const what = action ?? intent ?? "a request";
  return targets && targets.include.length > 0 ? `${what} on ${targetsText(targets)}` : what;
}
