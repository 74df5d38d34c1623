import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { useSessionAccess } from "../api/session.tsx";
import { Field } from "../components/field.tsx";
import { Gate } from "../components/gate.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { useTitle } from "../hooks/use-title.ts";

const SHORTEST_PASSWORD = 12;

/** The first visit: the code from the terminal proves that it is the owner of the machine who makes the first admin. */
export function SetupPage() {
  useTitle("Set up");
  const { signedIn } = useSessionAccess();
  const [code, setCode] = useState(() => new URLSearchParams(location.search).get("code") ?? "");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [came] = useState(code !== "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const session = await call("setup.complete", {
        body: { code: code.trim(), username: username.trim(), password },
      });
      history.replaceState(null, "", "/");
      signedIn(session);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Gate
      title="Set up Octopus"
      text={
        came
          ? "You are the first here. Make the administrator; more people can be added later."
          : "Octopus printed a one-time code in the terminal where it was started. Enter it to make the first administrator."
      }
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <Field
          label="One-time code"
          className="mono"
          autoComplete="off"
          spellCheck={false}
          required
          autoFocus={!came}
          hint={
            came
              ? "Taken from the link you opened."
              : "It is valid for 15 minutes; a restart of Octopus prints a new one."
          }
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Field
          label="Your name"
          autoComplete="username"
          required
          maxLength={60}
          autoFocus={came}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
        <NewPassword password={password} setPassword={setPassword} />
        {error !== undefined && <ProblemNotice error={error} />}
        <button type="submit" className="button primary wide" disabled={busy}>
          {busy ? "Setting up…" : "Create administrator"}
        </button>
      </form>
    </Gate>
  );
}

interface NewPasswordProps {
  readonly password: string;
  readonly setPassword: (password: string) => void;
}

function NewPassword({ password, setPassword }: NewPasswordProps) {
  const missing = SHORTEST_PASSWORD - [...password].length;
  return (
    <Field
      label="Password"
      type="password"
      autoComplete="new-password"
      required
      minLength={SHORTEST_PASSWORD}
      maxLength={256}
      hint={
        password !== "" && missing > 0
          ? `${missing} more ${missing === 1 ? "character" : "characters"}.`
          : "At least 12 characters. Any you like: a few words are better than a few symbols. Well-known passwords are refused."
      }
      value={password}
      onChange={(event) => setPassword(event.target.value)}
    />
  );
}
