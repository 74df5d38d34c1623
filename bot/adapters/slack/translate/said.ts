import { isAddressed, isDirect } from "../receive/classify-delivery.ts";
import type { SlackBody, SlackEvent } from "../receive/slack-body.ts";
import { plainOfRichText } from "./plain-of-rich-text.ts";

/** Something that somebody in Slack said, by typing or by pressing. */
export interface Said {
  /** Of the person; with the id it is who they are. Names are never used for that. */
  readonly team: string;
  readonly person: string;
  readonly room: string;
  /** The message below which answers go; undefined in direct messages and after commands. */
  readonly thread: string | undefined;
  readonly direct: boolean;
  /** Names the conversation: workspace, room, thread. */
  readonly address: string;
  /** The message it is about: the one with the button, or the root of the thread. It may be one of ours. */
  readonly about: string | undefined;
  readonly text: string;
  readonly addressed: boolean;
  readonly saidAt: number | undefined;
}

/** A message or a mention. */
export function saidInMessage(body: SlackBody, event: SlackEvent, botUserId: string): Said | undefined {
  const { channel: room, user: person, ts, thread_ts: thread } = event;
  const team = event.user_team ?? event.team ?? body.team_id;
  if (room === undefined || person === undefined || ts === undefined || team === undefined) return undefined;
  const direct = isDirect(event);
  const home = body.team_id ?? team;
  const root = thread ?? (direct ? undefined : ts);
  return {
    team,
    person,
    room,
    thread: root,
    direct,
    address: addressOf(home, room, root),
    about: thread === ts ? undefined : thread,
    text: withoutMention(plainOfRichText(event.blocks) ?? event.text ?? "", botUserId),
    addressed: isAddressed(event, botUserId),
    saidAt: Number(ts) * 1000,
  };
}

/** "/octopus restart nginx on web-1": the answer begins a thread of its own. */
export function saidInCommand(body: SlackBody): Said | undefined {
  const { channel_id: room, user_id: person, team_id: team, trigger_id: trigger } = body;
  if (room === undefined || person === undefined || !team || trigger === undefined) return undefined;
  const direct = room.startsWith("D");
  const text = (body.text ?? "").trim();
  return {
    team,
    person,
    room,
    thread: undefined,
    direct,
    address: direct ? addressOf(team, room, undefined) : addressOf(team, room, `command:${trigger}`),
    about: undefined,
    text: text === "" ? "help" : text,
    addressed: true,
    saidAt: undefined,
  };
}

/** A button, or a choice of a menu, on one of our messages or on the home tab: it says what it stands for. */
export function saidByPress(body: SlackBody): Said | undefined {
  const [action] = body.actions ?? [];
  const text = action?.value ?? action?.selected_option?.value;
  const at = placeOfAct(body) ?? homeOf(body);
  if (!text || !at) return undefined;
  return {
    ...at.place,
    about: at.ts,
    text,
    addressed: true,
    saidAt: action?.action_ts === undefined ? undefined : Number(action.action_ts) * 1000,
  };
}

/** "Run this again" on a message: its sentence is said anew, by whoever chose it, in the thread of that message. */
export function saidByShortcut(body: SlackBody, botUserId: string): Said | undefined {
  const at = placeOfAct(body);
  if (!at) return undefined;
  const { thread_ts: thread, text = "", bot_id: bot, blocks } = body.message ?? {};
  // On a card of ours it means the work of that card.
  const sentence = bot === undefined ? withoutMention(plainOfRichText(blocks) ?? text, botUserId) : "run it again";
  if (sentence === "") return undefined;
  const about = bot === undefined ? thread : at.ts;
  return { ...at.place, about, text: sentence, addressed: true, saidAt: undefined };
}

/** Who did something with a message, and the thread of that message: its own, or the one that it begins. */
function placeOfAct(body: SlackBody) {
  const { channel, container, message, team, user } = body;
  const room = channel?.id ?? container?.channel_id;
  const person = user?.id;
  const home = team?.id ?? user?.team_id;
  const ts = message?.ts ?? container?.message_ts;
  if (!room || !person || !home || !ts) return undefined;
  const direct = room.startsWith("D");
  const thread = message?.thread_ts ?? container?.thread_ts ?? (direct ? undefined : ts);
  const place = { team: user?.team_id ?? home, person, room, thread, direct, address: addressOf(home, room, thread) };
  return { ts, place };
}

/** The home tab is no room: what is pressed there is answered directly. */
function homeOf({ message, team, user, view }: SlackBody) {
  const person = user?.id;
  const home = team?.id ?? user?.team_id;
  if (view?.id === undefined || message || !person || !home) return undefined;
  const room = `@${person}`;
  const address = addressOf(home, room, undefined);
  return {
    ts: undefined,
    place: { team: user?.team_id ?? home, person, room, thread: undefined, direct: true, address },
  };
}

export function addressOf(team: string, room: string, thread: string | undefined): string {
  return thread === undefined ? `${team}/${room}` : `${team}/${room}/${thread}`;
}

/** The mention is how the bot was called, and no part of what was said. */
function withoutMention(text: string, botUserId: string): string {
  const said = text.trim();
  const mention = /^<@([A-Z0-9]{1,40})(?:\|[^<>]{0,100})?>[\s,:]*/.exec(said);
  return mention?.[1] === botUserId ? said.slice(mention[0].length).trim() : said;
}
