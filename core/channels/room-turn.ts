import type { Writer } from "../store/rows.ts";
import { roomTurnTable } from "../store/tables/channel-table.ts";

/** A room of a chat service. */
export interface RoomName {
  readonly channel: string;
  readonly room: string;
}

/** In the unit that claims a post: takes the room until then, so that no other server speaks there; false: it is taken. */
export async function takeRoom(
  writer: Writer,
  { channel, room }: RoomName,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<boolean> {
  const free = { channel, room, free_at: { lte: now } };
  if ((await writer.update(roomTurnTable, free, { free_at: until })) === 1) return true;
  return await writer.insertNew(roomTurnTable, { channel, room, free_at: until });
}
