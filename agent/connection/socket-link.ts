import { io, type Socket } from "socket.io-client";
import type { CancelTimer, Clock } from "../../core/kernel/clock.ts";
import type { Logger } from "../../core/kernel/logger.ts";
import type { Randomness } from "../../core/kernel/randomness.ts";
import type { Decoded } from "../../core/kernel/validator.ts";
import type { AgentFacts } from "../../core/model/agent.ts";
import type { Challenge, FromAgent, Hello, HelloReply } from "../../core/protocol/messages.ts";
import { decodeChallenge, decodeHelloReply } from "../../core/protocol/schemas.ts";
import { PROTOCOL_VERSION } from "../../core/protocol/version.ts";
import { type AgentIdentity, signHello } from "../identity.ts";
import { decodeMessages } from "./decode-messages.ts";
import type { Link, LinkEvents } from "./link.ts";
import { OutgoingBatch } from "./outgoing-batch.ts";

interface SocketLinkOptions {
  readonly identity: AgentIdentity;
  /** The identity with a count that was never used, stored; called once for each hello. */
  readonly countConnection: () => Promise<AgentIdentity>;
  readonly facts: () => Promise<AgentFacts>;
  readonly events: LinkEvents;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Bearer token for requests beside the socket, told at every greeting. */
  readonly onToken: (token: string) => void;
}

const STRIKES = 20;
const LONGEST_WAIT_MS = 30_000;
const HELLO_TIMEOUT_MS = 10_000;
/** Frames that the socket has not taken yet; above it output is dropped, which shows as a hole in its numbers. */
const CONGESTED_FRAMES = 200;

/** The usual way to the server: one websocket, proved with the key at every connect, reconnecting for ever. */
export class SocketLink implements Link {
  readonly #options: SocketLinkOptions;
  readonly #batch = new OutgoingBatch((frame) => this.#emit(frame));
  #socket: Socket | undefined;
  #greeted = false;
  /** Changes with every challenge and every loss: what was begun before belongs to a connection that is gone. */
  #turn = 0;
  #strikes = 0;
  /** Refusals in a row, for growing waits. */
  #setbacks = 0;
  #cancelReconnect: CancelTimer = () => undefined;

  constructor(options: SocketLinkOptions) {
    this.#options = options;
  }

  start(): void {
    const socket = io(`${this.#options.identity.serverUrl}/agents`, {
      transports: ["websocket"],
      perMessageDeflate: { threshold: Number.MAX_SAFE_INTEGER },
      reconnectionDelay: 500,
      reconnectionDelayMax: 30_000,
      randomizationFactor: 0.5,
      timeout: 10_000,
    });
    this.#socket = socket;
    socket.on("challenge", (value: unknown) => {
      this.#turn += 1;
      this.#onChallenge(socket, value, this.#turn).catch((error: unknown) => this.#failed(socket, error));
    });
    socket.on("messages", (value: unknown) => this.#onMessages(socket, value));
    socket.on("disconnect", (reason) => {
      this.#lost(reason);
      // The client does not come back by itself after a goodbye of the server; a machine always does.
      if (reason === "io server disconnect") this.#reconnectLater(socket);
    });
    socket.on("connect_error", (error) => {
      this.#lost(error.message);
      if (!socket.active) this.#reconnectLater(socket);
    });
  }

  async stop(): Promise<void> {
    this.#batch.flush();
    this.#greeted = false;
    this.#cancelReconnect();
    this.#socket?.disconnect();
    this.#socket = undefined;
  }

  send(messages: readonly FromAgent[]): void {
    this.#batch.add(messages);
  }

  isConnected(): boolean {
    return this.#greeted;
  }

  async #onChallenge(socket: Socket, value: unknown, turn: number): Promise<void> {
    const { identity, events } = this.#options;
    const challenge = decodeChallenge(value);
    if (!challenge.ok) return this.#strike(socket, challenge.problem);
    if (challenge.value.serverId !== identity.serverId) {
      const reason = "Another server answers at this address than the one this machine joined.";
      events.refused({ code: "agent.proof-refused", reason, retryable: true });
      return this.#reconnectLater(socket);
    }
    const hello = await this.#makeHello(challenge.value);
    if (turn !== this.#turn) return;
    const answer: unknown = await socket
      .timeout(HELLO_TIMEOUT_MS)
      .emitWithAck("hello", hello)
      .catch(() => undefined);
    if (turn === this.#turn) this.#onReply(socket, answer);
  }

  async #makeHello(challenge: Challenge): Promise<Hello> {
    const facts = await this.#options.facts();
    const identity = await this.#options.countConnection();
    const { id: agentId, boot } = identity;
    return { agentId, protocol: PROTOCOL_VERSION, boot, signature: signHello(identity, challenge), facts };
  }

  #onReply(socket: Socket, answer: unknown): void {
    const { events, onToken } = this.#options;
    const reply = decodeGreeting(answer);
    if (!reply.ok) this.#strike(socket, reply.problem);
    else if (!reply.value.ok) {
      const { code, reason, retryable } = reply.value;
      events.refused({ code, reason, retryable });
      this.#reconnectLater(socket);
    } else {
      const { heartbeatMs, leaseMs, marginMs, state, httpToken, takesReady = false } = reply.value;
      this.#greeted = true;
      this.#strikes = 0;
      this.#setbacks = 0;
      onToken(httpToken);
      events.connected({ heartbeatMs, leaseMs, marginMs, state, takesReady });
    }
  }

