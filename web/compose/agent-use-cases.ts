import type { AgentDirectory } from "../../core/agents/agent-directory.ts";
import type { AgentLiveness } from "../../core/agents/agent-liveness.ts";
import type { AgentProof } from "../../core/agents/agent-proof.ts";
import type { AgentService } from "../../core/agents/agent-service.ts";
import type { JoinService } from "../../core/agents/join-service.ts";
import type { Store } from "../../core/store/rows.ts";
import type { AgentAdmission } from "../agent-gateway/agent-ports.ts";
import type { AgentUseCases } from "../api/agent-handlers.ts";

interface Services {
  readonly store: Store;
  readonly agents: AgentService;
  readonly joins: JoinService;
}

/** What people do with machines over the web: each request is one unit of work. */
export function agentUseCases({ store, agents, joins }: Services): AgentUseCases {
  return {
    setLabels: (actor, id, labels) => store.write((writer) => agents.setLabels(writer, actor, id, labels)),
    approve: (actor, id) => store.write((writer) => agents.approve(writer, actor, id)),
    disable: (actor, id, move) => store.write((writer) => agents.disable(writer, actor, id, move)),
    enable: (actor, id) => store.write((writer) => agents.enable(writer, actor, id)),
    drain: (actor, id, move) => store.write((writer) => agents.drain(writer, actor, id, move)),
    remove: (actor, id) => store.write((writer) => agents.remove(writer, actor, id)),
    createJoinToken: (actor, { labels, name, autoApprove, rest, expiresInMs }) =>
      store.write((writer) => {
        const request = { labels, name, autoApprove, rest, lifeMs: expiresInMs };
        return joins.createToken(writer, actor, request);
      }),
  };
}

interface AdmissionServices {
  readonly joins: JoinService;
  readonly proof: AgentProof;
  readonly liveness: AgentLiveness;
  readonly directory: AgentDirectory;
  readonly serverId: string;
}

/** The door for machines. */
export function agentAdmission(services: AdmissionServices): AgentAdmission {
  const { joins, proof, liveness, directory, serverId } = services;
  return {
    hello: (hello, { nonce, at }) => proof.prove(hello, { nonce, serverId }, { challengedAt: at }),
    join: (request) => joins.join(request),
    byRestToken: async (secret) => (await proof.proveToken(secret))?.id,
    mayConnect: (agentId) => directory.mayConnect(agentId),
    seen: async (agentId, facts, { wallClock }) => liveness.seen(agentId, facts, wallClock),
    left: async () => undefined,
  };
}
