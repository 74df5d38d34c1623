import { setTimeout as delay } from "node:timers/promises";
import type { SayReplyDto } from "../../web/contract/conversation.ts";
import { nowMs } from "../now-ms.ts";
import { CardWatcher } from "./card-watcher.ts";
import type { ChatOutcome, ChatPlan, Exchange } from "./chat-plan.ts";
import { HttpCaller } from "./http-caller.ts";

const CONVERSATIONS_PER_SOCKET = 50;

interface Conversation {
  readonly id: string;
  readonly token: string;
  readonly watcher: CardWatcher;
}

/** People at their browsers: they say a sentence over REST and wait for the last card on the live socket. */
export class ChatClient {
  readonly #plan: ChatPlan;
  readonly #http: HttpCaller;
  readonly #exchanges: Exchange[] = [];
  readonly #failures: string[] = [];
  #said = 0;

  constructor(plan: ChatPlan) {
    this.#plan = plan;
    this.#http = new HttpCaller(plan.url);
  }

  /** Carries out the plan; `onBegun` is called when what is counted begins. */
  async run(onBegun: () => void): Promise<ChatOutcome> {
    const conversations = await this.#openAll();
    const [first] = conversations;
    for (let at = 0; first && at < this.#plan.warmUps; at += 1) await this.#exchange(first);
    this.#exchanges.length = 0;
    this.#failures.length = 0;
    onBegun();
    const startedAt = nowMs();
    const { load } = this.#plan;
    if (load.kind === "flow")
      await Promise.all(conversations.map((one) => this.#repeat(one, startedAt + load.durationMs)));
    else await this.#pace(conversations, startedAt, load);
    const endedAt = Math.max(startedAt, ...this.#exchanges.map((exchange) => exchange.endedAt));
    for (const { watcher } of conversations) watcher.close();
    this.#http.close();
    return { exchanges: this.#exchanges, durationMs: endedAt - startedAt, failures: this.#failures };
  }

  async #repeat(conversation: Conversation, until: number): Promise<void> {
    while (nowMs() < until) await this.#exchange(conversation);
  }

  /** By the clock, whether or not earlier ones have ended. */
  async #pace(
    conversations: readonly Conversation[],
    startedAt: number,
    { messages, perSecond }: { readonly messages: number; readonly perSecond: number },
  ): Promise<void> {
    const open: Promise<void>[] = [];
    for (let at = 0; at < messages; at += 1) {
      await delay(Math.max(0, startedAt + (at * 1000) / perSecond - nowMs()));
      const conversation = conversations[at % conversations.length];
      if (conversation) open.push(this.#exchange(conversation));
    }
    await Promise.all(open);
  }

  async #exchange({ id, token, watcher }: Conversation): Promise<void> {
    const sentAt = nowMs();
    try {
      const said = await this.#say(id, token);
      const answeredAt = nowMs();
      const [reply] = said.replies;
      if (!reply) throw new Error("there was no answer");
      const { at: endedAt, keptAt, tone } = await watcher.end(reply.id);
      if (tone !== "success") throw new Error(`it ended as ${tone}`);
      const seen = { sentAt, answeredAt, endedAt, keptAt };
      this.#exchanges.push({ messageId: reply.id, runId: reply.card?.id ?? "", tone, ...seen });
    } catch (error) {
      this.#failures.push(error instanceof Error ? error.message : String(error));
      await delay(100);
    }
  }

  async #say(conversationId: string, token: string): Promise<SayReplyDto> {
    this.#said += 1;
    const json = { text: this.#plan.sentence, clientMessageId: `bench-${process.pid}-${this.#said}` };
    const path = `/api/v1/conversations/${conversationId}/messages`;
    return await this.#post<SayReplyDto>(path, { authorization: `Bearer ${token}` }, json);
  }

  async #openAll(): Promise<readonly Conversation[]> {
    const { username, password, tokens, url } = this.#plan;
    const signedIn = await this.#http.call("POST", "/api/v1/session", this.#page(), { username, password });
    const [cookie = ""] = [signedIn.headers["set-cookie"]].flat();
    const watchers: CardWatcher[] = [];
    const conversations: Conversation[] = [];
    for (const [at, token] of tokens.entries()) {
      if (at % CONVERSATIONS_PER_SOCKET === 0) watchers.push(new CardWatcher(url, cookie.split(";")[0] ?? ""));
      const watcher = watchers.at(-1);
      if (!watcher) continue;
      const { id } = await this.#post<{ id: string }>(
        "/api/v1/conversations",
        { authorization: `Bearer ${token}` },
        {},
      );
      await watcher.watch(id);
      conversations.push({ id, token, watcher });
    }
    return conversations;
  }

  #page(): Readonly<Record<string, string>> {
    return { origin: this.#plan.url, "sec-fetch-site": "same-origin" };
  }

  async #post<T>(path: string, headers: Readonly<Record<string, string>>, json: object): Promise<T> {
    const { status, body } = await this.#http.call("POST", path, headers, json);
    if (status < 200 || status > 299) throw new Error(`POST ${path} was answered ${status}: ${body.slice(0, 300)}`);
    return JSON.parse(body) as T;
  }
}
