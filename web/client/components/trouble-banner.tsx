import { useEffect, useState } from "react";
import { usePoll } from "../hooks/use-poll.ts";

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

const NAMES: Readonly<Record<string, string>> = { slack: "Slack", scheduler: "The scheduler", disk: "Disk space" };
const EVERY_MS = 30_000;

/** A yellow light: something beside the server does not work (Slack cannot be reached), and what that is. */
export function TroubleBanner() {
  const [troubles, setTroubles] = useState<readonly Check[]>([]);
  const look = () => {
    readyChecks().then(
      (checks) => setTroubles(checks.filter((check) => !check.ok && check.detail !== undefined)),
      () => setTroubles([]),
    );
  };
  useEffect(look, []);
  usePoll(EVERY_MS, look);
  return (
    <div role="status">
      {troubles.map(({ name, detail }) => (
        <div className="offline" key={name}>
          <span>
            <strong>{NAMES[name] ?? name}:</strong> {detail}. Everything else works.
          </span>
        </div>
      ))}
    </div>
  );
}

async function readyChecks(): Promise<readonly Check[]> {
  const response = await fetch("/readyz");
  const { checks } = (await response.json()) as { readonly checks?: readonly Check[] };
  return checks ?? [];
}
