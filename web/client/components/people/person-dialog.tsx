import { type FormEvent, useState } from "react";
import { roleSchema, type UserDto } from "../../../contract/user.ts";
import { call } from "../../api/call.ts";
import { useAction } from "../../hooks/use-action.ts";
import { Dialog } from "../dialog.tsx";
import { Field } from "../field.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { SelectField } from "../select-field.tsx";

const ROLES = roleSchema.enum.map((role) => [role, role] as const);

/** Adds somebody: a name, a first password to pass on, a role. */
export function PersonDialog({ close, added }: { readonly close: () => void; readonly added: () => void }) {
  const [values, setValues] = useState({ name: "", password: "", role: "requester" });
  const put = (part: Partial<typeof values>) => setValues((before) => ({ ...before, ...part }));
  const add = useAction(async () => {
    const { name, password, role } = values;
    await call("user.create", { body: { name: name.trim(), password, role: role as UserDto["role"] } });
    added();
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await add.run()) close();
  };
  return (
    <Dialog title="Add a person" onClose={close}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          required
          maxLength={60}
          autoComplete="off"
          value={values.name}
          onChange={(event) => put({ name: event.target.value })}
        />
        <Field
          label="First password"
          hint="Pass it on yourself; they change it after signing in."
          type="password"
          required
          autoComplete="new-password"
          value={values.password}
          onChange={(event) => put({ password: event.target.value })}
        />
        <SelectField label="Role" choices={ROLES} value={values.role} change={(role) => put({ role })} />
        {add.error !== undefined && <ProblemNotice error={add.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={close}>
            Add nobody
          </button>
          <button type="submit" className="button primary" disabled={add.busy}>
            Add
          </button>
        </div>
      </form>
    </Dialog>
  );
}
