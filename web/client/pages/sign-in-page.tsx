import { type FormEvent, useEffect, useState } from "react";
import { Redirect } from "wouter";
import { call } from "../api/call.ts";
import { useSessionAccess } from "../api/session.tsx";
import { Field } from "../components/field.tsx";
import { Gate } from "../components/gate.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { useTitle } from "../hooks/use-title.ts";
import { safeNext } from "../model/safe-next.ts";

/** Name and password; then back to where one wanted to go. */
export function SignInPage() {
  useTitle("Sign in");
  const { state, signedIn } = useSessionAccess();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [next] = useState(() => safeNext(new URLSearchParams(location.search).get("next")));
  useEffect(() => setError(undefined), []);
  if (state.kind === "signed-in") return <Redirect to={next} replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      signedIn(await call("session.create", { body: { username, password } }));
    } catch (problem) {
      setError(problem);
      setPassword("");
      setBusy(false);
    }
  };
  return (
    <Gate
      title="Sign in"
      text={next === "/" ? "Welcome back to Octopus." : "Sign in, and you are taken back to where you were."}
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <Field
          label="Name"
          autoComplete="username"
          required
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {error !== undefined && <ProblemNotice error={error} />}
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? "Signing in…" : "Sign in"}
        </button>
      </form>
    </Gate>
  );
}
