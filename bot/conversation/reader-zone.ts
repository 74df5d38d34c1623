import type { NoticePlace } from "../../core/channels/notice-places.ts";
import { conversationTable } from "../../core/store/tables/conversation-table.ts";
import { userTable } from "../../core/store/tables/user-table.ts";
import { decodeContext } from "./conversation-context.ts";
import { knownZone } from "./local-time.ts";
import { settingAt } from "./quiet-hours.ts";
import type { ConversationServices } from "./services.ts";

type Sources = Pick<ConversationServices, "store" | "rooms" | "places" | "timeZone">;

/** The zone in which the people of a conversation read times: of who wrote there last, else as where it is. */
export async function zoneOfConversation(sources: Sources, id: string): Promise<string> {
  const [row] = id === "" ? [] : await sources.store.select(conversationTable, { where: { id } });
  if (!row) return knownZone(sources.timeZone);
  const context = decodeContext(row.context);
  if (context.ok && context.value.timeZone !== undefined) return knownZone(context.value.timeZone);
  const { address: base, channel, user_id: userId } = row;
  return await zoneOfPlace(sources, { base, channel, userId });
}

/** The person's own zone; of a room the one in which its quiet hours or its digest were said; else the server's. */
export async function zoneOfPlace(sources: Sources, place: NoticePlace): Promise<string> {
  const { places, rooms, store, timeZone } = sources;
  if (place.userId !== "") {
    const [person] = await store.select(userTable, { where: { id: place.userId } });
    const quiet = await rooms.get(`user/${place.userId}`, "quiet");
    return knownZone(person?.time_zone ?? quiet?.value.timeZone ?? timeZone);
  }
  if (place.channel === "web") return knownZone(timeZone);
  const roomId = await places?.roomIdOf(place);
  const said =
    settingAt(await rooms.all("quiet"), place, roomId) ?? settingAt(await rooms.all("digest"), place, roomId);
  return knownZone(said?.value.timeZone ?? timeZone);
}
