import type { Logger } from "../../../../core/kernel/logger.ts";
import type { Card } from "../../../../core/model/card.ts";
import { leavesOut } from "../render/render-card.ts";
import { slackFailure } from "../slack-failure.ts";
import type { DuePost, SlackPosts } from "../slack-ports.ts";
import type { SlackWeb } from "../slack-web.ts";

export interface ResultFile {
  readonly name: string;
  readonly text: string;
}

interface Deps<Post extends DuePost> {
  readonly posts: Pick<SlackPosts<Post>, "claimFile">;
  readonly web: Pick<SlackWeb, "upload">;
  /** The whole result of the run with this id; undefined when there is none. */
  readonly fileOf: (runId: string) => Promise<ResultFile | undefined>;
  readonly log: Logger;
}

const OVER: readonly Card["tone"][] = ["success", "attention", "failure", "info"];

/**
 * Puts the whole of a result below its card, once, where the card has no room for it. Tried once and never in the way of
 * a card: should it fail, the card still counts what it leaves out and links to all of it.
 */
export class SlackFiles<Post extends DuePost> {
  readonly #deps: Deps<Post>;
  readonly #running = new Set<Promise<void>>();

  constructor(deps: Deps<Post>) {
    this.#deps = deps;
  }

  /** Returns at once: other cards do not wait for it. */
  offer(post: Post, card: Card, at: { readonly room: string; readonly thread: string }): void {
    const isRun = card.id !== undefined && /^R-\d+$/.test(card.id);
    if (!isRun || !OVER.includes(card.tone) || !leavesOut(card)) return;
    const upload = this.#upload(post, card.id, at).finally(() => this.#running.delete(upload));
    this.#running.add(upload);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #upload(post: Post, runId: string, at: { readonly room: string; readonly thread: string }): Promise<void> {
    const { fileOf, log, posts, web } = this.#deps;
    try {
      if (!(await posts.claimFile(post))) return;
      const file = await fileOf(runId);
      if (file) await web.upload(at.room, at.thread, file);
    } catch (error) {
      const { reason } = slackFailure(error);
      log.warn({ messageId: post.message_id, reason }, "result file could not be uploaded; its card links to it");
    }
  }
}
