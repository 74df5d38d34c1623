import { createHash, createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type Socket } from "socket.io";
import type { ActionManifest } from "../../core/plugin-api/manifest.ts";
import { type PluginFile, pluginDigest } from "../../core/plugin-api/plugin-digest.ts";
import {
  attemptKeyText,
  type FromAgent,
  type Hello,
  helloText,
  type OfferMessage,
  type ResultMessage,
  type ToAgent,
} from "../../core/protocol/messages.ts";
import { decodeFromAgent, decodeHello, decodeJoinRequest } from "../../core/protocol/schemas.ts";

const SERVER_ID = "srv_test";
const HTTP_TOKEN = "token-for-requests";

/** Just enough of a server to be an agent's other half: joins, proofs, offers, results, plugins. Remembers everything. */
export class FakeServer {
  readonly received: FromAgent[] = [];
  readonly hellos: Hello[] = [];
  readonly problems: string[] = [];
  socketsAllowed = true;
  times = { heartbeatMs: 300, leaseMs: 3000, marginMs: 1000 };
  refusal: { code: string; reason: string; retryable: boolean } | undefined;
  readonly #files: Readonly<Record<string, string>>;
  readonly #listing: readonly PluginFile[];
  readonly #waiters = new Set<() => void>();
  readonly #rest: ToAgent[] = [];
  readonly #goes = new Set<string>();
  #publicKey = "";
  #socket: Socket | undefined;
  readonly #http = createServer((request, response) => void this.#answer(request, response));
  readonly #io = new Server(this.#http, { serveClient: false, maxHttpBufferSize: 256 * 1024 });

  constructor(source: string, actions: readonly ActionManifest[]) {
    const runtime = { kind: "node", entry: "plugin.mjs" };
    const example = { sentence: "do it", params: {} };
    const manifest = {
      name: "probe",
      version: "1.0.0",
      description: "d",
      runtime,
      actions: actions.map((action) => ({ ...action, examples: [example, example] })),
    };
    this.#files = { "manifest.json": JSON.stringify(manifest), "plugin.mjs": source };
    this.#listing = Object.entries(this.#files).map(([path, text]) => ({
      path,
      sha256: createHash("sha256").update(text).digest("hex"),
      bytes: Buffer.byteLength(text),
      executable: false,
    }));
    this.#io.of("/agents").on("connection", (socket) => this.#greet(socket));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  /** Offers it, and answers the wants for it. */
  offer(execution: string, action: string, params: OfferMessage["params"] = {}): void {
    const plugin = { name: "probe", version: "1.0.0", digest: pluginDigest(this.#listing) };
    const key = { execution, attempt: 1 };
    this.#goes.add(attemptKeyText(key));
    this.send({ type: "offer", ...key, action, plugin, params, timeoutMs: 60_000, dryRun: false, requestedBy: "ada" });
  }

  send(message: ToAgent): void {
    if (this.socketsAllowed) this.#socket?.emit("messages", [message]);
    else this.#rest.push(message);
  }

  dropSocket(): void {
    this.#socket?.conn.close();
  }

  async result(execution: string): Promise<ResultMessage> {
    return (await this.until((one) => one.type === "result" && one.execution === execution)) as ResultMessage;
  }

  /** Resolves with the first message that fits, from the beginning of time. */
  async until(fits: (message: FromAgent) => boolean): Promise<FromAgent> {
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  #greet(socket: Socket): void {
    if (!this.socketsAllowed) return void socket.disconnect(true);
    const challenge = { nonce: `nonce-${this.hellos.length}`, serverId: SERVER_ID };
    socket.emit("challenge", challenge);
    socket.on("hello", (value: unknown, answer: (reply: object) => void) => {
      const hello = decodeHello(value);
      if (!hello.ok) return this.problems.push(hello.problem);
      this.hellos.push(hello.value);
      const text = Buffer.from(helloText(challenge, hello.value.agentId, hello.value.boot));
      const signature = Buffer.from(hello.value.signature, "base64");
      const proved = verify(null, text, createPublicKey(this.#publicKey), signature);
      if (!proved) this.problems.push("the signature is wrong");
      this.#socket = socket;
      if (this.refusal) return answer({ ok: false, ...this.refusal });
      answer({ ok: true, serverId: SERVER_ID, state: "active", httpToken: HTTP_TOKEN, ...this.times });
    });
    socket.on("messages", (messages: unknown[]) => {
      const answers = this.#take(messages);
      if (answers.length > 0) socket.emit("messages", answers);
    });
  }

  #take(messages: readonly unknown[]): ToAgent[] {
    const answers: ToAgent[] = [];
    for (const value of messages) {
      const decoded = decodeFromAgent(value);
      if (!decoded.ok) {
        this.problems.push(decoded.problem);
        continue;
      }
      const message = decoded.value;
      this.received.push(message);
      if (message.type === "beat") {
        answers.push({
          type: "beat-reply",
          sentAt: message.sentAt,
          held: message.running,
          leaseMs: this.times.leaseMs,
        });
      } else if (message.type === "want" && this.#goes.has(attemptKeyText(message))) {
        answers.push({ ...message, type: "go" });
      } else if (message.type === "result") {
        answers.push({ type: "rack", execution: message.execution, attempt: message.attempt });
      }
    }
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
    return answers;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: object | string) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    if (path === "/api/v1/agents/join") {
      const join = decodeJoinRequest(JSON.parse(Buffer.concat(chunks).toString()));
      if (!join.ok || join.value.token !== "right") {
        return reply(403, { code: "agent.join-refused", detail: "The token is used up." });
      }
      this.#publicKey = join.value.publicKey;
      const { name } = join.value;
      return reply(200, { agentId: "agt_1", serverId: SERVER_ID, name, state: "active", restToken: HTTP_TOKEN });
    }
    if (request.headers.authorization !== `Bearer ${HTTP_TOKEN}`) return reply(401, { detail: "Who are you?" });
    if (path === "/api/v1/agents/agt_1/sync") {
      const answers = this.#take((JSON.parse(Buffer.concat(chunks).toString()) as { messages: unknown[] }).messages);
      return reply(200, { messages: [...answers, ...this.#rest.splice(0)], refused: [], more: false });
    }
    const base = "/api/v1/plugins/probe/1.0.0";
    if (path === base) return reply(200, { digest: pluginDigest(this.#listing), files: this.#listing });
    const file = this.#files[path.slice(`${base}/files/`.length)];
    return file === undefined ? reply(404, {}) : reply(200, file);
  }
}
