import { validator } from "../../../../core/kernel/validator.ts";

/** The parts of Slack's payloads that are read here; the rest may be anything. */
export interface SlackEvent {
  readonly type: string;
  readonly subtype?: string;
  readonly channel?: string;
  readonly channel_type?: string;
  readonly user?: string;
  readonly team?: string;
  readonly user_team?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly hidden?: boolean;
  readonly text?: string;
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly client_msg_id?: string;
  readonly tab?: string;
  readonly message_ts?: string;
  readonly links?: readonly { readonly url: string }[];
  readonly blocks?: readonly unknown[];
}

export interface SlackAction {
  readonly type?: string;
  readonly action_id: string;
  readonly block_id?: string;
  readonly value?: string;
  readonly action_ts?: string;
  readonly selected_option?: { readonly value?: string } | null;
}

interface SlackMessage {
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly text?: string;
  readonly bot_id?: string;
  readonly blocks?: readonly unknown[];
}

/** One delivery, of whatever kind. */
export interface SlackBody {
  readonly type?: string;
  readonly team_id?: string;
  readonly event_id?: string;
  readonly event_time?: number;
  readonly event?: SlackEvent;
  /** Whether people of other companies read along. */
  readonly is_ext_shared_channel?: boolean;
  readonly authorizations?: readonly { readonly user_id?: string; readonly is_bot?: boolean }[];
  readonly command?: string;
  readonly text?: string;
  readonly trigger_id?: string;
  readonly channel_id?: string;
  readonly user_id?: string;
  readonly team?: { readonly id?: string } | null;
  readonly user?: { readonly id?: string; readonly team_id?: string };
  readonly channel?: { readonly id?: string } | null;
  readonly container?: { readonly message_ts?: string; readonly channel_id?: string; readonly thread_ts?: string };
  readonly message?: SlackMessage;
  readonly actions?: readonly SlackAction[];
  readonly callback_id?: string;
  readonly view?: {
    readonly id?: string;
    readonly hash?: string;
    readonly callback_id?: string;
    readonly private_metadata?: string;
    readonly state?: { readonly values?: Readonly<Record<string, Readonly<Record<string, SlackInput>>>> };
  };
  readonly challenge?: string;
}

interface SlackInput {
  readonly value?: string | null;
}

const word = { type: "string", maxLength: 4_000 } as const;
const id = { type: "string", pattern: "^[A-Za-z0-9_.:-]{1,100}$" } as const;
const open = (properties: object, required: readonly string[] = []) => ({ type: "object", properties, required });
const holder = { type: ["object", "null"], properties: { id } } as const;
const message = open({ ts: id, thread_ts: id, text: { type: "string" }, blocks: { type: "array" } });

const decode = validator<SlackBody>(
  open({
    type: word,
    team_id: { ...id, type: ["string", "null"] },
    event_id: id,
    event: open(
      {
        type: word,
        subtype: word,
        channel: { anyOf: [id, { type: "object" }] },
        channel_type: word,
        user: { anyOf: [id, { type: "object" }] },
        team: id,
        user_team: id,
        text: { type: "string" },
        ts: id,
        thread_ts: id,
        client_msg_id: id,
        blocks: { type: "array" },
        message_ts: id,
        links: { type: "array", maxItems: 100, items: open({ url: word }, ["url"]) },
      },
      ["type"],
    ),
    is_ext_shared_channel: { type: "boolean" },
    authorizations: { type: "array", items: open({ user_id: { type: ["string", "null"] } }) },
    command: word,
    text: { type: "string" },
    trigger_id: word,
    channel_id: id,
    user_id: id,
    team: holder,
    user: open({ id, team_id: id }),
    channel: holder,
    container: open({ message_ts: id, channel_id: id, thread_ts: id }),
    message,
    actions: {
      type: "array",
      maxItems: 25,
      items: open({ action_id: word, block_id: word, value: word, action_ts: word }, ["action_id"]),
    },
    callback_id: word,
    view: open({ id, hash: word, callback_id: word, private_metadata: word, state: { type: "object" } }),
    challenge: word,
  }),
);

/** A body as Slack sends them, or undefined for anything else. */
export function slackBody(value: unknown): SlackBody | undefined {
  const decoded = decode(value);
  if (!decoded.ok) return undefined;
  const { event } = decoded.value;
  const strange =
    event !== undefined && (typeof (event.channel ?? "") !== "string" || typeof (event.user ?? "") !== "string");
  return strange ? undefined : decoded.value;
}
