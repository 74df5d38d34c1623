import type { DuePost } from "../slack-ports.ts";
import { placeOf } from "./place.ts";

/** At most one call a second for each room: Slack's own figure, with short bursts tolerated. */
export const ROOM_GAP_MS = 1_000;
/** A card changes at most every two seconds, however often the work moves on. */
export const EDIT_GAP_MS = 2_000;

export interface SendPlan<Post> {
  /** At most one for each room. */
  readonly now: readonly Post[];
  /** When to look again; undefined when nothing is left. */
  readonly nextAt: number | undefined;
}

interface Situation {
  readonly now: number;
  /** When each room may be used next. */
  readonly roomFreeAt: ReadonlyMap<string, number>;
}

/**
 * What may go out now. First posts of one conversation keep their order; an edit waits for nobody but its own card's
 * pace. Within a room what is new goes before what changes. Pure.
 */
export function planSend<Post extends DuePost>(due: readonly Post[], { now, roomFreeAt }: Situation): SendPlan<Post> {
  const chosen = new Map<string, Post>();
  let nextAt: number | undefined;
  for (const post of inOrder(due)) {
    const room = post.room ?? placeOf(post.address).room;
    const readyAt = Math.max(readyAtOf(post), roomFreeAt.get(room) ?? 0);
    const rival = chosen.get(room);
    if (readyAt <= now && (!rival || (isEdit(rival) && !isEdit(post)))) chosen.set(room, post);
    if (readyAt > now || rival)
      nextAt = Math.min(nextAt ?? Number.MAX_VALUE, readyAt > now ? readyAt : now + ROOM_GAP_MS);
  }
  return { now: [...chosen.values()], nextAt };
}

/** Without the posts that stand behind another first post of their conversation. */
function inOrder<Post extends DuePost>(due: readonly Post[]): readonly Post[] {
  const begun = new Set<string>();
  return due.filter((post) => {
    if (isEdit(post)) return true;
    const isFirst = !begun.has(post.conversation_id);
    begun.add(post.conversation_id);
    return isFirst;
  });
}

function readyAtOf(post: DuePost): number {
  return isEdit(post) ? Math.max(post.next_at, post.updated_at + EDIT_GAP_MS) : post.next_at;
}

function isEdit(post: DuePost): boolean {
  return post.delivered > 0;
}
