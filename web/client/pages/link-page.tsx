import { useState } from "react";
import { call } from "../api/call.ts";
import { useSession } from "../api/session.tsx";
import { ProblemNotice } from "../components/problem-notice.tsx";
import { useAction } from "../hooks/use-action.ts";
import { useResource } from "../hooks/use-resource.ts";
import { useTitle } from "../hooks/use-title.ts";

const SERVICES: Readonly<Record<string, string>> = { slack: "Slack" };

/** Where the bot's one-time address leads: both names are shown, and nothing happens before the button is pressed. */
export function LinkPage() {
  useTitle("Link an account");
  const { user } = useSession();
  const [code] = useState(() => new URLSearchParams(location.search).get("code") ?? "");
  const [linked, setLinked] = useState(false);
  const offer = useResource(`link ${code}`, () => call("link.offer", { body: { code } }));
  const accept = useAction(async () => {
    await call("link.create", { body: { code } });
    history.replaceState(null, "", "/link");
    setLinked(true);
  });
  const service = SERVICES[offer.data?.channel ?? ""] ?? "the chat service";
  const name = offer.data?.personName ?? "";
  return (
    <div className="page">
      <h1>Link an account</h1>
      {linked ? (
        <p role="status">
          Done. What <strong>{name}</strong> says to the bot in {service} is now said by <strong>{user.name}</strong>.
          You can close this page.
        </p>
      ) : offer.data ? (
        <div className="stack">
          <p>
            <strong>{name}</strong> in {service} (workspace {offer.data.team}) will act here as{" "}
            <strong>{user.name}</strong>, with the role {user.role}.
          </p>
          <p className="faint">Go on only if you are both, and if you asked the bot for this link yourself.</p>
          {accept.error !== undefined && <ProblemNotice error={accept.error} />}
          <div>
            <button type="button" className="button primary" disabled={accept.busy} onClick={() => void accept.run()}>
              {accept.busy ? "Linking…" : `Yes, ${name} is me`}
            </button>
          </div>
        </div>
      ) : (
        offer.error !== undefined && <ProblemNotice error={offer.error} />
      )}
    </div>
  );
}
