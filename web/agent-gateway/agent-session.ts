import type { Socket } from "socket.io";
import type { Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { HelloReply } from "../../core/protocol/messages.ts";
import { decodeHello } from "../../core/protocol/schemas.ts";
import type { AgentConnections } from "./agent-connections.ts";
import type { AgentAdmission, AgentReceiver, AskedFor, HelloRefusal } from "./agent-ports.ts";
import { decodeBatch } from "./decode-batch.ts";
import type { DownloadTokens } from "./download-tokens.ts";
import { SocketOutlet } from "./socket-outlet.ts";
import { takeBatch } from "./take-batch.ts";

export interface SessionDeps {
  readonly connections: AgentConnections;
  readonly tokens: DownloadTokens;
  readonly receiver: AgentReceiver;
  readonly admission: AgentAdmission;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
  readonly serverId: string;
  /** False: too many machines introduce themselves at this moment. */
  beginHello(): boolean;
  endHello(): void;
}

const HELLO_WITHIN_MS = 10_000;
const MOST_STRIKES = 20;
/** Batches that wait for the store; more than this and new ones are dropped, for the agent to repeat. */
const MOST_IN_FLIGHT = 500;

type State =
  | { readonly kind: "challenged" }
  | { readonly kind: "greeting" }
  | { readonly kind: "admitted"; readonly agentId: string; readonly outlet: SocketOutlet; readonly token: string }
  | { readonly kind: "ended" };

/** The life of one agent socket: challenge, hello, then messages. Nothing it is sent can do more than end it. */
export class AgentSession {
  readonly #socket: Socket;
  readonly #deps: SessionDeps;
  readonly #asked: AskedFor;
  #state: State = { kind: "challenged" };
  #strikes = 0;
  #inFlight = 0;

  constructor(socket: Socket, deps: SessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.#asked = { nonce: deps.randomness.hex(24), at: deps.clock.monotonic() };
  }

  begin(): void {
    const { clock, serverId } = this.#deps;
    const cancel = clock.after(HELLO_WITHIN_MS, () => {
      if (this.#state.kind === "challenged") this.#socket.disconnect(true);
    });
    this.#socket.onAny((event: unknown, ...values: unknown[]) => this.#guarded(() => this.#take(event, values)));
    this.#socket.on("disconnect", () => {
      cancel();
      this.#guarded(() => this.#end());
    });
    this.#socket.emit("challenge", { nonce: this.#asked.nonce, serverId });
  }

  /** An explicit table of two events; anything else is a strike. */
  #take(event: unknown, values: readonly unknown[]): Promise<void> | void {
    if (event === "hello") return this.#hello(values[0], values[1]);
    if (event === "messages") return this.#messages(values[0]);
    this.#strike("unknown event");
  }

  async #hello(value: unknown, ack: unknown): Promise<void> {
    if (this.#state.kind !== "challenged" || typeof ack !== "function") return this.#strike("hello out of turn");
    const decoded = decodeHello(value);
    if (!decoded.ok) {
      ack(refuse("agent.message-invalid", `The hello is not valid: ${decoded.problem}.`, false));
      return this.#strike(decoded.problem);
    }
    if (!this.#deps.beginHello()) {
      ack(refuse("request.rate-limited", "Too many machines connect at this moment; try again shortly.", true));
      this.#socket.disconnect();
      return;
    }
    this.#state = { kind: "greeting" };
    try {
      const reply = await this.#deps.admission.hello(decoded.value, this.#asked);
      if (reply.ok) await this.#admit(decoded.value.agentId, reply, ack as (reply: HelloReply) => void);
      else this.#turnAway(reply, ack as (reply: HelloReply) => void);
    } finally {
      this.#deps.endHello();
      if (this.#state.kind === "greeting") this.#socket.disconnect();
    }
  }

  #turnAway(reply: HelloRefusal, ack: (reply: HelloReply) => void): void {
    this.#deps.logger.info({ code: reply.code, reason: reply.reason }, "agent turned away");
    ack(reply);
    this.#socket.disconnect();
  }

  async #admit(
    agentId: string,
    welcome: Omit<Extract<HelloReply, { readonly ok: true }>, "httpToken">,
    ack: (reply: HelloReply) => void,
  ): Promise<void> {
    const { admission, connections, receiver, tokens } = this.#deps;
    if (!this.#socket.connected || this.#state.kind !== "greeting") return;
    const outlet = new SocketOutlet(this.#socket);
    const token = tokens.issue(agentId);
    this.#state = { kind: "admitted", agentId, outlet, token };
    connections.put(agentId, outlet);
    ack({ ...welcome, httpToken: token });
    await admission.seen(agentId, undefined, { draining: false });
    await receiver.connected(agentId);
  }

  #messages(value: unknown): Promise<void> | void {
    const state = this.#state;
    if (state.kind !== "admitted") return this.#strike("messages before hello");
    const { messages, refused } = decodeBatch(value);
    for (const { problem } of refused) this.#strike(problem);
    if (this.#inFlight >= MOST_IN_FLIGHT) return;
    this.#inFlight += 1;
    return takeBatch(this.#deps, state.agentId, messages).finally(() => {
      this.#inFlight -= 1;
    });
  }

  #end(): Promise<void> | void {
    const state = this.#state;
    this.#state = { kind: "ended" };
    if (state.kind !== "admitted") return;
    const { admission, connections, receiver, tokens } = this.#deps;
    tokens.revoke(state.token);
    if (!connections.remove(state.agentId, state.outlet)) return;
    receiver.disconnected(state.agentId);
    return admission.left(state.agentId);
  }

  #strike(problem: string): void {
    this.#strikes += 1;
    const { agentId } = this.#state.kind === "admitted" ? this.#state : { agentId: undefined };
    this.#deps.logger.debug({ agentId, problem, strikes: this.#strikes }, "agent sent something invalid");
    if (this.#strikes > MOST_STRIKES) this.#socket.disconnect(true);
  }

  /** Whatever a handler does wrong ends at most this socket. */
  #guarded(act: () => Promise<void> | void): void {
    const failed = (error: unknown) => {
      this.#deps.logger.error({ error }, "agent session failed");
      this.#socket.disconnect(true);
    };
    try {
      Promise.resolve(act()).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

function refuse(code: string, reason: string, retryable: boolean): HelloRefusal {
  return { ok: false, code, reason: reason.slice(0, 500), retryable };
}
