import type { JsonObject } from "../../../core/kernel/json.ts";
import type { Card } from "../../../core/model/card.ts";
import type { Actor } from "../../../core/model/user.ts";

/** Whose messages and posts these are, in every table. */
export const SLACK = "slack";

/** What came in and waits to be handled. */
export interface WaitingDelivery {
  readonly id: string;
  readonly lane: string;
  readonly body: JsonObject;
  readonly tries: number;
  readonly next_at: number;
  readonly received_at: number;
}

/** Keeps what Slack delivers before Slack is told that we have it. */
export interface SlackInbox {
  accept(delivery: {
    readonly channel: string;
    readonly lane: string;
    readonly keys: readonly string[];
    readonly body: JsonObject;
  }): Promise<"new" | "again">;
  waiting(channel: string): Promise<readonly WaitingDelivery[]>;
  claim(row: Pick<WaitingDelivery, "id" | "next_at">, until: number): Promise<boolean>;
  release(channel: string): Promise<void>;
  done(id: string): Promise<void>;
  postpone(row: WaitingDelivery, nextAt: number): Promise<void>;
}

/** One message of ours that Slack must show. */
export interface DuePost {
  readonly message_id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly address: string;
  readonly revision: number;
  /** "due", "done", "dead". */
  readonly state: string;
  readonly delivered: number;
  readonly remote_id: string | null;
  readonly room: string | null;
  readonly tries: number;
  readonly next_at: number;
  readonly uncertain_at: number | null;
  readonly due_since: number;
  readonly updated_at: number;
}

/** What Slack must be shown; kept in the database. */
export interface SlackPosts<Post extends DuePost = DuePost> {
  due(channel: string): Promise<readonly Post[]>;
  card(messageId: string): Promise<{ readonly card: Card; readonly revision: number } | undefined>;
  find(messageId: string): Promise<Post | undefined>;
  claimFile(post: Post): Promise<boolean>;
  editedBetween(post: Post): Promise<void>;
  claim(post: Post, room: string, until: number): Promise<boolean>;
  renew(post: Post, room: string, times: { readonly claimed: number; readonly until: number }): Promise<void>;
  freeRoom(
    room: { readonly channel: string; readonly room: string },
    at: { readonly at: number; readonly claimed: number },
  ): Promise<void>;
  release(channel: string): Promise<void>;
  shown(
    messageId: string,
    at: { readonly revision: number; readonly remoteId: string; readonly room: string },
  ): Promise<void>;
  postpone(post: Post, nextAt: number, uncertain: boolean): Promise<void>;
  giveUp(messageId: string): Promise<void>;
  drop(messageId: string): Promise<void>;
  conversationOf(channel: string, room: string, remoteId: string): Promise<string | undefined>;
  firstShown(conversationId: string): Promise<{ readonly remoteId: string; readonly room: string } | undefined>;
}

export interface SlackPerson {
  readonly channel: string;
  readonly team: string;
  readonly person: string;
}

/** Who in Slack is which user here. */
export interface SlackLinks {
  offer(who: SlackPerson & { readonly personName: string }): Promise<string>;
  actorFor(who: SlackPerson): Promise<Actor | undefined>;
  /** The person ends it from Slack. */
  endOwn(actor: Actor, who: SlackPerson): Promise<void>;
}
