import { createHmac } from "node:crypto";

export const SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

let numbers = 0;
/** Another one for each delivery. */
export function fresh(prefix: string): string {
  numbers += 1;
  return `${prefix}${numbers}`;
}

interface MessageOptions {
  readonly user?: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly thread?: string;
  readonly type?: "message" | "app_mention";
  readonly clientId?: string;
  readonly eventId?: string;
  readonly team?: string;
  readonly more?: object;
}

/** An event as Slack wraps it. */
export function messageEvent(text: string, options: MessageOptions = {}) {
  const { user = "UADA", channel = "C1", ts = `1795255200.${fresh("1000")}`, team = "T1" } = options;
  return {
    type: "event_callback",
    token: "verification-token",
    team_id: team,
    api_app_id: "A1",
    event_id: options.eventId ?? fresh("Ev"),
    event_time: Math.floor(Number(ts)),
    authorizations: [{ team_id: "T1", user_id: "UBOT", is_bot: true }],
    event: {
      type: options.type ?? "message",
      user,
      team,
      channel,
      channel_type: channel.startsWith("D") ? "im" : "channel",
      text,
      ts,
      ...(options.thread !== undefined && { thread_ts: options.thread }),
      ...(options.clientId !== undefined && { client_msg_id: options.clientId }),
      ...options.more,
    },
  };
}

/** Somebody looks at the bot's home tab. */
export function homeOpened(user: string) {
  const event = { type: "app_home_opened", user, channel: "D1", tab: "home", event_ts: "1795255200.1" };
  return {
    type: "event_callback",
    team_id: "T1",
    api_app_id: "A1",
    event_id: fresh("Ev"),
    event_time: 1_795_255_200,
    event,
  };
}

/** Somebody has sent a message with links of the console in it. */
export function linksShared(urls: readonly string[], { user = "UADA", ts = "1795255200.000007", more = {} } = {}) {
  const links = urls.map((url) => ({ url, domain: new URL(url).hostname }));
  const event = { type: "link_shared", user, channel: "C1", message_ts: ts, links, event_ts: ts };
  const head = { type: "event_callback", team_id: "T1", api_app_id: "A1", event_id: fresh("Ev") };
  return { ...head, event_time: 1_795_255_200, event, ...more };
}

interface PressOptions {
  readonly user?: string;
  readonly channel?: string;
  readonly ts: string;
  readonly thread?: string;
  readonly blockId?: string;
  readonly at?: number;
}

/** A press of a button on one of the bot's messages. */
export function press(say: string, options: PressOptions) {
  const { user = "UADA", channel = "C1", ts, thread, blockId = "b1", at = Date.now() } = options;
  return {
    type: "block_actions",
    token: "verification-token",
    team: { id: "T1", domain: "fake" },
    user: { id: user, team_id: "T1", username: user.toLowerCase() },
    trigger_id: fresh("trigger."),
    container: {
      type: "message",
      message_ts: ts,
      channel_id: channel,
      ...(thread !== undefined && { thread_ts: thread }),
    },
    channel: { id: channel, name: "ops" },
    message: { ts, text: "card", ...(thread !== undefined && { thread_ts: thread }) },
    actions: [{ type: "button", action_id: "say-0", block_id: blockId, value: say, action_ts: String(at / 1000) }],
  };
}

/** A button of the home tab: there is no message and no channel. */
export function homePress(say: string, user: string, at = Date.now()) {
  const { container: _none, channel: _nowhere, message: _neither, ...rest } = press(say, { ts: "1.1", user, at });
  const view = { id: "V1", type: "home", hash: "1.a", callback_id: "", private_metadata: "" };
  return { ...rest, container: { type: "view", view_id: "V1" }, view };
}

/** A slash command, as fields of a form. */
export function slashCommand(text: string, { user = "UADA", channel = "C1" } = {}) {
  return {
    token: "verification-token",
    command: "/octopus",
    text,
    team_id: "T1",
    channel_id: channel,
    user_id: user,
    trigger_id: fresh("trigger."),
    response_url: "https://hooks.slack.com/commands/T1/1/x",
  };
}

/** "Run this again" in the menu of a message. */
export function runAgain(message: {
  readonly ts: string;
  readonly text: string;
  readonly bot_id?: string;
  readonly thread_ts?: string;
}) {
  return {
    type: "message_action",
    callback_id: "run-again",
    trigger_id: fresh("trigger."),
    team: { id: "T1", domain: "fake" },
    user: { id: "UADA", team_id: "T1", name: "ada" },
    channel: { id: "C1", name: "ops" },
    message,
  };
}

interface Request {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** The request that Slack would make, signed as Slack signs. Presses and commands are forms. */
export function signedRequest(delivery: object, nowMs: number, secret = SIGNING_SECRET): Request {
  const { type, command } = delivery as { type?: string; command?: string };
  const asForm =
    command !== undefined || (type !== undefined && type !== "event_callback" && type !== "url_verification");
  const body = !asForm
    ? JSON.stringify(delivery)
    : command === undefined
      ? new URLSearchParams({ payload: JSON.stringify(delivery) }).toString()
      : new URLSearchParams(delivery as Record<string, string>).toString();
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    body,
    headers: {
      "Content-Type": asForm ? "application/x-www-form-urlencoded" : "application/json",
      "X-Slack-Request-Timestamp": timestamp,
      "X-Slack-Signature": `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`,
    },
  };
}

/** A form that was filled in and sent off. */
export function submitted(
  view: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, string>>,
  user = "UADA",
) {
  const fields = Object.entries(values).map(([name, value]) => [name, { text: { type: "plain_text_input", value } }]);
  const { callback_id, private_metadata } = view;
  return {
    type: "view_submission",
    team: { id: "T1", domain: "fake" },
    user: { id: user, team_id: "T1", name: user.toLowerCase() },
    trigger_id: fresh("trigger."),
    view: {
      id: fresh("V"),
      hash: fresh("hash."),
      callback_id,
      ...(private_metadata !== undefined && { private_metadata }),
      state: { values: Object.fromEntries(fields) },
    },
  };
}

/** "Ask Octopus" from the shortcuts menu. */
export function asked(user = "UADA") {
  const team = { id: "T1", domain: "fake" };
  return {
    type: "shortcut",
    callback_id: "ask",
    trigger_id: fresh("trigger."),
    team,
    user: { id: user, team_id: "T1" },
  };
}
