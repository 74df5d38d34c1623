import type { Clock } from "../../../core/kernel/clock.ts";
import { SlackFailure, slackFailure } from "./slack-failure.ts";
import type { SlackRoom, SlackWeb } from "./slack-web.ts";

interface Deps {
  readonly web: Pick<SlackWeb, "rooms" | "openDirect">;
  readonly clock: Clock;
}

const BELIEVED_MS = 10 * 60_000;

/** Rooms by the names that people give: "#ops" for a channel, "@U024" for the direct messages with somebody. */
export class SlackRooms {
  readonly #deps: Deps;
  readonly #directs = new Map<string, string>();
  #seen: { readonly at: number; readonly rooms: readonly SlackRoom[] } | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Never throws. What is not found is looked for once more, in a fresh list. */
  async find(name: string): Promise<"inside" | "outside" | "none" | "unsaid"> {
    try {
      const room = (await this.#known(name, BELIEVED_MS)) ?? (await this.#known(name, 0));
      if (!room) return "none";
      return room.isMember ? "inside" : "outside";
    } catch {
      return "unsaid";
    }
  }

  /** What a channel is called. Never throws: without an answer its id has to do. */
  async nameOf(id: string): Promise<string | undefined> {
    try {
      return (await this.#known(id, BELIEVED_MS))?.name;
    } catch {
      return undefined;
    }
  }

  /** The id of a channel by the name that people give. Never throws. */
  async idBehind(name: string): Promise<string | undefined> {
    try {
      return (await this.#known(name, BELIEVED_MS))?.id;
    } catch {
      return undefined;
    }
  }

  /** The id behind a place of an address. Throws `SlackFailure`. */
  async idOf(place: string): Promise<string> {
    if (place.startsWith("@")) return await this.#direct(place.slice(1));
    if (!place.startsWith("#")) return place;
    try {
      const room = (await this.#known(place, BELIEVED_MS)) ?? (await this.#known(place, 0));
      if (room) return room.id;
    } catch (error) {
      // Without the scope to list channels Slack still takes the name.
      if (slackFailure(error).reason === "missing_scope") return place;
      throw error;
    }
    throw new SlackFailure("refused", "channel_not_found");
  }

  async #direct(person: string): Promise<string> {
    const known = this.#directs.get(person);
    if (known !== undefined) return known;
    const id = await this.#deps.web.openDirect(person);
    this.#directs.set(person, id);
    return id;
  }

  /** By name, or by its id, which is what a mention of a channel comes as. */
  async #known(name: string, believedMs: number): Promise<SlackRoom | undefined> {
    const { clock, web } = this.#deps;
    const now = clock.now();
    if (!this.#seen || now - this.#seen.at >= believedMs) this.#seen = { at: now, rooms: await web.rooms() };
    const wanted = name.replace(/^#/, "").toLowerCase();
    return this.#seen.rooms.find((room) => room.name === wanted || room.id.toLowerCase() === wanted);
  }
}
