import type { AgentId } from "./ids.ts";
import type { AgentState, Liveness } from "./states.ts";

/** Reported by the agent; never decides rights and never chooses work by itself. */
export interface AgentFacts {
  readonly hostname: string;
  readonly os: "linux" | "windows" | "macos" | "other";
  readonly osRelease: string;
  readonly arch: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly nodeVersion: string;
  readonly agentVersion: string;
  /** As whom actions run: "octopus-run (uid 998)", or "root" where nothing better is possible. */
  readonly runsAs: string;
  /** Binaries and facilities that actions may need: "systemd", "apt-get", "tar". */
  readonly capabilities: readonly string[];
  /** Of the fuller of the system's volume and that of the agent's data. */
  readonly diskFreeBytes?: number;
  readonly diskBytes?: number;
  readonly memoryFreeBytes?: number;
  /** Of the last minute, over all processors; absent where the system has none. */
  readonly load?: number;
  /** Epoch milliseconds, to the minute. */
  readonly bootedAt?: number;
}

export interface Agent {
  readonly id: AgentId;
  /** Unique, lower case; what people say. */
  readonly name: string;
  readonly state: AgentState;
  readonly liveness: Liveness;
  /** Set by the server side: "web", "env:production". */
  readonly labels: readonly string[];
  readonly facts: AgentFacts | undefined;
  readonly lastSeenAt: number | undefined;
  readonly stateReason: string | undefined;
  /** How far the machine's clock is ahead of the server's, in milliseconds; absent when they agree well enough. */
  readonly clockOffsetMs?: number;
  readonly createdAt: number;
}
