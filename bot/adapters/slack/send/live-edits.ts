import type { Clock } from "../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../core/kernel/logger.ts";
import type { Card } from "../../../../core/model/card.ts";
import type { ConversationMessage } from "../../../../core/model/conversation.ts";
import { renderCard } from "../render/render-card.ts";
import { slackFailure } from "../slack-failure.ts";
import type { DuePost, SlackPosts } from "../slack-ports.ts";
import type { SlackWeb } from "../slack-web.ts";
import { EDIT_GAP_MS, ROOM_GAP_MS } from "./plan-send.ts";

interface Deps<Post extends DuePost> {
  readonly posts: Pick<SlackPosts<Post>, "find" | "editedBetween">;
  readonly web: Pick<SlackWeb, "update">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly siteUrl: () => string;
}

interface Live {
  readonly card: Card;
  readonly revision: number;
}

/** A card that has not moved for so long may be forgotten. */
const FORGET_MS = 60_000;

/**
 * Output and progress on cards of running work, between their stored states. Nothing of it is kept: what comes too fast
 * is left out, what fails is not tried again, and whatever was stored meanwhile goes out after it.
 */
export class LiveEdits<Post extends DuePost> {
  readonly #deps: Deps<Post>;
  readonly #waiting = new Map<string, Live>();
  readonly #notBefore = new Map<string, number>();

  constructor(deps: Deps<Post>) {
    this.#deps = deps;
  }

  /** Whether there is something new to look at. */
  note({ id, card, revision }: ConversationMessage): boolean {
    if (card?.tone !== "running") return false;
    const isNew = !this.#waiting.has(id);
    this.#waiting.set(id, { card, revision });
    return isNew;
  }

  /** Shows what may be shown now, one edit for each free room. Returns when to look again. */
  async runOnce(roomFreeAt: Map<string, number>): Promise<number | undefined> {
    const now = this.#deps.clock.now();
    for (const [id, at] of this.#notBefore) if (at < now - FORGET_MS) this.#notBefore.delete(id);
    const times = await Promise.all([...this.#waiting].map(([id, live]) => this.#look(id, live, { now, roomFreeAt })));
    const later = times.filter((at) => at !== undefined);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  async #look(
    id: string,
    live: Live,
    { now, roomFreeAt }: { readonly now: number; readonly roomFreeAt: Map<string, number> },
  ): Promise<number | undefined> {
    const readyAt = this.#notBefore.get(id) ?? 0;
    if (readyAt > now) return readyAt;
    const post = await this.#deps.posts.find(id);
    // Not of Slack, not there yet, or about to be brought up to date by what is stored: that goes first.
    const { room, remote_id: ts } = post ?? { room: null, remote_id: null };
    if (!post || room === null || ts === null || post.state !== "done" || post.delivered !== live.revision) {
      this.#waiting.delete(id);
      this.#notBefore.set(id, now + EDIT_GAP_MS);
      return undefined;
    }
    const freeAt = Math.max(post.updated_at + EDIT_GAP_MS, roomFreeAt.get(room) ?? 0);
    if (freeAt > now) return freeAt;
    this.#waiting.delete(id);
    roomFreeAt.set(room, now + ROOM_GAP_MS);
    this.#notBefore.set(id, now + EDIT_GAP_MS);
    await this.#edit({ post, room, ts }, live, roomFreeAt);
    return undefined;
  }

  async #edit(
    { post, room, ts }: { readonly post: Post; readonly room: string; readonly ts: string },
    { card, revision }: Live,
    roomFreeAt: Map<string, number>,
  ): Promise<void> {
    const { clock, log, posts, siteUrl, web } = this.#deps;
    try {
      const id = `${post.message_id}.${revision}`;
      await web.update(room, ts, renderCard(card, { id, siteUrl: siteUrl() }));
    } catch (error) {
      const { kind, reason, retryAfterMs } = slackFailure(error);
      log.debug({ messageId: post.message_id, reason }, "live card could not be shown in slack");
      if (kind === "rate") roomFreeAt.set(room, clock.now() + Math.max(ROOM_GAP_MS, retryAfterMs));
    } finally {
      await posts.editedBetween(post);
    }
  }
}
