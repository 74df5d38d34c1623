import type { Room, RoomKind, RoomSetting } from "../../core/channels/room-settings.ts";
import type { JsonObject } from "../../core/kernel/json.ts";
import type { Inverse } from "./undo-list.ts";

/** What takes a setting of a room back: what was said before it, or that nothing was. Pure. */
export function roomInverse(room: Room, setting: RoomKind, known: RoomSetting | undefined): Inverse {
  const { scope, shared, name } = room;
  const value = known && (JSON.parse(JSON.stringify(known.value)) as JsonObject);
  return {
    kind: "room",
    room: { scope, shared, name },
    setting,
    ...(value && { before: { value, ...(known.nextAt !== undefined && { nextAt: known.nextAt }) } }),
  };
}
