import { hostname } from "node:os";
import { OctopusError } from "../core/kernel/errors.ts";
import { trimSigns } from "../core/kernel/trim-signs.ts";
import type { AgentFacts } from "../core/model/agent.ts";
import type { JoinRequest } from "../core/protocol/messages.ts";
import { decodeJoinReply } from "../core/protocol/schemas.ts";
import { type AgentIdentity, generateAgentKey, readIdentity, writeIdentity } from "./identity.ts";
import { askServer, problemOf } from "./server-http.ts";

export interface JoinInput {
  /** http(s)://host[:port] */
  readonly server: string;
  readonly token: string;
  /** Lower case; the machine's host name when left out. */
  readonly name?: string | undefined;
  readonly dataDir: string;
  readonly facts: AgentFacts;
}

/**
 * Makes a key, shows it to the server together with the token, and stores who this machine is from now on. Throws
 * `agent.join-refused`, `agent.name-taken`, `server.unreachable`, `request.conflict` when the folder belongs to an agent.
 */
export async function join(input: JoinInput): Promise<AgentIdentity & { readonly state: string }> {
  const server = normalServer(input.server);
  const present = await readIdentity(input.dataDir);
  if (present) {
    const sentence = `${input.dataDir} already belongs to machine "${present.name}" of ${present.serverUrl}; use another --data-dir or remove it first.`;
    throw new OctopusError("request.conflict", sentence, { dataDir: input.dataDir });
  }
  const key = generateAgentKey();
  const name = input.name ?? nameFromHost(hostname());
  const request: JoinRequest = { token: input.token, publicKey: key.publicKey, name, facts: input.facts };
  const url = `${server}/api/v1/agents/join`;
  const answer = await askServer({ method: "POST", url, json: request, timeoutMs: 15_000, maxBytes: 65_536 });
  if (!answer)
    throw new OctopusError(
      "server.unreachable",
      `No server answers at ${server}. Check the address, and that the server runs and can be reached from here.`,
      { server },
    );
  if (answer.status >= 400) {
    const { code, sentence } = problemOf(answer);
    throw new OctopusError(code === "agent.name-taken" ? code : "agent.join-refused", sentence, { code });
  }
  const reply = decodeJoinReply(JSON.parse(answer.body.toString("utf8")));
  if (!reply.ok) {
    throw new OctopusError("agent.protocol-mismatch", `The server's answer is not valid: ${reply.problem}.`);
  }
  const { agentId, serverId, state, restToken } = reply.value;
  const identity: AgentIdentity = {
    id: agentId,
    name: reply.value.name,
    serverUrl: server,
    serverId,
    privateKey: key.privateKey,
    boot: 0,
    ...(restToken === undefined ? {} : { restToken }),
  };
  await writeIdentity(input.dataDir, identity);
  return { ...identity, state };
}

/** Without a path and a slash at its end; throws `config.invalid` for anything but http and https. */
export function normalServer(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.origin;
  throw new OctopusError("config.invalid", `"${server}" is no address; expected http://HOST:PORT or https://HOST.`);
}

/** What of a host name can be a machine's name. */
export function nameFromHost(host: string): string {
  const short = host.toLowerCase().split(".")[0] ?? "";
  return trimSigns(short.replaceAll(/[^a-z0-9-]+/g, "-"), "-").slice(0, 63) || "machine";
}
