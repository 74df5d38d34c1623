import type { CancelTimer, Clock } from "../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import { Loop, type Service } from "../../../../core/kernel/service.ts";
import type { Card } from "../../../../core/model/card.ts";
import type { ConversationMessage } from "../../../../core/model/conversation.ts";
import { CLAIM_MS, holdClaim } from "../hold-claim.ts";
import { renderCard, type SlackMessage } from "../render/render-card.ts";
import { slackFailure } from "../slack-failure.ts";
import type { SlackHealth } from "../slack-health.ts";
import { type DuePost, SLACK, type SlackPosts } from "../slack-ports.ts";
import type { SlackRooms } from "../slack-rooms.ts";
import type { SlackWeb } from "../slack-web.ts";
import { afterFailure } from "./after-failure.ts";
import { LiveEdits } from "./live-edits.ts";
import { outageNotice, REPEATED_NOTICE } from "./outage-notice.ts";
import { placeOf } from "./place.ts";
import { planSend, ROOM_GAP_MS } from "./plan-send.ts";
import { type ResultFile, SlackFiles } from "./slack-files.ts";

interface Deps<Post extends DuePost> {
  readonly posts: SlackPosts<Post>;
  readonly web: Pick<SlackWeb, "post" | "update" | "findPosted" | "upload">;
  readonly fileOf: (runId: string) => Promise<ResultFile | undefined>;
  readonly rooms: Pick<SlackRooms, "idOf">;
  readonly health: SlackHealth;
  readonly clock: Clock;
  readonly log: Logger;
  readonly siteUrl: () => string;
  /** Of this server: a room has none. */
  readonly timeZone: string;
}

/** The net under the wakes. */
const SWEEP_EVERY_MS = 2_000;
/** A room that nobody has written to for so long may be forgotten. */
const FORGET_ROOM_MS = 60_000;
/** Slack stamps messages by its own clock; a look back reaches further by this much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Shows in Slack what is to be shown, at Slack's pace. The queue is in the database: nothing is lost by a crash, what
 * changes quickly is one edit, and the last state always goes out. Whether a post works has no influence on any run.
 */
export class SlackSender<Post extends DuePost> implements Service {
  readonly #deps: Deps<Post>;
  readonly #loop: Loop;
  readonly #live: LiveEdits<Post>;
  readonly #files: SlackFiles<Post>;
  readonly #roomFreeAt = new Map<string, number>();
  /** Until when each room has been told of outages. */
  readonly #toldUntil = new Map<string, number>();
  #alarm: CancelTimer | undefined;

