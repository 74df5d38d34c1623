import type { Agent } from "../../../../core/model/agent.ts";
import type { UserId } from "../../../../core/model/ids.ts";
import type { Actor, Role, User } from "../../../../core/model/user.ts";

export const NINE = Date.UTC(2026, 10, 21, 9);

export function anActorOf(role: Role): Actor {
  return { userId: `usr_${role}` as UserId, name: role, role, via: "web" };
}

export function aPerson(role: Role): User {
  return { id: `usr_${role}` as UserId, name: role, role, state: "active", timeZone: undefined, createdAt: NINE };
}

export function anAgentNamed(name: string, overrides: Partial<Agent> = {}): Agent {
  return {
    id: `agt_${name}` as Agent["id"],
    name,
    state: "active",
    liveness: "online",
    labels: [],
    facts: undefined,
    lastSeenAt: NINE,
    stateReason: undefined,
    createdAt: NINE,
    ...overrides,
  };
}
