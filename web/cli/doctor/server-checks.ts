import { describeMs } from "../../../core/kernel/duration.ts";
import type { AgentPageDto } from "../../contract/agent.ts";
import type { ApiClient } from "../api-client.ts";
import type { Finding } from "./finding.ts";

const CLOCK_WARN_MS = 5_000;

/** Questions to a running server; none of them changes anything. */
export async function checkServer(url: string, now: () => number): Promise<readonly Finding[]> {
  const ready = await ask(`${url}/readyz`);
  if (!ready) return [{ level: "warn", what: `no server answers at ${url}`, fix: 'Start it with "npm start".' }];
  const findings: Finding[] = [];
  if (ready.ok) findings.push({ level: "ok", what: "the server is ready: database, scheduler and socket work" });
  else {
    const said = (await ready.text()).slice(0, 300);
    findings.push({ level: "fail", what: `the server is not ready: ${said}`, fix: "Read its log; restart it." });
  }
  const date = Date.parse(ready.headers.get("date") ?? "");
  const offBy = Math.abs(date - now());
  if (Number.isFinite(offBy) && offBy > CLOCK_WARN_MS) {
    const what = `the server's clock differs from this machine's by ${Math.round(offBy / 1000)} s`;
    findings.push({ level: "warn", what, fix: "Set both by a time service (chrony, systemd-timesyncd)." });
  }
  return findings;
}

export async function checkAgents(api: ApiClient): Promise<readonly Finding[]> {
  const { items } = await api.get<AgentPageDto>("/agents?limit=500");
  if (items.length === 0) {
    return [{ level: "warn", what: "no machine has joined", fix: "Open Machines in the web console and add one." }];
  }
  const online = items.filter((agent) => agent.liveness === "online").length;
  const findings: Finding[] = [{ level: "ok", what: `${online} of ${items.length} machines are online` }];
  for (const agent of items) {
    if (agent.state === "pending") findings.push(waiting(agent.name));
    else if (agent.state === "quarantined") findings.push(quarantined(agent.name));
    else if (agent.liveness !== "online") findings.push(silent(agent.name));
    if (agent.clockOffsetMs !== undefined) findings.push(wrongClock(agent.name, agent.clockOffsetMs));
    if (agent.facts?.runsAs.startsWith("root")) findings.push(asRoot(agent.name));
  }
  return findings;
}

const waiting = (name: string): Finding => ({
  level: "warn",
  what: `${name} waits for approval`,
  fix: `Approve it in the web console, or say: approve ${name}`,
});
const quarantined = (name: string): Finding => ({
  level: "fail",
  what: `${name} is quarantined: its identity was used twice`,
  fix: "Find the copy of the machine and remove its agent folder; then enable the machine again.",
});
const silent = (name: string): Finding => ({
  level: "warn",
  what: `${name} is not connected`,
  fix: `On ${name}, look at the output of: octopus agent status`,
});
const wrongClock = (name: string, offsetMs: number): Finding => ({
  level: "warn",
  what: `the clock of ${name} is ${describeMs(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead of" : "behind"} the server's`,
  fix: "Work goes on, but times in its output are wrong: set it by a time service (chrony, systemd-timesyncd).",
});
const asRoot = (name: string): Finding => ({
  level: "warn",
  what: `actions on ${name} run as root`,
  fix: "Run the agent as an ordinary user, or let that user reach Node and the agent's folder.",
});

async function ask(url: string): Promise<Response | undefined> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(3_000) });
  } catch {
    return undefined;
  }
}
