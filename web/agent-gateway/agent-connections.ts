import type { AgentChannel } from "../../core/dispatch/agent-channel.ts";
import type { ToAgent } from "../../core/protocol/messages.ts";

/** One way to one agent: a socket, or the queue that its next request empties. */
export interface AgentOutlet {
  /** Hands over; may drop what is too much, since everything of value is repeated. */
  send(messages: readonly ToAgent[]): void;
  isOpen(): boolean;
  close(): void;
}

/** Who is connected. At most one outlet for each agent: a newer one takes the place of the older, which is closed. */
export class AgentConnections implements AgentChannel {
  readonly #outlets = new Map<string, AgentOutlet>();

  get size(): number {
    return this.#outlets.size;
  }

  send(agentId: string, messages: readonly ToAgent[]): boolean {
    const outlet = this.#outlets.get(agentId);
    if (!outlet?.isOpen()) return false;
    if (messages.length > 0) outlet.send(messages);
    return true;
  }

  isConnected(agentId: string): boolean {
    return this.#outlets.get(agentId)?.isOpen() ?? false;
  }

  get(agentId: string): AgentOutlet | undefined {
    return this.#outlets.get(agentId);
  }

  agentIds(): readonly string[] {
    return [...this.#outlets.keys()];
  }

  put(agentId: string, outlet: AgentOutlet): void {
    const older = this.#outlets.get(agentId);
    this.#outlets.set(agentId, outlet);
    if (older !== outlet) older?.close();
  }

  /** False when a newer outlet has taken the place meanwhile: then the agent is still here. */
  remove(agentId: string, outlet: AgentOutlet): boolean {
    if (this.#outlets.get(agentId) !== outlet) return false;
    return this.#outlets.delete(agentId);
  }

  /** Cuts the agent off, whatever it is connected by. */
  close(agentId: string): void {
    this.#outlets.get(agentId)?.close();
  }
}