  constructor(deps: Deps<Post>) {
    this.#deps = deps;
    this.#live = new LiveEdits(deps);
    this.#files = new SlackFiles(deps);
    this.#loop = new Loop(() => this.runOnce(), {
      everyMs: SWEEP_EVERY_MS,
      clock: deps.clock,
      onError: (error) => deps.log.warn({ error }, "slack posts could not be sent"),
    });
  }

  async start(): Promise<void> {
    await this.#loop.start();
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#alarm?.();
    await this.#loop.stop();
    await this.#files.stop();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** How running work looks right now; may never be shown. */
  live(message: ConversationMessage): void {
    if (this.#live.note(message)) this.#loop.wake();
  }

  /** Sends what may be sent now, side by side in different rooms. Returns how many that were. */
  async runOnce(): Promise<number> {
    const { clock, posts } = this.#deps;
    const now = clock.now();
    for (const [room, at] of this.#roomFreeAt) if (at < now - FORGET_ROOM_MS) this.#roomFreeAt.delete(room);
    const plan = planSend(await posts.due(SLACK), { now, roomFreeAt: this.#roomFreeAt });
    await Promise.all(plan.now.map((post) => this.#send(post)));
    const storedAt = plan.now.length > 0 ? now + ROOM_GAP_MS : plan.nextAt;
    const liveAt = await this.#live.runOnce(this.#roomFreeAt);
    this.#lookAgain(storedAt === undefined ? liveAt : Math.min(storedAt, liveAt ?? storedAt));
    return plan.now.length;
  }

  #lookAgain(at: number | undefined): void {
    this.#alarm?.();
    this.#alarm = undefined;
    if (at === undefined) return;
    const { clock } = this.#deps;
    this.#alarm = clock.after(Math.max(0, at - clock.now()), () => this.#loop.wake());
  }

  async #send(post: Post): Promise<void> {
    const { clock, posts } = this.#deps;
    const place = roomOf(post);
    this.#roomFreeAt.set(place, clock.now() + ROOM_GAP_MS);
    const current = await posts.card(post.message_id);
    if (!current) return await posts.drop(post.message_id);
    let claimed = clock.now() + CLAIM_MS;
    if (!(await posts.claim(post, place, claimed))) return;
    const renew = async (until: number) => {
      await posts.renew(post, place, { claimed, until });
      claimed = until;
    };
    try {
      await holdClaim({ clock, renew }, () => this.#deliver(post, place, current));
    } finally {
      const freeAt = Math.max(clock.now() + ROOM_GAP_MS, this.#roomFreeAt.get(place) ?? 0);
      await posts.freeRoom({ channel: SLACK, room: place }, { at: freeAt, claimed });
    }
  }

  async #deliver(
    post: Post,
    place: string,
    { card, revision }: { readonly card: Card; readonly revision: number },
  ): Promise<void> {
    const { clock, posts } = this.#deps;
    const id = `${post.message_id}.${revision}`;
    try {
      const room = post.room ?? (await this.#deps.rooms.idOf(place));
      this.#roomFreeAt.set(room, clock.now() + ROOM_GAP_MS);
      const { found, repeated } = await this.#lookUp(post, room);
      const notice = repeated ? REPEATED_NOTICE : await this.#outage(post, room);
      const shape = { id, siteUrl: this.#deps.siteUrl(), ...(notice !== undefined && { notice }) };
      const render = (simple: boolean) => renderCard(card, { ...shape, simple });
      const remoteId = await this.#show({ ...post, room, remote_id: post.remote_id ?? found ?? null }, render);
      await posts.shown(post.message_id, { revision, remoteId, room });
      if (notice !== undefined) this.#toldUntil.set(room, clock.now());
      this.#files.offer(post, card, { room, thread: (await this.#threadOf(post)) ?? remoteId });
    } catch (error) {
      await this.#failed(post, error);
    }
  }

  /** Slack may refuse the form of a card, never the plain one. */
  async #show(post: Post, render: (simple: boolean) => SlackMessage): Promise<string> {
    try {
      return await this.#put(post, render(false));
    } catch (error) {
      const after = afterFailure(post, slackFailure(error), { now: this.#deps.clock.now(), simple: false });
      if (after.kind !== "simpler") throw error;
      return await this.#put(post, render(true));
    }
  }

  async #put(post: Post, message: SlackMessage): Promise<string> {
    const { web } = this.#deps;
    const room = roomOf(post);
    if (post.remote_id === null) return await web.post(room, await this.#threadOf(post), message, post.message_id);
    await web.update(room, post.remote_id, message);
    return post.remote_id;
  }

  async #threadOf(post: Post): Promise<string | undefined> {
    const { thread } = placeOf(post.address);
    if (thread !== "first") return thread;
    return (await this.#deps.posts.firstShown(post.conversation_id))?.remoteId;
  }

  /** After a first post whose outcome nobody knows: it is looked for, and only sent again when it is not there. */
  async #lookUp(post: Post, room: string): Promise<{ readonly found?: string; readonly repeated: boolean }> {
    if (post.delivered > 0 || post.uncertain_at === null) return { repeated: false };
    const { web } = this.#deps;
    const since = post.uncertain_at - CLOCKS_DIFFER_MS;
    try {
      const found = await web.findPosted(room, await this.#threadOf(post), post.message_id, since);
      return { repeated: false, ...(found !== undefined && { found }) };
    } catch (error) {
      const { kind } = slackFailure(error);
      if (kind === "auth" || kind === "refused") return { repeated: true };
      throw error;
    }
  }

  async #outage(post: Post, room: string): Promise<string | undefined> {
    if (post.delivered > 0) return undefined;
    const { clock, health, posts, timeZone } = this.#deps;
    const { lastOutage: outage } = health;
    if (!outage) return undefined;
    const late = (await posts.due(SLACK)).filter(
      (one) => one.due_since <= outage.to && [room, placeOf(post.address).room].includes(roomOf(one)),
    );
    const told = { now: clock.now(), toldUntil: this.#toldUntil.get(room), waiting: late.length, timeZone };
    return outageNotice(outage, told);
  }

  async #failed(post: Post, error: unknown): Promise<void> {
    const { clock, log, posts } = this.#deps;
    const failure = slackFailure(error);
    const now = clock.now();
    const after = afterFailure(post, failure, { now, simple: true });
    const fields = { messageId: post.message_id, reason: failure.reason, tries: post.tries };
    switch (after.kind) {
      case "drop":
        log.info(fields, "slack does not have this message any more");
        return await posts.drop(post.message_id);
      case "give-up":
      case "simpler":
        log.error(fields, "slack post given up");
        return await posts.giveUp(post.message_id);
      default: {
        log.warn(fields, "slack post will be tried again");
        if (failure.kind === "rate") this.#roomFreeAt.set(roomOf(post), after.at);
        return await posts.postpone(post, after.at, after.uncertain);
      }
    }
  }
}

/** Its id once it was shown; until then what the address says. */
function roomOf(post: DuePost): string {
  return post.room ?? placeOf(post.address).room;
}
