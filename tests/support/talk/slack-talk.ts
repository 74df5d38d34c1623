import { until } from "../processes.ts";
import type { FakeSlackApi, ShownMessage } from "../slack/fake-slack-api.ts";
import { messageEvent, press, signedRequest } from "../slack/slack-deliveries.ts";
import type { Seen, Talk } from "./talk.ts";
import { buttonsOf, textOfBlocks } from "./text-of-blocks.ts";

interface Place {
  readonly api: FakeSlackApi;
  /** Of the server. */
  readonly url: string;
  readonly now: () => number;
  readonly person: string;
  readonly room: string;
}

let threads = 0;

/** A thread in a channel of Slack, begun with a mention. */
export class SlackTalk implements Talk {
  readonly channel = "slack";
  readonly #place: Place;
  readonly #thread: string;
  #said = 0;

  constructor(place: Place) {
    this.#place = place;
    threads += 1;
    this.#thread = `${Math.floor(place.now() / 1000)}.${String(threads).padStart(6, "0")}`;
  }

  async say(text: string): Promise<Seen> {
    const first = this.#said === 0;
    this.#said += 1;
    const { person: user, room: channel, now } = this.#place;
    const ts = first ? this.#thread : `${(now() / 1000).toFixed(3)}${String(this.#said).padStart(3, "0")}`;
    const event = messageEvent(first ? `<@UBOT> ${text}` : text, {
      ...{ user, channel, ts, type: first ? "app_mention" : "message" },
      ...(first ? {} : { thread: this.#thread }),
    });
    return await this.#answered(event, text);
  }

  async press(label: string, on?: Seen): Promise<Seen> {
    const card = on ?? (await this.newest());
    const button = card.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label} on:\n${card.text}`);
    const { person: user, room: channel, now } = this.#place;
    const pressed = press(button.say, { user, channel, ts: card.id, thread: this.#thread, at: now() });
    return await this.#answered(pressed, button.say, card.id);
  }

  async newest(): Promise<Seen> {
    const last = this.#messages().at(-1);
    if (!last) throw new Error("nothing was answered yet");
    return seenOf(last);
  }

  async all(): Promise<readonly Seen[]> {
    return this.#messages().map(seenOf);
  }

  #messages(): readonly ShownMessage[] {
    return this.#place.api.in(this.#place.room).filter(({ thread }) => thread === this.#thread);
  }

  /** Delivers it; resolves when there is a new message, or the one that it is about looks otherwise. */
  async #answered(delivery: object, what: string, about = this.#messages().at(-1)?.ts): Promise<Seen> {
    const before = new Map(this.#messages().map((message) => [message.ts, message.edits]));
    const { body, headers } = signedRequest(delivery, this.#place.now());
    const response = await fetch(`${this.#place.url}/slack/events`, { method: "POST", body, headers });
    if (response.status !== 200) throw new Error(`"${what}": ${response.status}`);
    const answer = () =>
      this.#messages().find(({ ts }) => !before.has(ts)) ??
      this.#messages().find(({ ts, edits }) => ts === about && before.get(ts) !== edits);
    await until(`an answer to "${what}"`, () => answer() !== undefined, 60_000);
    return seenOf(answer() as ShownMessage);
  }
}

function seenOf({ ts, blocks }: ShownMessage): Seen {
  return { id: ts, text: textOfBlocks(blocks), buttons: buttonsOf(blocks) };
}
