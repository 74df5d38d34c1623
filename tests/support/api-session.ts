import type { Card } from "../../core/model/card.ts";
import type { MessageDto } from "../../web/contract/conversation.ts";

/** A signed-in person over plain HTTP, for tests that drive a real server. */
export class ApiSession {
  readonly url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.url = url;
    this.#cookie = cookie;
  }

  static async signIn(url: string, username: string, password: string): Promise<ApiSession> {
    const response = await new ApiSession(url, "").#fetch("POST", "/session", JSON.stringify({ username, password }));
    if (!response.ok) throw new Error(`could not sign in: ${response.status} ${await response.text()}`);
    return new ApiSession(url, (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "");
  }

  async get<T>(path: string): Promise<T> {
    return await this.#json<T>("GET", path);
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    return await this.#json<T>("POST", path, body);
  }

  async patch<T>(path: string, body: object): Promise<T> {
    return await this.#json<T>("PATCH", path, body);
  }

  async delete<T>(path: string): Promise<T> {
    return await this.#json<T>("DELETE", path);
  }

  async conversation(): Promise<string> {
    return (await this.post<{ id: string }>("/conversations")).id;
  }

  /** One delivery of a message; the same clientMessageId is the same message. */
  async say(conversation: string, text: string, clientMessageId: string): Promise<readonly MessageDto[]> {
    const path = `/conversations/${conversation}/messages`;
    return (await this.post<{ replies: MessageDto[] }>(path, { text, clientMessageId })).replies;
  }

  async messages(conversation: string): Promise<readonly MessageDto[]> {
    return (await this.get<{ items: MessageDto[] }>(`/conversations/${conversation}/messages?limit=100`)).items;
  }

  /** The card of this message, once it shows an end. */
  async finalCard(message: MessageDto, withinMs = 60_000): Promise<Card> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = (await this.messages(message.conversationId)).find((one) => one.id === message.id);
      const card = found?.card as Card | undefined;
      if (card && card.tone !== "running" && card.tone !== "understood") return card;
      if (performance.now() > deadline) throw new Error(`still ${card?.tone}: ${card?.headline}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Any request, also a wrong one; the answer as it is. */
  async ask(method: string, path: string, body?: string): Promise<{ readonly status: number; readonly text: string }> {
    const response = await this.#fetch(method, path, body);
    return { status: response.status, text: await response.text() };
  }

  async #json<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.#fetch(method, path, body && JSON.stringify(body));
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async #fetch(method: string, path: string, body?: string): Promise<Response> {
    return await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        origin: this.url,
        "sec-fetch-site": "same-origin",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body } : {}),
    });
  }
}
