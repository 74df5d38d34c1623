import { describe, expect, it } from "vitest";
import { zoneOfConversation, zoneOfPlace } from "../../../../bot/conversation/reader-zone.ts";
import { RoomRounds } from "../../../../bot/conversation/room-rounds.ts";
import { NoticePlaces } from "../../../../core/channels/notice-places.ts";
import { conversationTable, messageTable } from "../../../../core/store/tables/conversation-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { userTable } from "../../../../core/store/tables/user-table.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";
import { endLatest, fireTask } from "../../../support/task-runs.ts";

const EVENING = Date.parse("2026-11-20T21:30:00Z");
const MORNING = Date.parse("2026-11-21T06:00:30Z");
const OPS = { channel: "slack", room: { id: "T1/C1", shared: true, name: "#ops" }, address: "T1/C1/1" } as const;

/** It is quiet in channel C1, which was called #ops when that was said; `ids`: what the chat service calls its channels. */
async function quietChannel(ids: Readonly<Record<string, string>>) {
  const world = new ConversationWorld();
  const { store } = world;
  const service = { channel: "slack", find: async () => "inside" as const, idOf: async (name: string) => ids[name] };
  const places = new NoticePlaces({ reader: store, service });
  world.services = { ...world.services, places, timeZone: "America/New_York" };
  world.restart();
  world.now = EVENING;
  await world.answer("quiet hours here from 22:00 to 7:00", OPS);
  await world.say("check disk on web-1 every day at 9, tell #ops if it fails");
  const tell = async (channel: string) => {
    const policy = { notify: [{ on: "failure", channel } as const] };
    await store.write((writer) => writer.update(taskTable, { id: "T-1" }, { policy, conversation_id: null }));
    await fireTask(world, "T-1", 1);
    await endLatest(world, "failed");
    await world.notifier().runOnce();
  };
  const told = async () => {
    const threads = await store.select(conversationTable, { where: { channel: "slack" } });
    const own = threads.filter(({ address }) => address.startsWith("here/"));
    const where = { conversation_id: { in: own.map(({ id }) => id) }, direction: "out" };
    return own.length === 0 ? [] : (await store.select(messageTable, { where })).map(({ card }) => card);
  };
  return { world, tell, told, rounds: new RoomRounds(world.services) };
}

describe("the quiet hours of a channel", () => {
  it("hold for it whatever it is called by now", async () => {
    const { tell, told } = await quietChannel({ "#operations": "C1" });
    await tell("#operations");
    expect(await told()).toEqual([]);
  });

  it("do not hold for another channel that is called now as it was", async () => {
    const { tell, told } = await quietChannel({ "#ops": "C9" });
    await tell("#ops");
    expect(await told()).toHaveLength(1);
  });

  it("hold by the id in a mention, and by the name, where the chat service cannot be asked", async () => {
    for (const said of ["C1", "#Ops"]) {
      const { tell, told } = await quietChannel({});
      await tell(said);
      expect(await told()).toEqual([]);
    }
  });

  it("end with a message whose times are those of the channel", async () => {
    const { world, rounds, tell, told } = await quietChannel({ "#ops": "C1" });
    await tell("#ops");
    world.now = MORNING;
    await rounds.runOnce();
    const [card] = await told();
    expect(card?.table?.rows.map((row) => row[3])).toEqual([expect.stringContaining("22:30")]);
  });
});

describe("the zone in which times are shown", () => {
  const slack = (base: string, userId = "") => ({ channel: "slack", base, userId });

  it("is the channel's, else the server's", async () => {
    const { world } = await quietChannel({ "#ops": "C1" });
    expect(await zoneOfPlace(world.services, slack("here/#ops"))).toBe("Europe/Paris");
    expect(await zoneOfPlace(world.services, slack("T1/C1/17.5"))).toBe("Europe/Paris");
    expect(await zoneOfPlace(world.services, slack("here/#dev"))).toBe("America/New_York");
  });

  it("is the person's own, else the server's", async () => {
    const { world } = await quietChannel({});
    const person = { role: "operator", state: "active", password_hash: null, created_at: 0 };
    const grace = { id: "usr_grace", name: "Grace", name_key: "grace", time_zone: "Asia/Tokyo", ...person };
    const otto = { id: "usr_otto", name: "Otto", name_key: "otto", time_zone: null, ...person };
    await world.store.write((writer) => writer.insert(userTable, [grace, otto]));
    expect(await zoneOfPlace(world.services, slack("T1/@U1", "usr_grace"))).toBe("Asia/Tokyo");
    expect(await zoneOfPlace(world.services, slack("T1/@U2", "usr_otto"))).toBe("America/New_York");
  });

  it("of a conversation is that of who wrote there last, else that of its place, else the server's", async () => {
    const { world } = await quietChannel({ "#ops": "C1" });
    const at = { user_id: "", title: "", created_at: 0, updated_at: 0, channel: "slack" };
    const rows = [
      { ...at, id: "cnv_said", address: "T1/C1/2", context: { timeZone: "Asia/Tokyo" } },
      { ...at, id: "cnv_unsaid", address: "here/#ops/notice:R-1", context: {} },
    ];
    await world.store.write((writer) => writer.insert(conversationTable, rows));
    const zones = ["cnv_said", "cnv_unsaid", ""].map((id) => zoneOfConversation(world.services, id));
    expect(await Promise.all(zones)).toEqual(["Asia/Tokyo", "Europe/Paris", "America/New_York"]);
  });
});
