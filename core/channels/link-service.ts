import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { Randomness } from "../kernel/randomness.ts";
import { decideAccess } from "../model/permission.ts";
import type { Actor } from "../model/user.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type LinkOfferRow, type LinkRow, linkOfferTable, linkTable } from "../store/tables/channel-table.ts";
import { userTable } from "../store/tables/user-table.ts";
import { actorOf } from "../users/actor-of.ts";
import { digestOf, looksIssued, newSecret } from "../users/secret.ts";
import { userOf } from "../users/user-row.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly audit: AuditRecorder;
}

/** Somebody in a chat service: by ids, never by names or addresses, which anybody there can change. */
export interface ChannelPerson {
  readonly channel: string;
  readonly team: string;
  readonly person: string;
}

/** How long the address can be used. */
export const LINK_OFFER_VALID_MS = 10 * 60_000;

/** Who in a chat service is which user here. Only that user can say so, in a signed-in session. */
export class LinkService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A secret for this person's eyes only, good once, for ten minutes. */
  async offer(who: ChannelPerson & { readonly personName: string }): Promise<string> {
    const { clock, randomness, store } = this.#deps;
    const { channel, team, person, personName } = who;
    const secret = newSecret("octo_link", randomness);
    const expires_at = clock.now() + LINK_OFFER_VALID_MS;
    const row = { digest: digestOf(secret), channel, team, person, person_name: personName.slice(0, 80) };
    await store.write((writer) => writer.insert(linkOfferTable, [{ ...row, expires_at, used_at: null }]));
    return secret;
  }

  /** Whom the offer was made to. Throws `link.refused` for one that is wrong, used up or expired. */
  async show(secret: string): Promise<LinkOfferRow> {
    const where = { digest: digestOf(secret) };
    const [row] = looksIssued(secret) ? await this.#deps.store.select(linkOfferTable, { where }) : [];
    if (row && row.used_at === null && row.expires_at > this.#deps.clock.now()) return row;
    throw refused(row);
  }

  /** From now on that person acts as this user. Throws `link.refused`. */
  async accept(writer: Writer, actor: Actor, secret: string): Promise<LinkRow> {
    const now = this.#deps.clock.now();
    const where = { digest: digestOf(secret), used_at: null, expires_at: { gt: now } };
    const [offer] = await writer.select(linkOfferTable, { where: { digest: where.digest } });
    if (!offer || actor.userId === undefined) throw refused(offer);
    if ((await writer.update(linkOfferTable, where, { used_at: now })) !== 1) throw refused(offer);
    const { channel, team, person, person_name } = offer;
    const row: LinkRow = { channel, team, person, person_name, user_id: actor.userId, linked_at: now };
    await writer.delete(linkTable, { channel, team, person });
    await writer.insert(linkTable, [row]);
    const detail = { personName: person_name };
    const object = nameOf({ channel, team, person });
    await this.#deps.audit.record(writer, actor, {
      action: "link.create",
      object,
      decision: "allowed",
      rule: "own",
      detail,
    });
    return row;
  }

  /** The user behind a person, as an actor with the role of this moment; undefined when unlinked or disabled. */
  async actorFor(who: ChannelPerson): Promise<Actor | undefined> {
    const { channel, team, person } = who;
    const [link] = await this.#deps.store.select(linkTable, { where: { channel, team, person } });
    if (!link) return undefined;
    const [user] = await this.#deps.store.select(userTable, { where: { id: link.user_id } });
    return user?.state === "active" ? actorOf(userOf(user), channel) : undefined;
  }

  /** Everybody for an administrator, else one's own. */
  async list(actor: Actor): Promise<readonly LinkRow[]> {
    const all = decideAccess(actor, { name: "user.manage" }).allowed;
    const where = all ? {} : { user_id: actor.userId ?? "" };
    return await this.#deps.store.select(linkTable, {
      where,
      orderBy: [{ column: "linked_at", descending: true }],
      limit: 1_000,
    });
  }

  /** One's own, or anybody's for an administrator. Throws `link.not-found`, also for what one may not end. */
  async end(writer: Writer, actor: Actor, who: ChannelPerson): Promise<void> {
    const { channel, team, person } = who;
    const [link] = await writer.select(linkTable, { where: { channel, team, person } });
    const own = link?.user_id === actor.userId;
    const managed = decideAccess(actor, { name: "user.manage" }).allowed;
    if (!link || !(own || managed)) throw new OctopusError("link.not-found", "There is no such link of yours.");
    await writer.delete(linkTable, { channel, team, person });
    const rule = own ? "own" : "admins";
    await this.#deps.audit.record(writer, actor, {
      action: "link.end",
      object: nameOf(who),
      decision: "allowed",
      rule,
    });
  }
}

function nameOf({ channel, team, person }: ChannelPerson): string {
  return `${channel}:${team}:${person}`;
}

/** Whoever has the secret may know what became of it. */
function refused(offer: LinkOfferRow | undefined): OctopusError {
  const why =
    offer === undefined
      ? "I do not know this link; perhaps a part of it is missing, or it is of another server."
      : offer.used_at !== null
        ? "This link was used already; it works once."
        : "This link has expired; it works for ten minutes.";
  return new OctopusError("link.refused", `${why} Ask the bot for a new one: say “link me” to it.`);
}
