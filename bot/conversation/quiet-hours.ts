import type { NoticePlace } from "../../core/channels/notice-places.ts";
import type { RoomSettings, RoomValues } from "../../core/channels/room-settings.ts";
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

/** Until when notices wait that would go there now; undefined: they do not. */
export async function holdUntil(
  rooms: Pick<RoomSettings, "get" | "all">,
  place: NoticePlace,
  now: number,
): Promise<number | undefined> {
  if (place.userId !== "") {
    const own = await rooms.get(`user/${place.userId}`, "quiet");
    return own && quietUntil(own.value, now);
  }
  // A task names a channel by its name, which is what its settings are kept with too.
  const name = place.base.split("/")[1];
  const known = (await rooms.all("quiet")).find((one) => one.name !== "" && one.name === name);
  return known && quietUntil(known.value, now);
}
