import type { JsonObject } from "../kernel/json.ts";
import type { ActionResponse } from "../model/action-response.ts";
import type { AgentFacts } from "../model/agent.ts";

/** Names one attempt everywhere on the wire. */
export interface AttemptKey {
  readonly execution: string;
  readonly attempt: number;
}

export interface PluginRef {
  readonly name: string;
  readonly version: string;
  /** sha256 over the canonical file list; the agent refuses anything else under this name and version. */
  readonly digest: string;
}

/** Server: there is work for you. May be lost, doubled, repeated. Nothing starts because of it. */
export interface OfferMessage extends AttemptKey {
  readonly type: "offer";
  readonly action: string;
  readonly plugin: PluginRef;
  readonly params: JsonObject;
  readonly timeoutMs: number;
  readonly dryRun: boolean;
  readonly requestedBy: string;
  /**
   * Only to agents that said `ready`: committed as running already; start if this is one of the nonces that stand, and
   * young enough. Otherwise it is an offer like any other.
   */
  readonly go?: string;
}
/**
 * Agent, to servers that take it: I could start as many light actions at once as there are nonces. Each is a want in
 * advance and counts once, from when it was sent. `fresh`: I have just connected; what you believe to be running here
 * may never have arrived.
 */
export interface ReadyMessage {
  readonly type: "ready";
  readonly nonces: readonly string[];
  readonly fresh: boolean;
}
/** Agent: I would start it now. The nonce is new for each want. */
export interface WantMessage extends AttemptKey {
  readonly type: "want";
  readonly nonce: string;
}
/** Server: committed as running; start if this answers your newest nonce and is young enough. */
export interface GoMessage extends AttemptKey {
  readonly type: "go";
  readonly nonce: string;
}
/** Server: not (any more) yours; forget it. If it runs, kill it. */
export interface NoMessage extends AttemptKey {
  readonly type: "no";
  readonly reason: string;
}
/** Agent: I will not, and have not started it (draining, local policy, digest). */
export interface RefuseMessage extends AttemptKey {
  readonly type: "refuse";
  /** draining and busy: offer again later or elsewhere; policy, plugin, unsupported: this attempt has failed. */
  readonly kind: "draining" | "busy" | "policy" | "plugin" | "unsupported";
  readonly reason: string;
}
/**
 * Agent: how it ended. `interrupted`: the agent died while it ran, nobody knows how far it came. `lost_lease`: the agent
 * killed it itself because it could not renew. `never_started`: accepted once, provably never begun.
 */
export interface ResultMessage extends AttemptKey {
  readonly type: "result";
  readonly outcome: "succeeded" | "failed" | "timed_out" | "cancelled" | "interrupted" | "lost_lease" | "never_started";
  readonly response?: ActionResponse;
  readonly error?: string;
  readonly exitCode?: number;
  readonly durationMs: number;
  readonly ranAs: string;
  /** Number of log chunks, so that a gap at the end shows. */
  readonly logChunks: number;
}
/** Server: the result is committed; the agent may forget the attempt. */
export interface RackMessage extends AttemptKey {
  readonly type: "rack";
}
/** Server: stop it; TERM, then KILL after the grace. Answered by a result. */
export interface CancelMessage extends AttemptKey {
  readonly type: "cancel";
  readonly graceMs: number;
}
/** Agent: a piece of output. Lossy by declaration: seq shows what is missing. */
export interface LogMessage extends AttemptKey {
  readonly type: "log";
  readonly seq: number;
  readonly stream: "out" | "err" | "gap";
  readonly text: string;
  /** Milliseconds since the attempt began, by the agent's monotonic clock. */
  readonly sinceStartMs: number;
}
export interface ProgressMessage extends AttemptKey {
  readonly type: "progress";
  readonly percent: number;
  readonly text: string;
}
/** Agent, every heartbeat: alive, and this is what I hold. */
export interface BeatMessage {
  readonly type: "beat";
  /** The agent's monotonic clock when sent; echoed, so that the lease counts from here. */
  readonly sentAt: number;
  readonly running: readonly AttemptKey[];
  /** Accepted but not started, and finished but not racked. */
  readonly waiting: readonly AttemptKey[];
  /** Wall clock of the agent, for display and warning only. */
  readonly wallClock: number;
  readonly draining: boolean;
  readonly facts?: AgentFacts;
}
/** Server's answer: which of the running ones it still regards as this agent's. Leases of those run from `sentAt`. */
export interface BeatReplyMessage {
  readonly type: "beat-reply";
  readonly sentAt: number;
  readonly held: readonly AttemptKey[];
  readonly leaseMs: number;
}

export type ToAgent = OfferMessage | GoMessage | NoMessage | RackMessage | CancelMessage | BeatReplyMessage;
export type FromAgent =
  | ReadyMessage
  | WantMessage
  | RefuseMessage
  | ResultMessage
  | LogMessage
  | ProgressMessage
  | BeatMessage;

/** First answer of the server on a fresh socket; the agent signs `serverId agentId nonce boot`. */
export interface Challenge {
  readonly nonce: string;
  readonly serverId: string;
}
export interface Hello {
  readonly agentId: string;
  readonly protocol: number;
  /** Counts the agent's connections, durably, before each hello; an equal or smaller one means a clone. */
  readonly boot: number;
  /** Ed25519 over `octopus-hello\n${serverId}\n${agentId}\n${nonce}\n${boot}`, base64. */
  readonly signature: string;
  readonly facts: AgentFacts;
}
export type HelloReply =
  | {
      readonly ok: true;
      readonly serverId: string;
      readonly heartbeatMs: number;
      readonly leaseMs: number;
      readonly marginMs: number;
      readonly state: string;
      readonly httpToken: string;
      /** Absent from servers that do not know `ready`. */
      readonly takesReady?: boolean;
    }
  | { readonly ok: false; readonly code: string; readonly reason: string; readonly retryable: boolean };

export interface JoinRequest {
  readonly token: string;
  /** SPKI PEM of an Ed25519 key. */
  readonly publicKey: string;
  readonly name: string;
  readonly facts: AgentFacts;
}
export interface JoinReply {
  readonly agentId: string;
  readonly serverId: string;
  readonly name: string;
  readonly state: string;
  /** Only for agents without a socket (`rest: true` in the token): bearer token for /agents/{id}/sync. */
  readonly restToken?: string;
}

/** The text that proves possession of the key. */
export function helloText(challenge: Challenge, agentId: string, boot: number): string {
  return `octopus-hello\n${challenge.serverId}\n${agentId}\n${challenge.nonce}\n${boot}`;
}

export function attemptKeyText(key: AttemptKey): string {
  return `${key.execution}/${key.attempt}`;
}
