import type { Card } from "../../../core/model/card.ts";
import type { ConversationDto, MessageDto } from "../../../web/contract/conversation.ts";
import type { ApiSession } from "../api-session.ts";
import { until } from "../processes.ts";
import type { FakeSlackApi } from "../slack/fake-slack-api.ts";
import { press, signedRequest } from "../slack/slack-deliveries.ts";
import type { Seen, Talk } from "./talk.ts";
import { buttonsOf, textOfBlocks } from "./text-of-blocks.ts";

interface Place {
  readonly session: ApiSession;
  readonly api: FakeSlackApi;
  readonly url: string;
  readonly now: () => number;
  /** In Slack. */
  readonly person: string;
}

/** Somebody else, who is asked things unasked: directly in Slack, or in the notices of the console. */
export class Colleague {
  readonly channel: Talk["channel"];
  readonly #place: Place;
  #presses = 0;

  constructor(channel: Talk["channel"], place: Place) {
    this.channel = channel;
    this.#place = place;
  }

  /** What they were told, oldest first. */
  async told(): Promise<readonly Seen[]> {
    if (this.channel === "web") return (await this.#notices()).map(seenOf);
    const messages = this.#place.api.in(`D${this.#place.person}`);
    return messages.map(({ ts, blocks }) => ({ id: ts, text: textOfBlocks(blocks), buttons: buttonsOf(blocks) }));
  }

  /** Waits until they are told something with this button, and presses it. */
  async press(label: string, asking: RegExp): Promise<void> {
    const card = await this.newest(asking);
    const button = card.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label} on:\n${card.text}`);
    await this.says(button.say, card);
  }

  /** The newest of what they were told that reads like this, once it is there. */
  async newest(like: RegExp): Promise<Seen> {
    let found: Seen | undefined;
    await until(
      `something like ${like} is told`,
      async () => {
        found = (await this.told()).findLast(({ text }) => like.test(text));
        return found !== undefined;
      },
      60_000,
    );
    return found as Seen;
  }

  /** In answer to that. */
  async says(text: string, card: Seen): Promise<void> {
    const { api, now, person: user, session, url } = this.#place;
    this.#presses += 1;
    if (this.channel === "web") {
      const id = await this.#conversation();
      await session.say(id ?? "", text, `${text}-${this.#presses}`);
      return;
    }
    const message = api.in(`D${user}`).find(({ ts }) => ts === card.id);
    const thread = message?.thread === undefined ? {} : { thread: message.thread };
    const pressed = press(text, { user, channel: `D${user}`, ts: card.id, at: now(), ...thread });
    const { body, headers } = signedRequest(pressed, now());
    const response = await fetch(`${url}/slack/events`, { method: "POST", body, headers });
    if (response.status !== 200) throw new Error(`"${text}": ${response.status}`);
  }

  async #conversation(): Promise<string | undefined> {
    const { items } = await this.#place.session.get<{ items: ConversationDto[] }>("/conversations?limit=50");
    return items.find(({ title }) => title === "Notices")?.id;
  }

  async #notices(): Promise<readonly MessageDto[]> {
    const id = await this.#conversation();
    const messages = id === undefined ? [] : await this.#place.session.messages(id);
    return messages.filter(({ direction }) => direction === "out");
  }
}

function seenOf({ id, card }: MessageDto): Seen {
  const shown = card as Card;
  return { id, text: [shown.headline, ...shown.lines].join("\n"), buttons: shown.buttons ?? [] };
}
