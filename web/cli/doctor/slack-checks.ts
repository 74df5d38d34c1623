import type { ServerConfig } from "../../../core/config/server-config.ts";
import type { Finding } from "./finding.ts";

/** What the app must be allowed; deploy/slack-manifest.json asks for the same. */
export const SLACK_SCOPES: readonly string[] = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "links:read",
  "links:write",
  "users:read",
];

const PATIENCE_MS = 10_000;
const DOCS = "docs/slack.md says how, step by step.";

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly team?: string;
  readonly team_id?: string;
  readonly user?: string;
  readonly scopes: readonly string[];
}

/** Asks Slack itself whether what is configured works. Prints no secret and changes nothing. */
export async function checkSlack(slack: ServerConfig["slack"], publicUrl?: string): Promise<readonly Finding[]> {
  if (!slack) {
    const fix = `Set OCTOPUS_SLACK_BOT_TOKEN and OCTOPUS_SLACK_APP_TOKEN; ${DOCS}`;
    return [{ level: "warn", what: "Slack is not set up", fix }];
  }
  const url = slack.apiUrl ?? "https://slack.com/api/";
  const who = await ask(url, "auth.test", slack.botToken);
  if (who === undefined) {
    return [{ level: "fail", what: `Slack cannot be reached at ${url}`, fix: "Look at the network and its proxies." }];
  }
  const socket = slack.appToken === undefined ? undefined : await ask(url, "apps.connections.open", slack.appToken);
  return [
    ...botFindings(who, slack.teams),
    ...(slack.appToken === undefined ? [overHttp] : [socketFinding(socket)]),
    previewFinding(publicUrl),
    cannotBeAsked,
  ];
}

function botFindings(who: Answer, teams: readonly string[]): readonly Finding[] {
  if (!who.ok) {
    const fix = "Install the app to the workspace again and set OCTOPUS_SLACK_BOT_TOKEN to its bot token (xoxb-...).";
    return [{ level: "fail", what: `Slack refuses the bot token (${who.error ?? "no reason"})`, fix }];
  }
  const named = `${who.team ?? "a workspace"} (${who.team_id ?? "?"})`;
  const findings: Finding[] = [{ level: "ok", what: `Slack knows the bot as ${who.user ?? "?"} in ${named}` }];
  const missing = SLACK_SCOPES.filter((scope) => !who.scopes.includes(scope));
  if (who.scopes.length > 0 && missing.length > 0) {
    const fix = "Add them under OAuth & Permissions (or update the manifest), then install the app again.";
    findings.push({ level: "fail", what: `the app lacks the scopes ${missing.join(", ")}`, fix });
  } else if (who.scopes.length > 0) findings.push({ level: "ok", what: "the app has every scope it needs" });
  if (teams.length > 0 && who.team_id !== undefined && !teams.includes(who.team_id)) {
    const fix = `Add ${who.team_id} to OCTOPUS_SLACK_TEAMS, or leave that empty.`;
    findings.push({ level: "fail", what: "the workspace of the app is not among those that may speak to it", fix });
  }
  return findings;
}

function socketFinding(socket: Answer | undefined): Finding {
  if (socket?.ok) return { level: "ok", what: "Slack gives out a socket (Socket Mode)" };
  const fix = "Switch Socket Mode on, and set OCTOPUS_SLACK_APP_TOKEN to an app-level token with connections:write.";
  return { level: "fail", what: `Slack gives out no socket (${socket?.error ?? "no answer"})`, fix };
}

/** Slack tells nobody which domains an app has. */
function previewFinding(publicUrl: string | undefined): Finding {
  if (publicUrl === undefined) {
    const fix = "Set OCTOPUS_PUBLIC_URL to the address of the console; links in messages lead there too.";
    return { level: "warn", what: "links to the console get no previews, and lead nowhere from other machines", fix };
  }
  const { hostname } = new URL(publicUrl);
  const what = `for previews of links, unfurl_domains of the app must name ${hostname}: that cannot be asked`;
  return { level: "ok", what };
}

const overHttp: Finding = {
  level: "ok",
  what: "Slack sends over HTTP: events, interactivity and commands must point to /slack/events of the public address",
};
const cannotBeAsked: Finding = {
  level: "ok",
  what: "whether events are subscribed cannot be asked: write to the bot; if it stays silent, compare with deploy/slack-manifest.json",
};

async function ask(url: string, method: string, token: string): Promise<Answer | undefined> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${url}${method}`, { method: "POST", headers, signal });
    const scopes = (response.headers.get("x-oauth-scopes") ?? "").split(",").map((scope) => scope.trim());
    return { ...((await response.json()) as Omit<Answer, "scopes">), scopes: scopes.filter((scope) => scope !== "") };
  } catch {
    return undefined;
  }
}
