import { type types, webApi } from "@slack/bolt";
import type { Logger } from "../../../core/kernel/logger.ts";
import { boltLogger } from "./bolt-logger.ts";
import type { SlackMessage } from "./render/render-card.ts";
import { SlackFailure, slackFailure } from "./slack-failure.ts";
import type { SlackHealth } from "./slack-health.ts";

interface Deps {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  readonly health: SlackHealth;
  readonly log: Logger;
}

/** Who we are there. */
export interface SlackIdentity {
  readonly team: string;
  readonly botUserId: string;
  readonly botId: string | undefined;
}

export interface SlackProfile {
  readonly name: string;
  readonly timeZone: string | undefined;
  readonly team: string | undefined;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isStranger: boolean;
  readonly isGone: boolean;
}

export interface SlackRoom {
  readonly id: string;
  readonly name: string;
  readonly isMember: boolean;
}

/** What is to be below a link in a message, by the link. */
export type Previews = Readonly<Record<string, { readonly blocks: types.KnownBlock[] }>>;

const ROOMS_AT_ONCE = 1_000;
const MOST_PAGES = 20;
const CALL_TIMEOUT_MS = 10_000;
const EVENT_TYPE = "octopus_card";

/** The calls of Slack's interface that are used, each tried once: whoever calls has a queue. Throws `SlackFailure`. */
export class SlackWeb {
  readonly #client: webApi.WebClient;
  readonly #health: SlackHealth;

  constructor({ botToken, apiUrl, health, log }: Deps) {
    this.#health = health;
    this.#client = new webApi.WebClient(botToken, {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      timeout: CALL_TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      logger: boltLogger(log),
    });
  }

  async identity(): Promise<SlackIdentity> {
    const answer = await this.#call(() => this.#client.auth.test());
    if (!answer.team_id || !answer.user_id) throw new SlackFailure("auth", "auth.test named no team");
    return { team: answer.team_id, botUserId: answer.user_id, botId: answer.bot_id };
  }

  /** The id of the new message. The name makes it recognisable to `findPosted`. */
  async post(room: string, thread: string | undefined, message: SlackMessage, name: string): Promise<string> {
    const answer = await this.#call(() =>
      this.#client.chat.postMessage({
        channel: room,
        ...(thread !== undefined && { thread_ts: thread }),
        ...inert(message),
        metadata: { event_type: EVENT_TYPE, event_payload: { message_id: name } },
      }),
    );
    if (!answer.ts) throw new SlackFailure("unsure", "no id of the new message");
    return answer.ts;
  }

  async update(room: string, ts: string, message: SlackMessage): Promise<void> {
    await this.#call(() => this.#client.chat.update({ channel: room, ts, ...inert(message) }));
  }

  /** Seen by one person only, and not kept. */
  async whisper(room: string, person: string, message: SlackMessage, thread: string | undefined): Promise<void> {
    const where = { channel: room, user: person, ...(thread !== undefined && { thread_ts: thread }) };
    await this.#call(() => this.#client.chat.postEphemeral({ ...where, ...inert(message) }));
  }

  /** A direct message, outside of any conversation of ours. */
  async tell(person: string, message: SlackMessage): Promise<void> {
    const room = await this.openDirect(person);
    await this.#call(() => this.#client.chat.postMessage({ channel: room, ...inert(message) }));
  }

  /** Below a message. */
  async upload(room: string, thread: string, { name, text }: { readonly name: string; readonly text: string }) {
    const file = { filename: name, title: name, content: text };
    await this.#call(() => this.#client.filesUploadV2({ channel_id: room, thread_ts: thread, ...file }));
  }

  /** The room of the direct messages with a person. */
  async openDirect(person: string): Promise<string> {
    const opened = await this.#call(() => this.#client.conversations.open({ users: person }));
    const room = opened.channel?.id;
    if (!room) throw new SlackFailure("refused", "no direct message could be opened");
    return room;
  }

  /** The channels that we can see. Without the scopes for it, which posting does not need, it throws `missing_scope`. */
  async rooms(): Promise<readonly SlackRoom[]> {
    const rooms: SlackRoom[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const wanted = { types: "public_channel,private_channel", exclude_archived: true, limit: ROOMS_AT_ONCE };
      const answer = await this.#call(() =>
        this.#client.conversations.list({ ...wanted, ...(cursor !== undefined && { cursor }) }),
      );
      for (const { id = "", name = "", is_member } of answer.channels ?? []) {
        rooms.push({ id, name: name.toLowerCase(), isMember: is_member === true });
      }
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    return rooms;
  }

  async profile(person: string): Promise<SlackProfile> {
    const { user } = await this.#call(() => this.#client.users.info({ user: person }));
    const named = user?.profile?.display_name || user?.real_name || user?.name || person;
    return {
      name: named,
      timeZone: user?.tz,
      team: user?.team_id,
      isBot: user?.is_bot === true || user?.id === "USLACKBOT",
      isGuest: user?.is_restricted === true || user?.is_ultra_restricted === true,
      isStranger: (user as { is_stranger?: boolean } | undefined)?.is_stranger === true,
      isGone: user === undefined || user.deleted === true,
    };
  }

  /** The message that was posted under this name since then, if it arrived after all. Throws when it cannot be looked up. */
  async findPosted(room: string, thread: string | undefined, name: string, since: number): Promise<string | undefined> {
    const where = { channel: room, oldest: String(since / 1000), include_all_metadata: true, limit: 100 };
    const answer = await this.#call<{ messages?: readonly unknown[] }>(() =>
      thread === undefined
        ? this.#client.conversations.history(where)
        : this.#client.conversations.replies({ ...where, ts: thread }),
    );
    for (const message of (answer.messages ?? []) as readonly Posted[]) {
      if (message.metadata?.event_payload?.["message_id"] === name) return message.ts;
    }
    return undefined;
  }

  async publishHome(person: string, blocks: types.KnownBlock[]): Promise<void> {
    await this.#call(() => this.#client.views.publish({ user_id: person, view: { type: "home", blocks } }));
  }

  /** Cards below links of somebody's message. */
  async unfurl(room: string, ts: string, unfurls: Previews): Promise<void> {
    await this.#call(() => this.#client.chat.unfurl({ channel: room, ts, unfurls: { ...unfurls } }));
  }

  /** Throws `SlackFailure` where the trigger is too old. */
  async openView(trigger: string, view: types.ModalView): Promise<void> {
    await this.#call(() => this.#client.views.open({ trigger_id: trigger, view }));
  }

  async #call<T>(act: () => Promise<T>): Promise<T> {
    try {
      const answer = await act();
      this.#health.works();
      return answer;
    } catch (error) {
      const failure = slackFailure(error);
      const optional = failure.reason === "missing_scope";
      if (failure.kind === "auth" && !optional) this.#health.fails(`Slack refuses the bot token (${failure.reason})`);
      else if (failure.kind === "refused" || failure.kind === "rate" || optional) this.#health.works();
      else this.#health.fails(`Slack cannot be reached (${failure.reason})`);
      throw failure;
    }
  }
}

interface Posted {
  readonly ts?: string;
  readonly metadata?: { readonly event_payload?: Readonly<Record<string, unknown>> };
}

/** Nothing in what we send may become a link, a mention or a preview of its own. */
function inert({ text, blocks }: SlackMessage) {
  return {
    text,
    blocks,
    parse: "none",
    link_names: false,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  } as const;
}
