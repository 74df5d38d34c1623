import type { AgentFacts } from "../../core/model/agent.ts";
import type { FromAgent, Hello, HelloReply, JoinReply, JoinRequest } from "../../core/protocol/messages.ts";

/** The dispatcher as the gateway sees it. */
export interface AgentReceiver {
  connected(agentId: string): Promise<void>;
  /** Never rejects: what failed is not answered, and the agent says it again. */
  receive(agentId: string, messages: readonly FromAgent[]): Promise<void>;
  disconnected(agentId: string): void;
}

export type Welcome = Omit<Extract<HelloReply, { readonly ok: true }>, "httpToken">;
export type HelloRefusal = Extract<HelloReply, { readonly ok: false }>;

/** The challenge that a hello answers; the instant is monotonic. */
export interface AskedFor {
  readonly nonce: string;
  readonly at: number;
}

export interface SignOfLife {
  readonly draining: boolean;
  /** What the machine's own clock shows, epoch ms; undefined at a connect. */
  readonly wallClock?: number;
}

/** What the gateway needs to know of machines; core/agents decides. */
export interface AgentAdmission {
  /** Checks signature, boot counter and state; a clone is quarantined here. Refusals are answers, not errors. */
  hello(hello: Hello, asked: AskedFor): Promise<Welcome | HelloRefusal>;
  /** Throws `agent.join-refused`, `agent.name-taken`. */
  join(request: JoinRequest): Promise<JoinReply>;
  /** The agent of a REST token; undefined for unknown ones and machines that are cut off. */
  byRestToken(secret: string): Promise<string | undefined>;
  /** Whether this agent may hold a connection at all (not disabled, quarantined or removed). From memory. */
  mayConnect(agentId: string): boolean;
  /** Alive. Called at every connect and heartbeat. */
  seen(agentId: string, facts: AgentFacts | undefined, sign: SignOfLife): Promise<void>;
  /** The connection ended; liveness follows from silence. */
  left(agentId: string): Promise<void>;
}
