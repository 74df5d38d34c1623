import { OctopusError } from "../../core/kernel/errors.ts";
import type { Agent } from "../../core/model/agent.ts";
import { DEFAULT_PAGE_SIZE } from "../../core/model/page.ts";
import type { Actor } from "../../core/model/user.ts";
import type { AgentGateway } from "../agent-gateway/agent-gateway.ts";
import type { AgentAdmission } from "../agent-gateway/agent-ports.ts";
import type { AgentDto, AgentPageDto, AgentQueryDto } from "../contract/agent.ts";
import type { AGENT_ROUTES } from "../contract/routes/agent-routes.ts";
import type { Handlers, Visitor } from "./route-handler.ts";
import { withoutUndefined } from "./without-undefined.ts";

export interface AgentMove {
  readonly reason?: string;
  readonly until?: number;
}

/** What people do with machines, each in a unit of its own. */
export interface AgentUseCases {
  setLabels(actor: Actor, id: string, labels: readonly string[]): Promise<Agent>;
  approve(actor: Actor, id: string): Promise<Agent>;
  disable(actor: Actor, id: string, move: AgentMove): Promise<Agent>;
  enable(actor: Actor, id: string): Promise<Agent>;
  drain(actor: Actor, id: string, move: AgentMove): Promise<Agent>;
  remove(actor: Actor, id: string): Promise<void>;
  createJoinToken(
    actor: Actor,
    token: {
      readonly labels: readonly string[];
      readonly name: string | undefined;
      readonly autoApprove: boolean;
      readonly rest: boolean;
      readonly expiresInMs: number;
    },
  ): Promise<{ readonly token: string; readonly expiresAt: number }>;
}

export interface AgentSnapshot {
  all(): readonly Agent[];
  get(id: string): Agent | undefined;
}

interface Deps {
  readonly agents: AgentUseCases;
  readonly directory: AgentSnapshot;
  readonly admission: AgentAdmission;
  readonly gateway: Pick<AgentGateway, "sync">;
  /** Where machines reach this server, seen from the request that asks. */
  siteUrl(visitor: Visitor): string;
}

const HOUR_IN_MINUTES = 60;

export function agentHandlers(deps: Deps): Handlers<keyof typeof AGENT_ROUTES> {
  const { agents, directory, admission, gateway, siteUrl } = deps;
  const sync = async (agentId: string, raw: readonly unknown[]) => {
    const { messages, refused, more } = await gateway.sync(agentId, raw);
    return { messages: messages.map((message) => ({ ...message })), refused, more };
  };
  return {
    "agent.list": async ({ query }) => listAgents(directory.all(), query),
    "agent.show": async ({ params }) => agentDto(found(directory.get(params.id), params.id)),
    "agent.change": async ({ actor, params, body }) => agentDto(await agents.setLabels(actor, params.id, body.labels)),
    "agent.approve": async ({ actor, params }) => agentDto(await agents.approve(actor, params.id)),
    "agent.disable": async ({ actor, params, body }) => agentDto(await agents.disable(actor, params.id, body)),
    "agent.enable": async ({ actor, params }) => agentDto(await agents.enable(actor, params.id)),
    "agent.drain": async ({ actor, params, body }) => agentDto(await agents.drain(actor, params.id, body)),
    "agent.delete": async ({ actor, params }) => {
      await agents.remove(actor, params.id);
      return undefined;
    },

    "agent.join-token": async ({ actor, body, visitor }) => {
      const { token, expiresAt } = await agents.createJoinToken(actor, {
        labels: body.labels ?? [],
        name: body.name,
        autoApprove: body.autoApprove ?? false,
        rest: body.rest ?? false,
        expiresInMs: (body.expiresInMinutes ?? HOUR_IN_MINUTES) * 60_000,
      });
      const url = siteUrl(visitor);
      return { token, expiresAt, command: `curl -fsSL ${url}/install.sh | sh -s -- --token ${token}` };
    },
    "agent.join": async ({ body }) => withoutUndefined(await admission.join(withoutUndefined(body))),
    "agent.sync": async ({ agentId, body }) => await sync(agentId, body.messages),
    "agent.heartbeat": async ({ agentId, body }) => await sync(agentId, body.messages),
  };
}

/** By name; the cursor is the last name shown. */
function listAgents(all: readonly Agent[], query: AgentQueryDto): AgentPageDto {
  const { cursor, label, limit = DEFAULT_PAGE_SIZE, liveness, state } = query;
  const chosen = all
    .filter((agent) => !state || state.includes(agent.state))
    .filter((agent) => !liveness || liveness.includes(agent.liveness))
    .filter((agent) => label === undefined || agent.labels.includes(label))
    .filter((agent) => cursor === undefined || agent.name > cursor)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const items = chosen.slice(0, limit).map(agentDto);
  const next = chosen.length > limit ? items.at(-1)?.name : undefined;
  return withoutUndefined({ items, next });
}

function found(agent: Agent | undefined, id: string): Agent {
  if (agent) return agent;
  throw new OctopusError("agent.not-found", `There is no machine ${id}.`, { id });
}

export function agentDto(agent: Agent): AgentDto {
  const { id, name, state, liveness, labels, facts, lastSeenAt, stateReason, createdAt, clockOffsetMs } = agent;
  const seen = { lastSeenAt, clockOffsetMs };
  return withoutUndefined({ id, name, state, liveness, labels, facts, ...seen, stateReason, createdAt });
}
