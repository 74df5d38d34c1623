import { type FormEvent, useState } from "react";
import type { ProtectionDto } from "../../../contract/approval.ts";
import { sentenceOf } from "../../api/api-error.ts";
import { call } from "../../api/call.ts";
import { useMay } from "../../api/session.tsx";
import { useAction } from "../../hooks/use-action.ts";
import { useResource } from "../../hooks/use-resource.ts";
import { targetsText } from "../../model/describe.ts";
import { targetsFrom } from "../../model/targets-from.ts";
import { ConfirmDialog, type Question } from "../confirm-dialog.tsx";
import { Field } from "../field.tsx";

/** Where changes need approval, whoever asks; administrators add and lift. */
export function ProtectedPlaces() {
  const mayManage = useMay("protection.manage");
  const places = useResource("protections", (signal) => call("protection.list", { signal }));
  const [question, setQuestion] = useState<Question>();
  const lift = ({ id, targets }: ProtectionDto) =>
    setQuestion({
      title: `Lift ${id}?`,
      text: `Changes on ${targetsText(targets)} need nobody's approval any more.`,
      verb: "Lift it",
      danger: true,
      act: async () => {
        await call("protection.lift", { params: { id } });
        places.reload();
      },
    });
  return (
    <section className="stack protected-places" aria-labelledby="protected">
      <h2 id="protected">Protected places</h2>
      {places.data?.items.length === 0 && <p className="faint">None: only roles decide who may change what.</p>}
      {places.data && places.data.items.length > 0 && (
        <ul className="rows">
          {places.data.items.map((place) => (
            <li key={place.id} className="plain-row protection-row">
              <div className="row-text">
                <p>
                  <strong>{targetsText(place.targets)}</strong>:{" "}
                  {place.risk === "destructive" ? "what can destroy needs approval" : "changes need approval"}
                </p>
                <p className="faint small">
                  {place.id} · {place.byName}
                </p>
              </div>
              <span className="row-act">
                {mayManage && (
                  <button type="button" className="button small" onClick={() => lift(place)}>
                    Lift<span className="sr-only"> {place.id}</span>
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayManage && <ProtectForm added={places.reload} />}
      {question && <ConfirmDialog question={question} close={() => setQuestion(undefined)} />}
    </section>
  );
}

function ProtectForm({ added }: { readonly added: () => void }) {
  const [where, setWhere] = useState("");
  const protect = useAction(async () => {
    const { items } = await call("agent.list", { query: { limit: 500 } });
    await call("protection.set", { body: { targets: targetsFrom(where, items) } });
    setWhere("");
    added();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (where.trim() !== "") void protect.run();
  };
  return (
    <form className="protect-form" noValidate onSubmit={submit}>
      <Field
        label="Protect"
        hint="Changes there need another person's yes: env:production, a label, a name, db-*."
        error={protect.error === undefined ? undefined : sentenceOf(protect.error)}
        value={where}
        onChange={(event) => setWhere(event.target.value)}
      />
      <button type="submit" className="button" disabled={protect.busy}>
        Protect
      </button>
    </form>
  );
}
