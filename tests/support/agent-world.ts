import { generateKeyPairSync, sign } from "node:crypto";
import { AgentDirectory } from "../../core/agents/agent-directory.ts";
import { AgentLiveness } from "../../core/agents/agent-liveness.ts";
import { AgentProof } from "../../core/agents/agent-proof.ts";
import { AgentService } from "../../core/agents/agent-service.ts";
import { JoinService, type JoinTokenRequest } from "../../core/agents/join-service.ts";
import type { Agent, AgentFacts } from "../../core/model/agent.ts";
import { type Challenge, type Hello, helloText, type JoinReply } from "../../core/protocol/messages.ts";
import { PROTOCOL_VERSION } from "../../core/protocol/version.ts";
import type { Store } from "../../core/store/rows.ts";
import { SYSTEM_ACTOR } from "../../core/users/actor-of.ts";
import { anAccountWorld } from "./account-world.ts";

export const FACTS: AgentFacts = {
  hostname: "web-1.example.com",
  os: "linux",
  osRelease: "6.1",
  arch: "x64",
  cpuCount: 4,
  memoryBytes: 8e9,
  nodeVersion: "v20.19.0",
  agentVersion: "0.1.0",
  runsAs: "octopus-run (uid 998)",
  capabilities: ["tar"],
};

export const CHALLENGE: Challenge = { nonce: "nonce-1", serverId: "srv_1" };

export interface TestKey {
  readonly publicKey: string;
  /** A hello of this key's owner, signed, with whatever is named otherwise. */
  hello(agentId: string, boot: number, overrides?: Partial<Hello>): Hello;
}

export function aKey(): TestKey {
  const pair = generateKeyPairSync("ed25519");
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
    hello(agentId, boot, overrides = {}) {
      const text = Buffer.from(helloText(CHALLENGE, agentId, boot));
      const signature = sign(null, text, pair.privateKey).toString("base64");
      return { agentId, boot, signature, protocol: PROTOCOL_VERSION, facts: FACTS, ...overrides };
    },
  };
}

/** The services for machines, over an empty memory store (or the one given) and a clock that stands at nine. */
export function anAgentWorld(options: { readonly store?: Store } = {}) {
  const accounts = anAccountWorld(options);
  const directory = new AgentDirectory(accounts.store);
  const deps = { ...accounts, directory, serverId: CHALLENGE.serverId, offlineMs: 30_000 };
  const joins = new JoinService(deps);
  const key = aKey();
  const aToken = async (wanted: Partial<JoinTokenRequest> = {}) => {
    const request = { labels: [], autoApprove: true, rest: false, ...wanted };
    return (await accounts.write((writer) => joins.createToken(writer, SYSTEM_ACTOR, request))).token;
  };
  const join = async (name: string, wanted: Partial<JoinTokenRequest> = {}): Promise<JoinReply> => {
    return await joins.join({ token: await aToken(wanted), publicKey: key.publicKey, name, facts: FACTS });
  };
  const got = (id: string): Agent => {
    const agent = directory.get(id);
    if (!agent) throw new Error(`no machine ${id}`);
    return agent;
  };
  return {
    ...deps,
    joins,
    agents: new AgentService(deps),
    proof: new AgentProof(deps),
    liveness: new AgentLiveness(deps),
    key,
    aToken,
    join,
    got,
    /** "kind: from -> to" of a machine, oldest first. */
    async history(id: string): Promise<readonly string[]> {
      const { items } = await new AgentService(deps).events(id, { limit: 500 });
      return items.map((event) => `${event.kind}: ${event.from} -> ${event.to}`).reverse();
    },
  };
}
