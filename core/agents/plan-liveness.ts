import type { Agent } from "../model/agent.ts";
import type { Liveness } from "../model/states.ts";

export interface LivenessRules {
  readonly now: number;
  /** Since when this server listens. Silence before that is its own. */
  readonly listeningSince: number;
  readonly noContactMs: number;
  readonly offlineMs: number;
}

export interface LivenessMove {
  readonly agentId: string;
  readonly from: Liveness;
  readonly to: Liveness;
  readonly reason: string;
}

/** What silence says about each machine. */
export function planLiveness(agents: readonly Agent[], rules: LivenessRules): readonly LivenessMove[] {
  return agents.flatMap((agent) => {
    const to = livenessOf(agent, rules);
    if (to === agent.liveness) return [];
    return [{ agentId: agent.id, from: agent.liveness, to, reason: reasonOf(agent, to, rules) }];
  });
}

function livenessOf(agent: Agent, rules: LivenessRules): Liveness {
  if (agent.lastSeenAt === undefined) return "offline";
  const fresh = rules.now - agent.lastSeenAt < rules.noContactMs;
  if (fresh) return "online";
  // Only a sign of life brings a machine back; the grace after a start merely keeps it from being given up.
  if (agent.liveness === "offline") return "offline";
  const silentMs = rules.now - Math.max(agent.lastSeenAt, rules.listeningSince);
  if (silentMs >= rules.offlineMs) return "offline";
  return silentMs >= rules.noContactMs ? "no-contact" : agent.liveness;
}

function reasonOf(agent: Agent, to: Liveness, rules: LivenessRules): string {
  if (to === "online") return "heard from";
  if (agent.lastSeenAt === undefined) return "never heard from";
  return `silent for ${Math.round((rules.now - agent.lastSeenAt) / 1000)} s`;
}
