import type { Namespace } from "socket.io";
import type { CoreEvents } from "../../core/events/core-events.ts";
import type { EventBus, Unsubscribe } from "../../core/kernel/event-bus.ts";
import type { ToAgent } from "../../core/protocol/messages.ts";
import { AgentSession, type SessionDeps } from "./agent-session.ts";
import { type DecodedBatch, decodeBatch } from "./decode-batch.ts";
import { RestOutlet } from "./rest-outlet.ts";
import { takeBatch } from "./take-batch.ts";

interface Deps extends Omit<SessionDeps, "beginHello" | "endHello"> {
  readonly events: EventBus<CoreEvents>;
}

const MOST_HELLOS_AT_ONCE = 100;
/** A second look after a change, for memory that follows the event a little later. */
const SECOND_LOOK_MS = 500;

export interface SyncAnswer {
  readonly messages: readonly ToAgent[];
  readonly refused: DecodedBatch["refused"];
  readonly more: boolean;
}

/** The door for agents: a namespace of sockets, and the same messages over REST. */
export class AgentGateway {
  readonly #deps: Deps;
  readonly #subscriptions: Unsubscribe[] = [];
  #hellos = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  attach(namespace: Namespace): void {
    namespace.use((socket, next) => {
      // Only browsers send an Origin, and no page has business here.
      if (socket.handshake.headers.origin !== undefined) next(new Error("access.foreign-origin"));
      else next();
    });
    const deps: SessionDeps = {
      ...this.#deps,
      beginHello: () => {
        if (this.#hellos >= MOST_HELLOS_AT_ONCE) return false;
        this.#hellos += 1;
        return true;
      },
      endHello: () => {
        this.#hellos -= 1;
      },
    };
    namespace.on("connection", (socket) => new AgentSession(socket, deps).begin());
    this.#subscriptions.push(this.#deps.events.on("agent.changed", ({ agentId }) => this.#recheck(agentId)));
  }

  stop(): void {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    for (const agentId of this.#deps.connections.agentIds()) this.#deps.connections.close(agentId);
  }

  /** One exchange with an agent that speaks REST: takes its messages, answers with what waits for it. */
  async sync(agentId: string, raw: readonly unknown[]): Promise<SyncAnswer> {
    const outlet = await this.#restOutlet(agentId);
    const { messages, refused } = decodeBatch(raw);
    await takeBatch(this.#deps, agentId, messages);
    return { ...outlet.drain(), refused };
  }

  async #restOutlet(agentId: string): Promise<RestOutlet> {
    const { admission, clock, connections, receiver } = this.#deps;
    const present = connections.get(agentId);
    if (present instanceof RestOutlet && present.isOpen()) {
      present.touch();
      return present;
    }
    const outlet = new RestOutlet(clock, () => this.#silent(agentId, outlet));
    outlet.touch();
    connections.put(agentId, outlet);
    await admission.seen(agentId, undefined, { draining: false });
    await receiver.connected(agentId);
    return outlet;
  }

  #silent(agentId: string, outlet: RestOutlet): void {
    const { admission, connections, logger, receiver } = this.#deps;
    if (!connections.remove(agentId, outlet)) return;
    receiver.disconnected(agentId);
    admission.left(agentId).catch((error: unknown) => logger.warn({ agentId, error }, "agent leave was not recorded"));
  }

  #recheck(agentId: string): void {
    const { admission, clock, connections } = this.#deps;
    const look = () => {
      if (!admission.mayConnect(agentId)) connections.close(agentId);
    };
    look();
    if (connections.isConnected(agentId)) clock.after(SECOND_LOOK_MS, look);
  }
}
