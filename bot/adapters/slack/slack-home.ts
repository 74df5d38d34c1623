import type { types } from "@slack/bolt";
import type { Card } from "../../../core/model/card.ts";
import type { Actor } from "../../../core/model/user.ts";
import { renderCard } from "./render/render-card.ts";
import type { SlackPeople } from "./slack-people.ts";
import { SLACK, type SlackLinks } from "./slack-ports.ts";
import type { SlackWeb } from "./slack-web.ts";

interface Deps {
  readonly people: SlackPeople;
  readonly links: SlackLinks;
  readonly web: Pick<SlackWeb, "publishHome">;
  /** What this person wants to see first. */
  readonly home: (actor: Actor, timeZone: string) => Promise<readonly Card[]>;
  readonly siteUrl: () => string;
  readonly timeZone: string;
}

/** Slack's own limit for a home. */
const MOST_BLOCKS = 100;

/** The home tab of the bot: as it is when it is opened. Strangers see how to become known, and nothing else. */
export class SlackHome {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Rejects when it must be tried again. */
  async show(team: string, person: string): Promise<void> {
    const { web, siteUrl } = this.#deps;
    const cards = await this.#cards(team, person);
    const blocks = cards.flatMap((card, index): types.KnownBlock[] => {
      // A home takes no tables: the plain form has none.
      const { blocks: own } = renderCard(card, { id: `home.${index}`, siteUrl: siteUrl(), simple: true });
      return index === 0 ? own : [{ type: "divider" }, ...own];
    });
    await web.publishHome(person, blocks.slice(0, MOST_BLOCKS));
  }

  async #cards(team: string, person: string): Promise<readonly Card[]> {
    const { people, links, home, timeZone } = this.#deps;
    const known = await people.look(team, person);
    if (!known.ok) return [{ tone: "info", headline: known.why, lines: [] }];
    const actor = await links.actorFor({ channel: SLACK, team, person });
    if (actor) return await home(actor, known.timeZone ?? timeZone);
    const lines = ["Write “link me” to me under Messages, and I send you a link."];
    return [{ tone: "question", headline: "I do not know yet who you are here", lines }];
  }
}
