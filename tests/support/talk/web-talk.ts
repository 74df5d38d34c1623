import { renderText } from "../../../bot/adapters/console/render-text.ts";
import type { Card } from "../../../core/model/card.ts";
import type { MessageDto } from "../../../web/contract/conversation.ts";
import type { ApiSession } from "../api-session.ts";
import type { Seen, Talk } from "./talk.ts";

/** A conversation in the console: what the page reads and sends, without the page. */
export class WebTalk implements Talk {
  readonly channel = "web";
  readonly #session: ApiSession;
  readonly #conversation: string;
  #said = 0;

  private constructor(session: ApiSession, conversation: string) {
    this.#session = session;
    this.#conversation = conversation;
  }

  static async begin(session: ApiSession): Promise<WebTalk> {
    return new WebTalk(session, await session.conversation());
  }

  async say(text: string): Promise<Seen> {
    this.#said += 1;
    const replies = await this.#session.say(this.#conversation, text, `said-${this.#said}`);
    const last = replies.at(-1);
    if (!last) throw new Error(`"${text}" had no answer`);
    return seenOf(last);
  }

  async press(label: string, on?: Seen): Promise<Seen> {
    const card = on ?? (await this.newest());
    const button = card.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label} on:\n${card.text}`);
    return await this.say(button.say);
  }

  async newest(): Promise<Seen> {
    const last = (await this.all()).at(-1);
    if (!last) throw new Error("nothing was answered yet");
    return last;
  }

  async all(): Promise<readonly Seen[]> {
    const messages = await this.#session.messages(this.#conversation);
    return messages.filter(({ direction }) => direction === "out").map(seenOf);
  }
}

function seenOf({ id, card }: MessageDto): Seen {
  const shown = card as Card;
  return { id, text: renderText(shown), buttons: shown.buttons ?? [] };
}
