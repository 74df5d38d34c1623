import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { chmod, mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { OctopusError } from "../core/kernel/errors.ts";
import { validator } from "../core/kernel/validator.ts";
import { type Challenge, helloText } from "../core/protocol/messages.ts";
import { replaceFile } from "./durable-file.ts";

/** Who this agent is, in `agent.json` of its data folder. The key never leaves the machine. */
export interface AgentIdentity {
  readonly id: string;
  readonly name: string;
  readonly serverUrl: string;
  readonly serverId: string;
  /** PKCS#8 PEM of an Ed25519 key. */
  readonly privateKey: string;
  /** Counts connections; a server that sees it not grow has met a copy of this machine. */
  readonly boot: number;
  /** Bearer token for machines that use no socket. */
  readonly restToken?: string;
}

const text = { type: "string", minLength: 1, maxLength: 500 };
const decodeIdentity = validator<AgentIdentity>({
  type: "object",
  required: ["id", "name", "serverUrl", "serverId", "privateKey", "boot"],
  properties: {
    id: text,
    name: text,
    serverUrl: text,
    serverId: text,
    privateKey: text,
    boot: { type: "integer", minimum: 0 },
    restToken: text,
  },
});

const fileOf = (folder: string) => join(folder, "agent.json");

export function generateAgentKey(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync("ed25519");
  return {
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/** Proves possession of the key to this server, for this connection only. Base64. */
export function signHello(identity: AgentIdentity, challenge: Challenge): string {
  const message = Buffer.from(helloText(challenge, identity.id, identity.boot));
  return sign(null, message, createPrivateKey(identity.privateKey)).toString("base64");
}

/** undefined when this folder has not joined a server. Throws `config.invalid` when the file cannot be trusted. */
export async function readIdentity(folder: string): Promise<AgentIdentity | undefined> {
  const path = fileOf(folder);
  const content = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new OctopusError("config.invalid", `${path} cannot be read: ${error.message}.`, { path });
  });
  if (content === undefined) return undefined;
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    const sentence = `${path} holds this machine's key and others can read it; run: chmod 600 ${path}`;
    throw new OctopusError("config.invalid", sentence, { path });
  }
  const decoded = decodeIdentity(parse(content));
  if (decoded.ok) return decoded.value;
  throw new OctopusError("config.invalid", `${path} is damaged: ${decoded.problem}.`, { path });
}

export async function writeIdentity(folder: string, identity: AgentIdentity): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const temporary = `${fileOf(folder)}.${process.pid}.new`;
  // Left behind by a crash; in a container the next start has the same process id.
  await rm(temporary, { force: true });
  await replaceFile(fileOf(folder), temporary, `${JSON.stringify(identity, undefined, 2)}\n`, 0o600);
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
