import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { applyRecord, type SpoolEntry } from "../engine/spool.ts";
import { readIdentity } from "../identity.ts";
import { askAgent } from "../local/ask-agent.ts";
import type { LocalStatus } from "../local/local-protocol.ts";
import { readPolicy } from "../policy/policy-file.ts";
import { askServer } from "../server-http.ts";
import { parseSpool } from "../spool/spool-line.ts";
import { notRunning } from "./ask-command.ts";
import { EXIT } from "./exit-codes.ts";

/** Says who this machine is, whether its agent runs, what it holds and whether its server answers. Changes nothing. */
export async function statusCommand(dataDir: string, say: (line: string) => void): Promise<number> {
  const identity = await readIdentity(dataDir);
  if (!identity) {
    say(`${dataDir} has not joined a server.`);
    return EXIT.failed;
  }
  let status: LocalStatus | undefined;
  await askAgent(dataDir, { type: "status" }, (reply) => {
    if (reply.type === "status") status = reply;
  });
  say(`agent     ${status ? describeAgent(status) : await notRunning(dataDir)}`);
  const policy = await readPolicy(join(dataDir, "policy.json"));
  say(`machine   ${identity.name} (${identity.id}), connected ${identity.boot} times`);
  say(`attempts  ${await countAttempts(dataDir)}`);
  say(`policy    ${policy.allowActions.join(", ")}, risk up to ${policy.maxRisk}, runs as ${policy.runAs ?? "auto"}`);
  const url = `${identity.serverUrl}/healthz`;
  const answer = await askServer({ method: "GET", url, timeoutMs: 5000, maxBytes: 65_536 });
  say(`server    ${identity.serverUrl} ${answer?.status === 200 ? "answers" : "does not answer"}`);
  if (!status) return EXIT.notRunning;
  return answer?.status === 200 ? EXIT.ok : EXIT.failed;
}

function describeAgent({ pid, version, runsAs, connected, draining }: LocalStatus): string {
  const link = connected ? "connected" : "not connected";
  return `runs (process ${pid}, version ${version}), ${link}${draining ? ", draining" : ""}, actions run as ${runsAs}`;
}

/** From the durable record, which is there without a running agent too. */
async function countAttempts(dataDir: string): Promise<string> {
  const entries = new Map<string, SpoolEntry>();
  const content = await readFile(join(dataDir, "spool.log")).catch(() => Buffer.alloc(0));
  for (const record of parseSpool(content).records) applyRecord(entries, record);
  const count = (phase: SpoolEntry["phase"]) => [...entries.values()].filter((entry) => entry.phase === phase).length;
  return `${count("started")} running, ${count("accepted")} accepted, ${count("finished")} to be confirmed`;
}
