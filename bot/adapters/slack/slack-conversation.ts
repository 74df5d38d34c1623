import type { Actor } from "../../../core/model/user.ts";
import type { ConversationEngine } from "../../conversation/conversation-engine.ts";
import type { Incoming } from "../../conversation/incoming.ts";
import type { SlackGuide } from "./slack-guide.ts";
import type { SlackPeople } from "./slack-people.ts";
import { SLACK, type SlackLinks, type SlackPosts } from "./slack-ports.ts";
import type { SlackRooms } from "./slack-rooms.ts";
import { namedMentions } from "./translate/named-mentions.ts";
import type { Said } from "./translate/said.ts";

interface Deps {
  readonly engine: Pick<ConversationEngine, "handle">;
  readonly people: SlackPeople;
  readonly links: SlackLinks;
  readonly guide: SlackGuide;
  readonly rooms: Pick<SlackRooms, "nameOf">;
  readonly posts: Pick<SlackPosts, "conversationOf">;
  /** Whether somebody has talked with us there. */
  readonly isConversation: (address: string) => Promise<boolean>;
  /** Why this person's answer ("confirm P-311", "approve A-3") cannot count. */
  readonly notTheirs: (actor: Actor, text: string) => Promise<string | undefined>;
  /** Where neither Slack nor the person says another. */
  readonly timeZone: string;
}

const SETS_SOMETHING = /\b(?:channel|room|here|quiet|digest|default)\b/i;

/** What is said in Slack, handed to the conversation as the user who said it. */
export class SlackConversation {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Rejects when it must be tried again: the database or Slack could not be asked. */
  async hear(said: Said, deliveryId: string, form?: Incoming["form"]): Promise<void> {
    const { engine, people, links, guide, timeZone } = this.#deps;
    const conversationId = await this.#conversationOf(said);
    if (!said.addressed && conversationId === undefined && !(await this.#deps.isConversation(said.address))) return;
    const known = await people.look(said.team, said.person);
    if (!known.ok) {
      if (said.addressed) await guide.refuse(said, known.why);
      return;
    }
    const who = { channel: SLACK, team: said.team, person: said.person };
    const actor = await links.actorFor(who);
    if (!actor) {
      if (said.addressed) await guide.welcome(said, known.name);
      return;
    }
    if (said.addressed && (await guide.answers(said, actor, known.name))) return;
    // The thread need not hear of every finger on somebody else's button: only that person is told.
    const notTheirs = await this.#deps.notTheirs(actor, said.text);
    if (notTheirs !== undefined) return await guide.refuse(said, notTheirs);
    await engine.handle({
      channel: SLACK,
      address: said.address,
      ...(conversationId !== undefined && { conversationId }),
      dedupeKey: deliveryId,
      actor,
      room: await this.#roomOf(said),
      timeZone: known.timeZone ?? timeZone,
      text: await this.#named(said),
      ...(form && { form }),
      addressed: said.addressed,
      ...(said.saidAt !== undefined && { saidAt: said.saidAt }),
    });
  }

  /** A channel means the same in all its threads. Its name is asked for only where it may be told to others. */
  async #roomOf({ address, direct, room, text }: Said) {
    const [team = "", id = ""] = address.split("/");
    const name = !direct && SETS_SOMETHING.test(text) ? await this.#deps.rooms.nameOf(room) : undefined;
    return { id: `${team}/${id}`, shared: !direct, name: name === undefined ? "" : `#${name}` };
  }

  async #named({ text, team }: Said): Promise<string> {
    const { links, rooms } = this.#deps;
    return await namedMentions(text, {
      room: (id) => rooms.nameOf(id),
      person: async (person) => (await links.actorFor({ channel: SLACK, team, person }))?.name,
    });
  }

  /** What is said below one of our messages, or by a button of it, belongs to the conversation of that message. */
  async #conversationOf({ room, about }: Said): Promise<string | undefined> {
    return about === undefined ? undefined : await this.#deps.posts.conversationOf(SLACK, room, about);
  }
}