  #failed(socket: Socket, error: unknown): void {
    this.#options.logger.error({ error }, "the hello could not be made");
    this.#lost(error instanceof Error ? error.message : String(error));
    this.#reconnectLater(socket);
  }

  #onMessages(socket: Socket, value: unknown): void {
    if (!this.#greeted) return;
    const { messages, problems } = decodeMessages(value);
    for (const problem of problems) this.#strike(socket, problem);
    if (messages.length > 0) this.#options.events.received(messages);
  }

  /** A server that keeps talking nonsense is left alone for a while. */
  #strike(socket: Socket, problem: string): void {
    this.#strikes += 1;
    this.#options.logger.warn({ problem, strikes: this.#strikes }, "the server sent something invalid");
    if (this.#strikes >= STRIKES || !this.#greeted) this.#reconnectLater(socket);
  }

  #reconnectLater(socket: Socket): void {
    socket.disconnect();
    if (this.#socket !== socket) return;
    this.#strikes = 0;
    this.#setbacks += 1;
    const ceilingMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.#setbacks);
    const delayMs = ceilingMs / 2 + (this.#options.randomness.fraction() * ceilingMs) / 2;
    this.#cancelReconnect();
    this.#cancelReconnect = this.#options.clock.after(delayMs, () => {
      if (this.#socket === socket) socket.connect();
    });
  }

  #lost(reason: string): void {
    this.#turn += 1;
    this.#greeted = false;
    this.#options.events.disconnected(reason);
  }

  #emit(frame: readonly FromAgent[]): void {
    if (!this.#greeted || !this.#socket) return;
    const waiting = this.#socket.io.engine.writeBuffer.length;
    const congested = waiting > CONGESTED_FRAMES;
    const messages = congested ? frame.filter(({ type }) => type !== "log" && type !== "progress") : frame;
    if (messages.length > 0) this.#socket.emit("messages", messages);
  }
}

/** A welcome without times is none. */
function decodeGreeting(answer: unknown): Decoded<HelloReply> {
  const reply = decodeHelloReply(answer);
  if (!reply.ok || !reply.value.ok) return reply;
  const { heartbeatMs, leaseMs, marginMs } = reply.value;
  const hasTimes = [heartbeatMs, leaseMs, marginMs].every((ms) => ms > 0);
  return hasTimes ? reply : { ok: false, problem: "hello without times" };
}
