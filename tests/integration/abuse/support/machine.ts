import { generateKeyPairSync, sign } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import {
  type Challenge,
  type Hello,
  type HelloReply,
  helloText,
  type ToAgent,
} from "../../../../core/protocol/messages.ts";
import { FACTS } from "../../../support/agent-world.ts";
import type { Victim } from "./victim.ts";

/** A machine under an attacker's control: it speaks the protocol, and says whatever a test makes it say. */
export class Machine {
  readonly id: string;
  readonly restToken: string;
  readonly received: ToAgent[] = [];
  readonly #victim: Victim;
  readonly #key;
  readonly #sockets: Socket[] = [];
  readonly #waiting = new Set<() => void>();
  boot = 0;

  private constructor(victim: Victim, key: ReturnType<typeof newKey>, joined: { agentId: string; restToken?: string }) {
    this.#victim = victim;
    this.#key = key;
    this.id = joined.agentId;
    this.restToken = joined.restToken ?? "";
  }

  /** Joins with a fresh token; `wanted` is what the administrator decided. */
  static async join(victim: Victim, name: string, wanted: object = {}): Promise<Machine> {
    const key = newKey();
    const token = await victim.joinToken(wanted);
    const answer = await victim.ask("/agents/join", { json: { token, publicKey: key.publicKey, name, facts: FACTS } });
    if (answer.status !== 201) throw new Error(answer.text);
    return new Machine(victim, key, answer.json as { agentId: string; restToken?: string });
  }

  /** A socket that has its challenge and nothing else. */
  async dial(): Promise<{ readonly socket: Socket; readonly challenge: Challenge }> {
    const socket = io(`${this.#victim.url}/agents`, { transports: ["websocket"], reconnection: false, forceNew: true });
    this.#sockets.push(socket);
    const challenge = await new Promise<Challenge>((resolve) => socket.once("challenge", resolve));
    socket.on("messages", (messages: readonly ToAgent[]) => {
      this.received.push(...messages);
      for (const look of this.#waiting) look();
    });
    return { socket, challenge };
  }

  hello(challenge: Challenge, change: Partial<Hello> = {}): Hello {
    const boot = change.boot ?? this.boot;
    const agentId = change.agentId ?? this.id;
    const signature = sign(null, Buffer.from(helloText(challenge, agentId, boot)), this.#key.privateKey).toString(
      "base64",
    );
    return { agentId, protocol: 1, boot, signature, facts: FACTS, ...change };
  }

  /** Connects as an honest machine does. */
  async connect(): Promise<{ readonly socket: Socket; readonly reply: HelloReply; readonly hello: Hello }> {
    const { socket, challenge } = await this.dial();
    this.boot += 1;
    const hello = this.hello(challenge);
    const reply = (await socket.timeout(5000).emitWithAck("hello", hello)) as HelloReply;
    return { socket, reply, hello };
  }

  /** The first message of this type, whenever it comes. */
  async told<Type extends ToAgent["type"]>(type: Type): Promise<Extract<ToAgent, { readonly type: Type }>> {
    for (;;) {
      const found = this.received.find((message) => message.type === type);
      if (found) return found as Extract<ToAgent, { readonly type: Type }>;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }
}

function newKey() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(), privateKey };
}

/** The result of an attempt, as a machine reports it. */
export function aResult(execution: string, change: object = {}): object {
  return {
    type: "result",
    execution,
    attempt: 1,
    outcome: "succeeded",
    response: { ok: true, headline: "done", data: {} },
    durationMs: 1,
    ranAs: "nobody",
    logChunks: 0,
    ...change,
  };
}
