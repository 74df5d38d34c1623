import type { types } from "@slack/bolt";
import type { Card } from "../../../core/model/card.ts";
import type { Actor } from "../../../core/model/user.ts";
import type { SlackBody } from "./receive/slack-body.ts";
import { renderCard } from "./render/render-card.ts";
import { SlackFailure } from "./slack-failure.ts";
import type { SlackPeople } from "./slack-people.ts";
import { SLACK, type SlackLinks } from "./slack-ports.ts";
import type { Previews, SlackWeb } from "./slack-web.ts";

interface Deps {
  readonly people: SlackPeople;
  readonly links: SlackLinks;
  readonly web: Pick<SlackWeb, "unfurl">;
  /** What an address of the console is about, for this person; undefined for what they may not see. */
  readonly preview: (
    actor: Actor,
    at: { readonly path: string; readonly timeZone: string },
  ) => Promise<Card | undefined>;
  readonly siteUrl: () => string;
  readonly timeZone: string;
}

const MOST_LINKS = 5;

/** Small cards below links to the console, where somebody who may see them has posted the link. Strangers get none. */
export class SlackPreviews {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Rejects when it must be tried again. */
  async show({ event, team_id: home }: SlackBody): Promise<void> {
    const { channel, user: person, message_ts: ts, links = [] } = event ?? {};
    const team = event?.user_team ?? event?.team ?? home;
    if (channel === undefined || person === undefined || ts === undefined || team === undefined) return;
    const known = await this.#deps.people.look(team, person);
    const actor = known.ok ? await this.#deps.links.actorFor({ channel: SLACK, team, person }) : undefined;
    if (!actor || !known.ok) return;
    const timeZone = known.timeZone ?? this.#deps.timeZone;
    const previews: Record<string, { blocks: types.KnownBlock[] }> = {};
    for (const { url } of links.slice(0, MOST_LINKS)) {
      const path = this.#pathOf(url);
      const card = path === undefined ? undefined : await this.#deps.preview(actor, { path, timeZone });
      if (card) previews[url] = { blocks: this.#blocksOf(card, `${ts}.${Object.keys(previews).length}`) };
    }
    if (Object.keys(previews).length > 0) await this.#unfurl(channel, ts, previews);
  }

  /** Slack names addresses as they were written; only those of our own console count. */
  #pathOf(url: string): string | undefined {
    const site = this.#deps.siteUrl();
    const isOurs = url.startsWith(`${site}/`);
    return isOurs ? url.slice(site.length).replaceAll("&amp;", "&") : undefined;
  }

  #blocksOf(card: Card, id: string): types.KnownBlock[] {
    return renderCard(card, { id: `preview.${id}`, siteUrl: this.#deps.siteUrl(), simple: true }).blocks;
  }

  /** A preview that Slack does not want is not missed. */
  async #unfurl(channel: string, ts: string, previews: Previews): Promise<void> {
    try {
      await this.#deps.web.unfurl(channel, ts, previews);
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.kind !== "refused") throw error;
    }
  }
}
