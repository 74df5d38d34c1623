import {
  anyObject,
  count,
  cursor,
  type Dto,
  filledText,
  flag,
  id,
  instant,
  labels,
  limit,
  list,
  object,
  oneOf,
  page,
  text,
} from "./schema.ts";

const name = { type: "string", pattern: "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$" } as const;

export const factsSchema = object(
  {
    hostname: text(255),
    os: oneOf(["linux", "windows", "macos", "other"]),
    osRelease: text(200),
    arch: text(40),
    cpuCount: count,
    memoryBytes: count,
    nodeVersion: text(40),
    agentVersion: text(40),
    runsAs: text(100),
    capabilities: list(text(60), 100),
    diskFreeBytes: count,
    diskBytes: count,
    memoryFreeBytes: count,
    load: { type: "number", minimum: 0, maximum: 1e6 },
    bootedAt: instant,
  },
  ["diskFreeBytes", "diskBytes", "memoryFreeBytes", "load", "bootedAt"],
);

/** A machine. `state` is what an administrator decided, `liveness` what the server sees of its connection. */
export const agentSchema = object(
  {
    id,
    name: text(64),
    state: oneOf(["pending", "active", "draining", "disabled", "quarantined"]),
    liveness: oneOf(["online", "no-contact", "offline"]),
    labels: list(text(100), 100),
    facts: factsSchema,
    lastSeenAt: instant,
    stateReason: text(500),
    createdAt: instant,
    clockOffsetMs: { type: "integer" },
  },
  ["facts", "lastSeenAt", "stateReason", "clockOffsetMs"],
);
export type AgentDto = Dto<typeof agentSchema>;

export const agentPageSchema = page(agentSchema);
export type AgentPageDto = Dto<typeof agentPageSchema>;

export const agentQuerySchema = object(
  {
    state: list(oneOf(["pending", "active", "draining", "disabled", "quarantined"]), 5),
    liveness: list(oneOf(["online", "no-contact", "offline"]), 3),
    label: filledText(100),
    limit,
    cursor,
  },
  ["state", "liveness", "label", "limit", "cursor"],
);
export type AgentQueryDto = Dto<typeof agentQuerySchema>;

export const changeAgentSchema = object({ labels });

/** Why, and until when it holds; without `until` until somebody ends it. */
export const agentMoveSchema = object({ reason: filledText(300), until: instant }, ["reason", "until"]);

/** `rest`: for a machine that cannot hold a socket; its answer to joining has a bearer token. */
export const createJoinTokenSchema = object(
  { labels, name, autoApprove: flag, rest: flag, expiresInMinutes: { ...count, minimum: 1, maximum: 10_080 } },
  ["labels", "name", "autoApprove", "rest", "expiresInMinutes"],
);

/** The only answer that ever holds the token. `command` is the line to type on the new machine. */
export const joinTokenSchema = object({ token: text(200), expiresAt: instant, command: text(1000) });
export type JoinTokenDto = Dto<typeof joinTokenSchema>;

/** `publicKey` is the SPKI PEM of an Ed25519 key; empty for a machine that joins with a REST token. */
export const joinRequestSchema = object({ token: filledText(200), publicKey: text(500), name, facts: factsSchema });

export const joinReplySchema = object(
  { agentId: id, serverId: text(64), name: text(64), state: text(20), restToken: text(200) },
  ["restToken"],
);

/** Messages of core/protocol; each is checked on its own, and what is not valid is counted in `refused`. */
export const syncRequestSchema = object({ messages: list(anyObject, 200) });

export const syncReplySchema = object({
  messages: list(anyObject, 5000),
  refused: list(object({ position: count, problem: text(500) }), 200),
  /** More is waiting: ask again at once. */
  more: flag,
});
