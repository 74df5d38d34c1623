import { type Decoded, validator } from "../kernel/validator.ts";
import { RESPONSE_SCHEMA } from "../plugin-api/response.ts";
import type { Challenge, FromAgent, Hello, HelloReply, JoinReply, JoinRequest, ToAgent } from "./messages.ts";
import { PROTOCOL_LIMITS } from "./version.ts";

const text = (maxLength: number) => ({ type: "string", maxLength });
const id = { type: "string", minLength: 1, maxLength: 64, pattern: "^[A-Za-z0-9_-]+$" };
const count = { type: "integer", minimum: 0, maximum: 2 ** 53 - 1 };
const flag = { type: "boolean" };
const key = { execution: id, attempt: { type: "integer", minimum: 1, maximum: 1000 } };
const keyObject = object({ ...key });
const keys = { type: "array", maxItems: 2000, items: keyObject };

function object(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", additionalProperties: false, required, properties };
}

function message(type: string, properties: Record<string, object>, optional: readonly string[] = []): object {
  return object({ type: { const: type }, ...properties }, optional);
}

export const FACTS_SCHEMA = object(
  {
    hostname: text(255),
    os: { enum: ["linux", "windows", "macos", "other"] },
    osRelease: text(200),
    arch: text(40),
    cpuCount: count,
    memoryBytes: count,
    nodeVersion: text(40),
    agentVersion: text(40),
    runsAs: text(100),
    capabilities: { type: "array", maxItems: 100, items: text(60) },
    diskFreeBytes: count,
    diskBytes: count,
    memoryFreeBytes: count,
    load: { type: "number", minimum: 0, maximum: 1e6 },
    bootedAt: count,
  },
  ["diskFreeBytes", "diskBytes", "memoryFreeBytes", "load", "bootedAt"],
);

const nonce = { type: "string", minLength: 8, maxLength: 64 };

const TO_AGENT = {
  offer: message(
    "offer",
    {
      ...key,
      action: text(80),
      plugin: object({ name: text(40), version: text(30), digest: { type: "string", pattern: "^[0-9a-f]{64}$" } }),
      params: { type: "object" },
      timeoutMs: count,
      dryRun: flag,
      requestedBy: text(100),
      go: text(64),
    },
    ["go"],
  ),
  go: message("go", { ...key, nonce: text(64) }),
  no: message("no", { ...key, reason: text(300) }),
  rack: message("rack", { ...key }),
  cancel: message("cancel", { ...key, graceMs: count }),
  "beat-reply": message("beat-reply", { sentAt: { type: "number" }, held: keys, leaseMs: count }),
};

const FROM_AGENT = {
  want: message("want", { ...key, nonce }),
  ready: message("ready", {
    nonces: { type: "array", maxItems: PROTOCOL_LIMITS.concurrentPerAgent, items: nonce },
    fresh: flag,
  }),
  refuse: message("refuse", {
    ...key,
    kind: { enum: ["draining", "busy", "policy", "plugin", "unsupported"] },
    reason: text(500),
  }),
  result: message(
    "result",
    {
      ...key,
      outcome: {
        enum: ["succeeded", "failed", "timed_out", "cancelled", "interrupted", "lost_lease", "never_started"],
      },
      response: RESPONSE_SCHEMA,
      error: text(2000),
      exitCode: { type: "integer" },
      durationMs: { type: "number", minimum: 0 },
      ranAs: text(100),
      logChunks: count,
    },
    ["response", "error", "exitCode"],
  ),
  log: message("log", {
    ...key,
    seq: count,
    stream: { enum: ["out", "err", "gap"] },
    text: text(PROTOCOL_LIMITS.logChunkBytes),
    sinceStartMs: { type: "number", minimum: 0 },
  }),
  progress: message("progress", { ...key, percent: { type: "number", minimum: 0, maximum: 100 }, text: text(200) }),
  beat: message(
    "beat",
    { sentAt: { type: "number" }, running: keys, waiting: keys, wallClock: count, draining: flag, facts: FACTS_SCHEMA },
    ["facts"],
  ),
};

const decodersOf = (schemas: Record<string, object>) =>
  new Map(Object.entries(schemas).map(([type, schema]) => [type, validator<unknown>(schema)]));
const toAgentDecoders = decodersOf(TO_AGENT);
const fromAgentDecoders = decodersOf(FROM_AGENT);

/** An explicit table of messages: a name that is not in it is refused before anything looks at the rest. */
function decodeMessage<T>(decoders: typeof toAgentDecoders, value: unknown): Decoded<T> {
  const type = (value as { type?: unknown } | null)?.type;
  const decode = typeof type === "string" ? decoders.get(type) : undefined;
  if (!decode) return { ok: false, problem: `unknown message type ${JSON.stringify(type)?.slice(0, 40) ?? "nothing"}` };
  return decode(value) as Decoded<T>;
}

export const decodeToAgent = (value: unknown): Decoded<ToAgent> => decodeMessage<ToAgent>(toAgentDecoders, value);
export const decodeFromAgent = (value: unknown): Decoded<FromAgent> =>
  decodeMessage<FromAgent>(fromAgentDecoders, value);

export const decodeChallenge = validator<Challenge>(object({ nonce: text(128), serverId: text(64) }));
export const decodeHello = validator<Hello>(
  object({ agentId: id, protocol: count, boot: count, signature: text(200), facts: FACTS_SCHEMA }),
);
export const decodeHelloReply = validator<HelloReply>({
  type: "object",
  required: ["ok"],
  properties: {
    ok: flag,
    takesReady: flag,
    code: text(60),
    reason: text(500),
    serverId: text(64),
    httpToken: text(200),
  },
});
export const JOIN_REQUEST_SCHEMA = object({
  token: text(200),
  publicKey: text(500),
  name: { type: "string", pattern: "^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$" },
  facts: FACTS_SCHEMA,
});
export const decodeJoinRequest = validator<JoinRequest>(JOIN_REQUEST_SCHEMA);
export const decodeJoinReply = validator<JoinReply>(
  object({ agentId: id, serverId: text(64), name: text(64), state: text(20), restToken: text(200) }, ["restToken"]),
);
