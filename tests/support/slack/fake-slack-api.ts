import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { blockKitProblems } from "./block-kit-checker.ts";

/** A message as the fake keeps it. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  text: string;
  blocks: readonly Record<string, unknown>[];
  edits: number;
  readonly metadata: unknown;
  readonly raw: Record<string, unknown>;
}

/** What a call of a method shall meet instead of success. */
export type Trouble =
  | { readonly kind: "rate"; readonly retryAfter: number }
  | { readonly kind: "status"; readonly status: number /** It is done all the same. */; readonly done?: boolean }
  | { readonly kind: "error"; readonly error: string }
  /** The line is cut instead of an answer; before that something else may happen. */
  | { readonly kind: "cut"; readonly done?: boolean; readonly also?: () => void };

interface FakeUser {
  readonly id: string;
  readonly name: string;
  readonly tz?: string;
  readonly [flag: string]: unknown;
}

type Answer = Record<string, unknown>;

/** Slack's Web API as far as it is called here: keeps messages, checks their form, and can be made to misbehave. */
export class FakeSlackApi {
  readonly team = "T1";
  readonly botUserId = "UBOT";
  readonly messages: ShownMessage[] = [];
  readonly whispers: { readonly channel: string; readonly user: string; readonly text: string }[] = [];
  readonly files: { readonly id: string; name: string; text: string; channel?: string; thread?: string }[] = [];
  /** Cards that were put below links. */
  readonly unfurls: {
    readonly channel: string;
    readonly ts: string;
    readonly unfurls: Record<string, { readonly blocks: readonly Record<string, unknown>[] }>;
  }[] = [];
  /** Forms that were opened. */
  readonly views: { readonly trigger: string; readonly view: Record<string, unknown> }[] = [];
  readonly homes = new Map<string, readonly unknown[]>();
  /** Channels: by id, with a name, and whether we are in them. */
  readonly rooms: { readonly id: string; readonly name: string; readonly is_member: boolean }[] = [];
  /** Sent along with `auth.test`. */
  scopes = "";
  readonly calls: { readonly method: string; readonly at: number }[] = [];
  readonly problems: string[] = [];
  readonly users = new Map<string, FakeUser>();
  /** Answers `apps.connections.open`. */
  socketUrl: string | undefined;
  now: () => number = Date.now;
  /** Nothing is answered but that it does not work. */
  away = false;
  readonly #troubles = new Map<string, Trouble[]>();
  readonly #server: Server;
  #ts = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        if (answer === undefined) return;
        const { status = 200, headers = {}, ...body } = answer as { status?: number; headers?: Record<string, string> };
        response.writeHead(status, { "Content-Type": "application/json", ...headers });
        response.end(JSON.stringify(body));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  person(id: string, flags: Partial<FakeUser> = {}): void {
    this.users.set(id, { id, name: id.toLowerCase(), tz: "Europe/Paris", team_id: this.team, ...flags });
  }

  /** The next call of the method meets this; several are met in turn. */
  trouble(method: string, ...troubles: readonly Trouble[]): void {
    this.#troubles.set(method, [...(this.#troubles.get(method) ?? []), ...troubles]);
  }

  in(channel: string): readonly ShownMessage[] {
    return this.messages.filter((message) => message.channel === channel);
  }

  async #answer(request: IncomingMessage): Promise<Answer | undefined> {
    const method = (request.url ?? "").replace(/^\/api\//, "").replace(/\?.*$/, "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const content = Buffer.concat(chunks).toString("utf8");
    const isFile = method === "files.bytes";
    const id = new URL(request.url ?? "", "http://fake").searchParams.get("id");
    const fields = isFile ? { id, content } : decodeForm(content);
    this.calls.push({ method, at: this.now() });
    if (this.away) return { status: 503, ok: false };
    const trouble = this.#troubles.get(method)?.shift();
    if (trouble?.kind === "rate")
      return { status: 429, headers: { "Retry-After": String(trouble.retryAfter) }, ok: false };
    if (trouble?.kind === "error") return { ok: false, error: trouble.error };
    const answer = trouble === undefined || trouble.done ? this.#do(method, fields) : {};
    if (trouble?.kind === "cut") {
      trouble.also?.();
      request.socket.destroy();
      return undefined;
    }
    return trouble?.kind === "status" ? { status: trouble.status, ok: false } : answer;
  }

