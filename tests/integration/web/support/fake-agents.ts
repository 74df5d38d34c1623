import type { CoreEvents } from "../../../../core/events/core-events.ts";
import { OctopusError } from "../../../../core/kernel/errors.ts";
import type { EventBus } from "../../../../core/kernel/event-bus.ts";
import type { Agent } from "../../../../core/model/agent.ts";
import { decideAccess } from "../../../../core/model/permission.ts";
import type { Actor } from "../../../../core/model/user.ts";
import type { FromAgent, Hello, JoinReply, JoinRequest } from "../../../../core/protocol/messages.ts";
import type { AgentAdmission, AgentReceiver } from "../../../../web/agent-gateway/agent-ports.ts";
import type { AgentUseCases } from "../../../../web/api/agent-handlers.ts";
import { anAgentNamed } from "./people.ts";

/** Machines in memory. The signature "good" proves everything; the REST token of web-1 is "rest-token-web-1". */
export class FakeAgents implements AgentUseCases, AgentAdmission, AgentReceiver {
  readonly #agents = new Map<string, Agent>();
  readonly #events: EventBus<CoreEvents>;
  readonly received: { readonly agentId: string; readonly message: FromAgent }[] = [];
  readonly connects: string[] = [];
  readonly disconnects: string[] = [];
  /** What receiving does, besides being remembered. */
  onReceive: (agentId: string, messages: readonly FromAgent[]) => Promise<void> = async () => undefined;

  constructor(events: EventBus<CoreEvents>) {
    this.#events = events;
    for (const name of ["web-1", "web-2", "db-1"]) this.#put(anAgentNamed(name));
  }

  all(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  get(id: string): Agent | undefined {
    return this.#agents.get(id);
  }

  async setLabels(actor: Actor, id: string, labels: readonly string[]): Promise<Agent> {
    return this.#change(actor, id, { labels });
  }

  async approve(actor: Actor, id: string): Promise<Agent> {
    return this.#change(actor, id, { state: "active" });
  }

  async disable(actor: Actor, id: string): Promise<Agent> {
    return this.#change(actor, id, { state: "disabled" });
  }

  async enable(actor: Actor, id: string): Promise<Agent> {
    return this.#change(actor, id, { state: "active" });
  }

  async drain(actor: Actor, id: string): Promise<Agent> {
    if (!decideAccess(actor, { name: "agent.drain" }).allowed) throw new OctopusError("access.denied", "No.");
    return this.#put({ ...this.#known(id), state: "draining" });
  }

  async remove(_actor: Actor, id: string): Promise<void> {
    this.#known(id);
    this.#agents.delete(id);
    this.#events.emit("agent.changed", { agentId: id });
  }

  async createJoinToken() {
    return { token: "octo_join_1", expiresAt: Date.UTC(2100, 0, 1) };
  }

  async hello(hello: Hello) {
    const retryable = false;
    if (hello.signature !== "good") {
      return { ok: false, code: "agent.proof-refused", reason: "The proof is wrong.", retryable } as const;
    }
    const times = { heartbeatMs: 10_000, leaseMs: 45_000, marginMs: 10_000 };
    return { ok: true, serverId: "srv_test", state: "active", ...times } as const;
  }

  async join(request: JoinRequest): Promise<JoinReply> {
    if (request.token !== "octo_join_1") throw new OctopusError("agent.join-refused", "The join token is wrong.");
    return { agentId: "agt_new", serverId: "srv_test", name: request.name, state: "active" };
  }

  async byRestToken(secret: string): Promise<string | undefined> {
    return secret === "rest-token-web-1" && this.mayConnect("agt_web-1") ? "agt_web-1" : undefined;
  }

  mayConnect(agentId: string): boolean {
    const state = this.#agents.get(agentId)?.state;
    return state !== undefined && state !== "disabled" && state !== "quarantined";
  }

  async seen(): Promise<void> {}

  async left(): Promise<void> {}

  async connected(agentId: string): Promise<void> {
    this.connects.push(agentId);
  }

  async receive(agentId: string, messages: readonly FromAgent[]): Promise<void> {
    this.received.push(...messages.map((message) => ({ agentId, message })));
    await this.onReceive(agentId, messages);
  }

  disconnected(agentId: string): void {
    this.disconnects.push(agentId);
  }

  #known(id: string): Agent {
    const agent = this.#agents.get(id);
    if (agent) return agent;
    throw new OctopusError("agent.not-found", `There is no machine ${id}.`);
  }

  #change(actor: Actor, id: string, change: Partial<Agent>): Agent {
    if (!decideAccess(actor, { name: "agent.manage" }).allowed) throw new OctopusError("access.denied", "No.");
    const agent = this.#put({ ...this.#known(id), ...change });
    this.#events.emit("agent.changed", { agentId: id });
    return agent;
  }

  #put(agent: Agent): Agent {
    this.#agents.set(agent.id, agent);
    return agent;
  }
}
