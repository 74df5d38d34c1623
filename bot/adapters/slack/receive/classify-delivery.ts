import type { SlackAction, SlackBody, SlackEvent } from "./slack-body.ts";

/** What a delivery is worth: kept under these keys, or acknowledged and forgotten. */
export type Classified =
  | { readonly keep: false; readonly why: string }
  | { readonly keep: true; readonly lane: string; readonly keys: readonly string[] };

interface Known {
  /** Teams that may speak; empty while it is not known which one is ours. */
  readonly teams: readonly string[];
  readonly botUserId: string | undefined;
}

const SUBTYPES: readonly string[] = ["thread_broadcast", "file_share"];
/** A second press of the same button within this time is the same press. */
const DOUBLE_PRESS_SECONDS = 5;

/**
 * Which deliveries count, and under which names each may come again: a message comes as `message` and as `app_mention`,
 * up to four times, over a new socket too. Pure.
 */
export function classifyDelivery(body: SlackBody, known: Known): Classified {
  const team = teamOf(body);
  if (team === undefined) return drop("no team");
  if (known.teams.length > 0 && !teamsIn(body).every((one) => known.teams.includes(one))) return drop("foreign team");
  if (body.type === "event_callback") return classifyEvent(body, team, known);
  if (body.command !== undefined) return once(body, team, `${team}/${body.channel_id ?? ""}`);
  if (body.type === "block_actions") return classifyPress(body, team);
  if (body.type === "view_submission") return classifyForm(body, team);
  if (body.type === "message_action" || body.type === "shortcut")
    return once(body, team, `${team}/${body.user?.id ?? ""}`);
  return drop(`kind ${body.type ?? "unknown"}`);
}

function classifyForm({ user, view }: SlackBody, team: string): Classified {
  if (!/^(?:change-plan|refuse-request|ask)$/.test(view?.callback_id ?? "")) return drop("no form of ours");
  return keep(`${team}/view/${user?.id ?? ""}`, [`view:${team}:${view?.id ?? ""}:${view?.hash ?? ""}`]);
}

/** The workspace that the app is installed in. */
export function teamOf(body: SlackBody): string | undefined {
  return body.team_id ?? body.team?.id ?? body.user?.team_id;
}

/** The workspace of the app and that of the person: in shared channels they differ. */
function teamsIn(body: SlackBody): readonly string[] {
  const { event, user } = body;
  const teams = [teamOf(body), event?.team, event?.user_team, user?.team_id];
  return teams.filter((team) => team !== undefined);
}

function classifyEvent(body: SlackBody, team: string, known: Known): Classified {
  const { event, event_id: eventId } = body;
  if (!event || eventId === undefined) return drop("no event");
  if (event.type === "app_home_opened") {
    return event.tab === "home" ? keep(`${team}/home/${event.user}`, [`event:${eventId}`]) : drop("not the home tab");
  }
  if (event.type === "link_shared") return classifyLinks(body, event, team);
  if (event.type !== "message" && event.type !== "app_mention") return drop(`event ${event.type}`);
  const why = whyNotHeard(event, botOf(body) ?? known.botUserId);
  if (why !== undefined) return drop(why);
  const { channel = "", ts = "", thread_ts: thread, client_msg_id: clientId } = event;
  const keys = [`ts:${team}:${channel}:${ts}`, `event:${eventId}`];
  if (clientId !== undefined) keys.push(`client:${team}:${channel}:${event.user}:${clientId}`);
  return keep(isDirect(event) ? `${team}/${channel}` : `${team}/${channel}/${thread ?? ts}`, keys);
}

/** Links in a message that was sent; while somebody still writes it, it has no time yet. */
function classifyLinks(body: SlackBody, event: SlackEvent, team: string): Classified {
  const { bot_id: botId, channel = "", message_ts: ts = "", user } = event;
  if (botId !== undefined || user === undefined) return drop("links of a bot");
  if (body.is_ext_shared_channel) return drop("links where other companies read");
  if (!/^\d+\.\d+$/.test(ts)) return drop("links of a message that is not sent");
  return keep(`${team}/${channel}/links/${ts}`, [`links:${team}:${channel}:${ts}`]);
}

function whyNotHeard(event: SlackEvent, botUserId: string | undefined): string | undefined {
  if (event.bot_id !== undefined || event.app_id !== undefined) return "a bot";
  if (event.user === undefined || event.user === botUserId || event.user === "USLACKBOT") return "not a person";
  if (event.subtype !== undefined && !SUBTYPES.includes(event.subtype)) return `subtype ${event.subtype}`;
  if (event.hidden || event.channel === undefined || event.ts === undefined) return "no message";
  const inThread = event.thread_ts !== undefined && event.thread_ts !== event.ts;
  return inThread || isAddressed(event, botUserId) ? undefined : "people among themselves";
}

/** A direct message, a mention. While it is not known who we are, any mention may be of us. */
export function isAddressed(event: SlackEvent, botUserId: string | undefined): boolean {
  if (isDirect(event) || event.type === "app_mention") return true;
  return (event.text ?? "").includes(botUserId === undefined ? "<@" : `<@${botUserId}`);
}

export function isDirect(event: SlackEvent): boolean {
  return event.channel_type === "im" || (event.channel ?? "").startsWith("D");
}

function botOf(body: SlackBody): string | undefined {
  return body.authorizations?.find((one) => one.is_bot !== false)?.user_id;
}

function classifyPress(body: SlackBody, team: string): Classified {
  const [action] = body.actions ?? [];
  if (!action) return drop("no action");
  if (!action.action_id.startsWith("say")) return drop("nothing to say");
  const room = body.channel?.id ?? body.container?.channel_id ?? `home-${body.user?.id}`;
  const ts = body.message?.thread_ts ?? body.message?.ts ?? body.container?.message_ts ?? "";
  const lane = room.startsWith("D") ? `${team}/${room}` : `${team}/${room}/${ts}`;
  return keep(lane, pressKeys(body, action, team));
}

/** A double click is one press. What answers a question counts once for each person, whenever the finger comes down. */
function pressKeys(body: SlackBody, action: SlackAction, team: string): readonly string[] {
  const { action_id: actionId, block_id: blockId = "", action_ts: at = "" } = action;
  const said = action.value ?? action.selected_option?.value ?? "";
  const press = `press:${team}:${body.user?.id}:${body.container?.message_ts ?? ""}:${blockId}:${actionId}:${said}`;
  const trigger = body.trigger_id === undefined ? [] : [`trigger:${team}:${body.trigger_id}`];
  if (/^(?:confirm|cancel|deny) P-\d+$/.test(said)) return [press, ...trigger];
  const beat = Math.floor(Number(at) / DOUBLE_PRESS_SECONDS) || 0;
  return [`${press}:${beat}`, `${press}:${beat + 1}`, ...trigger];
}

function once(body: SlackBody, team: string, lane: string): Classified {
  return body.trigger_id === undefined ? drop("no trigger") : keep(lane, [`trigger:${team}:${body.trigger_id}`]);
}

const keep = (lane: string, keys: readonly string[]): Classified => ({ keep: true, lane, keys });
const drop = (why: string): Classified => ({ keep: false, why });
