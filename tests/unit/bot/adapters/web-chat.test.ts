import { describe, expect, it } from "vitest";
import { sayOverRest } from "../../../../bot/adapters/rest/say-over-rest.ts";
import { WebChat } from "../../../../bot/adapters/web-chat/web-chat.ts";
import { ConversationDirectory } from "../../../../bot/conversation/conversation-directory.ts";
import { anActor } from "../../../support/actors.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";

const ada = { ...anActor("admin", "ada"), via: "web" };
const bob = { ...anActor("admin", "bob"), via: "web" };

function setup() {
  const world = new ConversationWorld();
  const directory = new ConversationDirectory(world.services);
  const chat = new WebChat({ engine: world.engine, directory, timeZoneOf: async () => "Europe/Paris" });
  return { world, chat, directory };
}

describe("the web chat", () => {
  it("takes a message in a conversation that was opened, names it after the first, and shows the thread", async () => {
    const { chat } = setup();
    const { id } = await chat.create(ada);
    const { message, replies } = await chat.submit({
      actor: ada,
      conversationId: id,
      text: "check disk on web-1",
      clientMessageId: "c1",
    });
    expect(await chat.messages(ada, id, { limit: 50 })).toEqual([message, ...replies]);
    expect(await chat.get(ada, id)).toMatchObject({ id, channel: "web", title: "check disk on web-1" });
  });

  it("takes a message that the browser sends again as the same one", async () => {
    const { chat, world } = setup();
    const { id } = await chat.create(ada);
    const input = { actor: ada, conversationId: id, text: "check disk on web-1", clientMessageId: "c1" };
    const first = await chat.submit(input);
    expect(await chat.submit(input)).toEqual({ ...first, duplicate: true });
    expect(await world.taskCount()).toBe(1);
  });

  it("hides the conversations of others as if they did not exist", async () => {
    const { chat, world } = setup();
    const { id } = await chat.create(ada, "mine");
    const input = { actor: bob, conversationId: id, text: "check disk on web-1", clientMessageId: "c1" };
    await expect(chat.submit(input)).rejects.toMatchObject({ code: "conversation.not-found" });
    await expect(chat.messages(bob, id, { limit: 5 })).rejects.toMatchObject({ code: "conversation.not-found" });
    await expect(chat.get(bob, "cnv_none")).rejects.toMatchObject({ code: "conversation.not-found" });
    expect((await chat.list(bob, { limit: 5 })).items).toEqual([]);
    expect(await world.taskCount()).toBe(0);
  });

  it("lists conversations in pages, last used first", async () => {
    const { chat, world } = setup();
    const ids: string[] = [];
    for (const title of ["one", "two", "three"]) {
      ids.push((await chat.create(ada, title)).id);
      world.now += 1000;
    }
    await chat.submit({ actor: ada, conversationId: ids[0] ?? "", text: "help", clientMessageId: "c1" });
    const first = await chat.list(ada, { limit: 2 });
    expect(first.items.map((one) => one.title)).toEqual(["one", "three"]);
    const rest = await chat.list(ada, { limit: 2, ...(first.next !== undefined && { cursor: first.next }) });
    expect(rest).toMatchObject({ items: [{ title: "two" }] });
    expect(rest.next).toBeUndefined();
  });

  it("gives earlier messages before a number", async () => {
    const { chat, directory } = setup();
    const { id } = await chat.create(ada);
    for (const key of ["a", "b", "c"]) {
      await chat.submit({ actor: ada, conversationId: id, text: "help", clientMessageId: key });
    }
    const last = await chat.messages(ada, id, { limit: 2 });
    expect(last.map((one) => one.seq)).toEqual([5, 6]);
    expect((await chat.messages(ada, id, { limit: 2, before: 5 })).map((one) => one.seq)).toEqual([3, 4]);
    expect(await directory.findMessage(last[0]?.id ?? "")).toEqual(last[0]);
  });
});

describe("a program over REST", () => {
  it("says a sentence without opening anything, and goes on in the same conversation", async () => {
    const { world } = setup();
    const sentence = { actor: ada, timeZone: "UTC" };
    const first = await sayOverRest(world.engine, { ...sentence, text: "check disk on web-1", key: "k1" });
    expect(first.replies).toMatchObject([{ card: { id: "R-1" } }]);
    expect(await sayOverRest(world.engine, { ...sentence, text: "check disk on web-1", key: "k1" })).toEqual({
      ...first,
      duplicate: true,
    });
    const second = await sayOverRest(world.engine, { ...sentence, text: "cancel that", key: "k2" });
    expect(second.conversationId).toBe(first.conversationId);
    expect(second.replies[0]?.card?.headline).toContain("R-1");
  });
});
