import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OctopusError } from "../core/kernel/errors.ts";
import { validator } from "../core/kernel/validator.ts";
import { PROTOCOL_LIMITS } from "../core/protocol/version.ts";

/** `config.json` in the agent's data folder; everything has a default. */
export interface AgentConfig {
  /** auto: a socket, and requests while none can be held, where the machine joined with a token for requests. */
  readonly transport: "auto" | "rest";
  /** Attempts that are held at a time. */
  readonly concurrency: number;
  /** Runner processes started ahead of need. */
  readonly warmRunners: number;
  /** How long a stopping agent waits for what it runs, in milliseconds. */
  readonly drainMs: number;
  /** Between TERM and KILL at the time limit, in milliseconds. */
  readonly killGraceMs: number;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Where `GET /tasks` is answered, on 127.0.0.1 alone; absent: nowhere. Every user of the machine can read it. */
  readonly httpPort?: number;
}

const DEFAULTS: AgentConfig = {
  transport: "auto",
  concurrency: PROTOCOL_LIMITS.concurrentPerAgent,
  warmRunners: 2,
  drainMs: 60_000,
  killGraceMs: 10_000,
  logLevel: "warn",
};

const milliseconds = { type: "integer", minimum: 0, maximum: 86_400_000 };
const decodeConfig = validator<Partial<AgentConfig>>({
  type: "object",
  additionalProperties: false,
  properties: {
    transport: { enum: ["auto", "rest"] },
    concurrency: { type: "integer", minimum: 1, maximum: 500 },
    warmRunners: { type: "integer", minimum: 0, maximum: 20 },
    drainMs: milliseconds,
    killGraceMs: milliseconds,
    logLevel: { enum: ["debug", "info", "warn", "error"] },
    httpPort: { type: "integer", minimum: 1, maximum: 65_535 },
  },
});

/** Throws `config.invalid` with the place and the reason. */
export async function readAgentConfig(dataDir: string): Promise<AgentConfig> {
  const path = join(dataDir, "config.json");
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw new OctopusError("config.invalid", `${path} cannot be read: ${error.message}.`, { path });
  });
  const decoded = decodeConfig(parse(text));
  if (decoded.ok) return { ...DEFAULTS, ...decoded.value };
  throw new OctopusError("config.invalid", `${path} is not valid: ${decoded.problem}.`, { path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