  #do(method: string, fields: Record<string, unknown>): Answer {
    switch (method) {
      case "auth.test":
        return {
          headers: { "x-oauth-scopes": this.scopes },
          ...{ ok: true, team_id: this.team, team: "Ops", user: "octopus", user_id: this.botUserId, bot_id: "B1" },
        };
      case "apps.connections.open":
        return this.socketUrl === undefined ? { ok: false, error: "not_allowed" } : { ok: true, url: this.socketUrl };
      case "users.info": {
        const user = this.users.get(String(fields["user"]));
        return user ? { ok: true, user } : { ok: false, error: "user_not_found" };
      }
      case "conversations.list":
        return { ok: true, channels: this.rooms };
      case "conversations.open":
        return { ok: true, channel: { id: `D${String(fields["users"])}` } };
      case "conversations.history":
      case "conversations.replies":
        return { ok: true, messages: this.in(String(fields["channel"])) };
      case "views.open":
        this.views.push({ trigger: String(fields["trigger_id"]), view: fields["view"] as Answer });
        return { ok: true };
      case "views.publish":
        this.homes.set(String(fields["user_id"]), ((fields["view"] as Answer)["blocks"] ?? []) as unknown[]);
        return { ok: true };
      case "files.getUploadURLExternal": {
        const id = `F${this.files.length + 1}`;
        this.files.push({ id, name: String(fields["filename"]), text: "" });
        return { ok: true, file_id: id, upload_url: `${this.url}files.bytes?id=${id}` };
      }
      case "files.bytes":
      case "files.completeUploadExternal":
        return this.#file(method, fields);
      case "chat.postMessage":
        return this.#post(fields);
      case "chat.unfurl": {
        const unfurls = fields["unfurls"] as Record<string, { blocks: Record<string, unknown>[] }>;
        this.unfurls.push({ channel: String(fields["channel"]), ts: String(fields["ts"]), unfurls });
        this.problems.push(...Object.values(unfurls).flatMap((one) => blockKitProblems(one)));
        return { ok: true };
      }
      case "chat.update":
        return this.#update(fields);
      case "chat.postEphemeral":
        this.whispers.push({
          channel: String(fields["channel"]),
          user: String(fields["user"]),
          text: String(fields["text"]),
        });
        return this.#checked(fields, { ok: true });
      default:
        return { ok: false, error: "unknown_method" };
    }
  }

  #file(method: string, fields: Record<string, unknown>): Answer {
    const [named] = (fields["files"] ?? []) as { id: string }[];
    const file = this.files.find((one) => one.id === (named?.id ?? fields["id"]));
    if (!file) return { ok: false, error: "file_not_found" };
    if (method === "files.bytes") file.text = String(fields["content"]);
    else Object.assign(file, { channel: fields["channel_id"], thread: fields["thread_ts"] });
    return { ok: true, files: [{ id: file.id }] };
  }

  #checked(fields: Record<string, unknown>, answer: Answer): Answer {
    const problems = blockKitProblems(fields);
    this.problems.push(...problems);
    return problems.length > 0 ? { ok: false, error: "invalid_blocks", errors: problems } : answer;
  }

  #post(fields: Record<string, unknown>): Answer {
    this.#ts += 1;
    const ts = `${1_800_000_000 + this.#ts}.000100`;
    const answer = this.#checked(fields, { ok: true, ts, channel: fields["channel"] });
    if (answer["ok"] !== true) return answer;
    const thread = fields["thread_ts"];
    this.messages.push({
      channel: String(fields["channel"]),
      ts,
      thread: thread === undefined ? undefined : String(thread),
      text: String(fields["text"]),
      blocks: (fields["blocks"] ?? []) as Record<string, unknown>[],
      edits: 0,
      metadata: fields["metadata"],
      raw: fields,
    });
    return answer;
  }

  #update(fields: Record<string, unknown>): Answer {
    const message = this.messages.find((one) => one.channel === fields["channel"] && one.ts === fields["ts"]);
    if (!message) return { ok: false, error: "message_not_found" };
    const answer = this.#checked(fields, { ok: true, ts: message.ts });
    if (answer["ok"] !== true) return answer;
    message.text = String(fields["text"]);
    message.blocks = (fields["blocks"] ?? []) as Record<string, unknown>[];
    message.edits += 1;
    return answer;
  }
}

/** The client sends forms in which lists and objects are JSON. */
function decodeForm(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    fields[name] = /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value;
  }
  return fields;
}
