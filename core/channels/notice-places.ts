import type { Notify } from "../model/policy.ts";
import type { Reader } from "../store/rows.ts";
import { linkTable } from "../store/tables/channel-table.ts";
import { type UserRow, userTable } from "../store/tables/user-table.ts";

/** Where somebody is told of the end of a run that they do not watch. */
export interface NoticePlace {
  /** "web", "slack". */
  readonly channel: string;
  /** Begins the address of every conversation there; for "web" it is the whole address. */
  readonly base: string;
  /** Whose place it is; empty for a room of many. */
  readonly userId: string;
}

/** What a chat service says of a room. "outside": it is there, and we are no member. "unsaid": it could not be asked. */
export type RoomFound = "inside" | "outside" | "none" | "unsaid";

interface Deps {
  readonly reader: Reader;
  /** The chat service with rooms and direct messages; undefined where none is set up. */
  readonly service: ChatRooms | undefined;
}

/** The rooms of a chat service. Neither rejects. */
export interface ChatRooms {
  readonly channel: string;
  find(room: string): Promise<RoomFound>;
  /** Its own name of a room, which stays when people call it otherwise; undefined where it does not say. */
  idOf(room: string): Promise<string | undefined>;
}

/** Finds where the results of a task go that says whom to tell. Asks the chat service for sentences only, never to route. */
export class NoticePlaces {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Undefined: there is no such place, so nobody can be told there. `ownerId` is who "me" is. */
  async find({ channel, user }: Notify, ownerId: string): Promise<NoticePlace | undefined> {
    const { service } = this.#deps;
    if (channel !== undefined) {
      return service && { channel: service.channel, base: `here/${channel.replaceAll("/", "")}`, userId: "" };
    }
    const person = user === undefined ? undefined : await this.#user(user, ownerId);
    return person && (await this.#ofUser(person.id));
  }

  /** The chat service's own name of the room that a place leads to; undefined for a person's, or where it cannot say. */
  async roomIdOf({ base, channel, userId }: NoticePlace): Promise<string | undefined> {
    const { service } = this.#deps;
    const [, room] = base.split("/");
    return userId === "" && room !== undefined && service?.channel === channel ? await service.idOf(room) : undefined;
  }

  /** Why somebody would hear nothing, each as the end of "I ask because ..."; empty when all can be told. */
  async problems(notify: readonly Notify[], ownerId: string): Promise<readonly string[]> {
    const found = await Promise.all(notify.map((one) => this.#problem(one, ownerId)));
    return [...new Set(found.filter((one) => one !== undefined))];
  }

  async #problem({ channel, user }: Notify, ownerId: string): Promise<string | undefined> {
    if (channel !== undefined) return await this.#roomProblem(channel);
    if (user === undefined || user === "me" || (await this.#user(user, ownerId))) return undefined;
    return `nobody here is called ${user}, so nobody would be told there`;
  }

  async #roomProblem(room: string): Promise<string | undefined> {
    const { service } = this.#deps;
    if (!service) return `no chat service is set up, so nothing could be told in ${room}`;
    switch (await service.find(room)) {
      case "none":
        return `I see no channel ${room}, so nobody would be told there; a private one I see once I am invited`;
      case "outside":
        return `I am not in ${room}, so nothing could be told there until somebody invites me`;
      case "unsaid":
        return `I could not find out whether there is a channel ${room}`;
      default:
        return undefined;
    }
  }

  async #user(name: string, ownerId: string): Promise<UserRow | undefined> {
    const where = name === "me" ? { id: ownerId } : { name_key: name.replace(/^@/, "").toLowerCase() };
    const [row] = await this.#deps.reader.select(userTable, { where });
    return row?.state === "active" ? row : undefined;
  }

  /** Directly, where the person is known to the chat service; else in a conversation of their own in the console. */
  async #ofUser(userId: string): Promise<NoticePlace> {
    const { reader, service } = this.#deps;
    const newest = { orderBy: [{ column: "linked_at", descending: true }], limit: 1 } as const;
    const where = { user_id: userId, channel: service?.channel ?? "" };
    const [link] = service ? await reader.select(linkTable, { where, ...newest }) : [];
    if (link) return { channel: link.channel, base: `${link.team}/@${link.person}`, userId };
    return { channel: "web", base: `notices:${userId}`, userId };
  }
}
