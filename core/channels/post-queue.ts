import type { Clock } from "../kernel/clock.ts";
import type { Card } from "../model/card.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type PostRow, postTable, roomTurnTable } from "../store/tables/channel-table.ts";
import { conversationTable, inboxTable, messageTable } from "../store/tables/conversation-table.ts";
import { type RoomName, takeRoom } from "./room-turn.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  /** Called after a commit that made a post due. */
  readonly wake: (channel: string) => void;
}

const AT_ONCE = 1_000;

/**
 * What chat services must be shown. A row is written in the unit that writes the message, so that no message is
 * forgotten; it holds the revision wanted, so that changes in quick succession are one edit and the last always goes out.
 */
export class PostQueue {
  readonly #deps: Deps;
  readonly #channels: ReadonlySet<string>;

  /** `channels`: those whose messages must be sent somewhere. */
  constructor(deps: Deps, channels: readonly string[]) {
    this.#deps = deps;
    this.#channels = new Set(channels);
  }

  /** In the unit that posts or edits a message. Does nothing for conversations that nobody must be sent. */
  async note(
    writer: Writer,
    message: { readonly id: string; readonly conversationId: string; readonly revision: number },
  ): Promise<void> {
    if (this.#channels.size === 0) return;
    const { id, conversationId, revision } = message;
    const [conversation] = await writer.select(conversationTable, { where: { id: conversationId } });
    if (!conversation || !this.#channels.has(conversation.channel)) return;
    const now = this.#deps.clock.now();
    const due = { revision, state: "due", tries: 0, next_at: now };
    // One that is being sent, or must wait, keeps its time: nobody else may begin with it.
    const waiting = await writer.update(postTable, { message_id: id, state: "due" }, { revision });
    const again =
      waiting > 0 ? waiting : await writer.update(postTable, { message_id: id }, { ...due, due_since: now });
    if (again === 0) {
      const { channel, address } = conversation;
      const blank = { delivered: 0, remote_id: null, room: null, uncertain_at: null, due_since: now, updated_at: now };
      const place = { message_id: id, channel, conversation_id: conversationId, address };
      await writer.insert(postTable, [{ ...place, ...due, ...blank, seq: await writer.next("channel-post") }]);
    }
    writer.afterCommit(() => this.#deps.wake(conversation.channel));
  }

  /** Everything that is not shown as it should be, in the order in which it was said, due now or later. */
  async due(channel: string): Promise<readonly PostRow[]> {
    return await this.#deps.store.select(postTable, {
      where: { channel, state: "due" },
      orderBy: [{ column: "seq" }],
      limit: AT_ONCE,
    });
  }

  /** The card as it should look now. */
  async card(messageId: string): Promise<{ readonly card: Card; readonly revision: number } | undefined> {
    const [row] = await this.#deps.store.select(messageTable, { where: { id: messageId } });
    return row?.card ? { card: row.card, revision: row.revision } : undefined;
  }

  /**
   * Takes it and the room until then, so that no other server sends it too, or something else there before it; false:
   * another was faster. From here on nobody knows whether a first post was made until `shown` or `postpone` says so,
   * also after a crash.
   */
  async claim(row: PostRow, room: string, until: number): Promise<boolean> {
    const { channel, message_id, next_at, delivered, uncertain_at } = row;
    const now = this.#deps.clock.now();
    const begun = delivered === 0 && uncertain_at === null;
    const change = { next_at: until, ...(begun && { uncertain_at: now }) };
    const where = { message_id, state: "due", next_at, delivered };
    return await this.#deps.store.write(async (writer) => {
      if (!(await takeRoom(writer, { channel, room }, { now, until }))) return false;
      if ((await writer.update(postTable, where, change)) === 1) return true;
      // Nobody will speak there now: others must not wait for it.
      await writer.update(roomTurnTable, { channel, room }, { free_at: now });
      return false;
    });
  }

  /** A claim that ends at `claimed` ends later; nothing happens when it is over. */
  async renew(row: PostRow, room: string, { claimed, until }: { readonly claimed: number; readonly until: number }) {
    const { channel, message_id } = row;
    await this.#deps.store.write(async (writer) => {
      await writer.update(postTable, { message_id, state: "due", next_at: claimed }, { next_at: until });
      await writer.update(roomTurnTable, { channel, room, free_at: claimed }, { free_at: until });
    });
  }

  /** From then on the room may be used again, by whoever. Nothing happens where the claim has run out and it is another's. */
  async freeRoom({ channel, room }: RoomName, { at, claimed }: { readonly at: number; readonly claimed: number }) {
    const where = { channel, room, free_at: claimed };
    await this.#deps.store.write((writer) => writer.update(roomTurnTable, where, { free_at: at }));
  }

  /** After a crash, by the only server there is: what it had claimed is nobody's any more. */
  async release(channel: string): Promise<void> {
    const now = this.#deps.clock.now();
    await this.#deps.store.write(async (writer) => {
      await writer.update(postTable, { channel, state: "due", next_at: { gt: now } }, { next_at: now });
      await writer.update(roomTurnTable, { channel, free_at: { gt: now } }, { free_at: now });
    });
  }

  /** Shown in this revision. A newer one that was noted meanwhile stays due. */
  async shown(
    messageId: string,
    at: { readonly revision: number; readonly remoteId: string; readonly room: string },
  ): Promise<void> {
    const { revision, remoteId, room } = at;
    const updated_at = this.#deps.clock.now();
    const shown = { delivered: revision, remote_id: remoteId, room, uncertain_at: null };
    const change = { ...shown, updated_at, next_at: updated_at };
    await this.#deps.store.write(async (writer) => {
      await writer.update(postTable, { message_id: messageId }, change);
      await writer.update(
        postTable,
        { message_id: messageId, revision: { lte: revision } },
        { state: "done", tries: 0 },
      );
    });
  }

  /** `row` as it was before it was claimed; what was uncertain then still is. */
  async postpone(row: PostRow, nextAt: number, uncertain: boolean): Promise<void> {
    const where = { message_id: row.message_id };
    const at = this.#deps.clock.now();
    const uncertain_at = uncertain ? at : row.uncertain_at;
    const change = { tries: row.tries + 1, next_at: nextAt, updated_at: at, uncertain_at };
    await this.#deps.store.write((writer) => writer.update(postTable, where, change));
  }

  async find(messageId: string): Promise<PostRow | undefined> {
    const [row] = await this.#deps.store.select(postTable, { where: { message_id: messageId } });
    return row;
  }

  /**
   * After it was shown, or may have been, as it is between two stored states. What another server showed meanwhile may
   * now be hidden by that, and is shown again.
   */
  async editedBetween({ message_id, delivered }: PostRow): Promise<void> {
    const now = this.#deps.clock.now();
    await this.#deps.store.write(async (writer) => {
      const same = await writer.update(postTable, { message_id, delivered }, { updated_at: now });
      if (same > 0) return;
      const again = { state: "due", next_at: now, due_since: now };
      await writer.update(postTable, { message_id, state: "done" }, again);
    });
  }

  /** Whether the file of this message is still to be sent; from now on it counts as sent. */
  async claimFile({ channel, conversation_id, message_id }: PostRow): Promise<boolean> {
    const claim = { source: `${channel}-file`, dedupe_key: message_id, conversation_id, message_id };
    const received_at = this.#deps.clock.now();
    return await this.#deps.store.write((writer) => writer.insertNew(inboxTable, { ...claim, received_at }));
  }

  /** Given up; `deadCount` tells of it. */
  async giveUp(messageId: string): Promise<void> {
    const change = { state: "dead", updated_at: this.#deps.clock.now() };
    await this.#deps.store.write((writer) => writer.update(postTable, { message_id: messageId }, change));
  }

  /** Nothing to show any more: the message is gone here, or there. */
  async drop(messageId: string): Promise<void> {
    await this.#deps.store.write((writer) => writer.update(postTable, { message_id: messageId }, { state: "done" }));
  }

  /** Messages that were given up since then. */
  async deadCount(channel: string, since: number): Promise<number> {
    return await this.#deps.store.count(postTable, { channel, state: "dead", updated_at: { gte: since } });
  }

  /** The conversation of a message that is shown there. */
  async conversationOf(channel: string, room: string, remoteId: string): Promise<string | undefined> {
    const [row] = await this.#deps.store.select(postTable, { where: { channel, room, remote_id: remoteId }, limit: 1 });
    return row?.conversation_id;
  }

  /** The service's id of the first message shown of a conversation. */
  async firstShown(conversationId: string): Promise<{ readonly remoteId: string; readonly room: string } | undefined> {
    const rows = await this.#deps.store.select(postTable, {
      where: { conversation_id: conversationId, delivered: { gt: 0 } },
      orderBy: [{ column: "seq" }],
      limit: 1,
    });
    const [row] = rows;
    return row?.remote_id && row.room ? { remoteId: row.remote_id, room: row.room } : undefined;
  }
}
