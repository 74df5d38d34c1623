import type { FromAgent, ToAgent } from "../../core/protocol/messages.ts";
import type { EngineTimes } from "../engine/engine-options.ts";

/** What the server said when it greeted. */
export interface Greeting extends EngineTimes {
  readonly heartbeatMs: number;
  /** "active", "pending", ... */
  readonly state: string;
  /** Whether the server takes wants in advance. */
  readonly takesReady: boolean;
}

/** What happens on a way to the server. Each call is made from a fresh turn; none may throw. */
export interface LinkEvents {
  connected(greeting: Greeting): void;
  disconnected(reason: string): void;
  /** The server does not want this agent. Not retryable: it will not want it tomorrow either. */
  refused(refusal: { readonly code: string; readonly reason: string; readonly retryable: boolean }): void;
  received(messages: readonly ToAgent[]): void;
}

/** One way to the server: a socket, or requests. */
export interface Link {
  start(): void;
  stop(): Promise<void>;
  /** May lose messages. */
  send(messages: readonly FromAgent[]): void;
  isConnected(): boolean;
}
