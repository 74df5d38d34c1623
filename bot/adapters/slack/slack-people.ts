import type { Clock } from "../../../core/kernel/clock.ts";
import { SlackFailure } from "./slack-failure.ts";
import type { SlackProfile } from "./slack-web.ts";

/** Somebody who may speak, or why not: a sentence for them. */
export type Known =
  | { readonly ok: true; readonly name: string; readonly timeZone: string | undefined }
  | { readonly ok: false; readonly why: string };

interface Deps {
  readonly profile: (person: string) => Promise<SlackProfile>;
  readonly clock: Clock;
  readonly teams: () => readonly string[];
}

const BELIEVED_MS = 10 * 60_000;
const MOST_REMEMBERED = 5_000;

const NOBODY: SlackProfile = {
  name: "",
  timeZone: undefined,
  team: undefined,
  isBot: false,
  isGuest: false,
  isStranger: true,
  isGone: true,
};

/** Slack answered, and does not show us this person: the same as a stranger. */
function unknownToSlack(error: unknown): SlackProfile {
  if (error instanceof SlackFailure && error.kind === "refused") return NOBODY;
  throw error;
}

/** What Slack says of a person, asked again after ten minutes: guests, strangers and those who left are turned away. */
export class SlackPeople {
  readonly #deps: Deps;
  readonly #seen = new Map<string, { readonly at: number; readonly known: Known }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `SlackFailure` when Slack cannot be asked: then nobody is let in on old knowledge. */
  async look(team: string, person: string): Promise<Known> {
    const { clock, profile } = this.#deps;
    const key = `${team}/${person}`;
    const seen = this.#seen.get(key);
    if (seen && clock.now() - seen.at < BELIEVED_MS) return seen.known;
    const known = this.#judge(team, await profile(person).catch(unknownToSlack));
    if (this.#seen.size >= MOST_REMEMBERED) this.#seen.clear();
    this.#seen.set(key, { at: clock.now(), known });
    return known;
  }

  #judge(team: string, profile: SlackProfile): Known {
    const teams = this.#deps.teams();
    const foreign = !teams.includes(team) || (profile.team !== undefined && !teams.includes(profile.team));
    if (profile.isBot) return { ok: false, why: "I do not take orders from other apps." };
    if (profile.isGone) return { ok: false, why: "Your Slack account is deactivated." };
    if (profile.isStranger || foreign) return { ok: false, why: "I only listen to members of my own workspace." };
    if (profile.isGuest) return { ok: false, why: "Guests of a workspace cannot use me." };
    return { ok: true, name: profile.name, timeZone: profile.timeZone };
  }
}
