import type { NoticePlace } from "../../core/channels/notice-places.ts";
import type { RoomKind, RoomSetting, RoomSettings, RoomValues } from "../../core/channels/room-settings.ts";
import { instantOfWall, wallMsAt } from "../../core/kernel/wall-time.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When it is quiet at `now`: the end of that, epoch ms; undefined: it is not quiet. Pure. */
export function quietUntil({ from, to, timeZone }: RoomValues["quiet"], now: number): number | undefined {
  const wall = wallMsAt(now, timeZone);
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const [begin, end, minute] = [minuteOf(from), minuteOf(to), Math.floor((wall - midnight) / MINUTE_MS)];
  const overNight = begin > end;
  const isQuiet = overNight ? minute >= begin || minute < end : minute >= begin && minute < end;
  if (!isQuiet) return undefined;
  const day = overNight && minute >= begin ? midnight + DAY_MS : midnight;
  return instantOfWall(day + end * MINUTE_MS, timeZone);
}

function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 60 + minute;
}

type Rooms = Pick<RoomSettings, "get" | "all">;

/**
 * The quiet hours that hold where a notice goes. `roomId`: the chat service's own name of the channel, where it says so; a
 * channel may be called otherwise since they were set, and another one as it was then.
 */
export async function quietAt(
  rooms: Rooms,
  place: NoticePlace,
  roomId: string | undefined,
): Promise<RoomSetting<"quiet"> | undefined> {
  if (place.userId !== "") return await rooms.get(`user/${place.userId}`, "quiet");
  return settingAt(await rooms.all("quiet"), place, roomId);
}

/** Of settings of one kind that of the room to which the place leads. Pure. */
export function settingAt<Kind extends RoomKind>(
  all: readonly RoomSetting<Kind>[],
  { base, channel }: Pick<NoticePlace, "base" | "channel">,
  roomId: string | undefined,
): RoomSetting<Kind> | undefined {
  const here = all.filter(({ scope }) => scope.startsWith(`${channel}/`));
  const said = base.split("/")[1] ?? "";
  const id = (roomId ?? said).toLowerCase();
  const byId = here.find(({ scope }) => scope.split("/").at(-1)?.toLowerCase() === id);
  if (byId || roomId !== undefined) return byId;
  return here.find(({ name }) => plainName(name) !== "" && plainName(name) === plainName(said));
}

const plainName = (name: string): string => name.replace(/^#/, "").toLowerCase();
