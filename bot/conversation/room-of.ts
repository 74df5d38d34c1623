import type { Room } from "../../core/channels/room-settings.ts";
import type { Turn } from "./turn.ts";

/** The room that a message was said in: a channel with all its threads; in the console each conversation is one. Pure. */
export function roomOf({ incoming, conversationId }: Pick<Turn, "incoming" | "conversationId">): Room {
  const { channel, room } = incoming;
  if (!room) return { scope: `${channel}/${conversationId}`, shared: false, name: "" };
  return { scope: `${channel}/${room.id}`, shared: room.shared, name: room.name };
}

/** What a person has said for themselves, wherever they said it. */
export function ownRoom({ incoming: { actor } }: Pick<Turn, "incoming">): Room {
  return { scope: `user/${actor.userId ?? ""}`, shared: false, name: actor.name };
}

/** "this channel", "this conversation". Pure. */
export function sayRoom({ incoming }: Pick<Turn, "incoming">): string {
  return incoming.room?.shared ? "this channel" : "this conversation";
}
