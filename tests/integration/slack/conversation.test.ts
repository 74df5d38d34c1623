import { describe, expect, it } from "vitest";
import { messageEvent, press, runAgain, slashCommand } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

async function setup(): Promise<SlackWorld> {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.connect();
  return world;
}

const said = (text: string, more: Parameters<typeof messageEvent>[1] = {}) =>
  messageEvent(text, { ts: `1795255200.000${text.length}`, ...more });

describe("a conversation in Slack", () => {
  it("answers a mention in its thread, with one card and the person's rights", async () => {
    const world = await setup();
    expect(await world.deliver(said("<@UBOT> check disk on web-1", { type: "app_mention" }))).toBe(200);
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
    const [card, ...others] = world.api.in("C1");
    expect(others).toEqual([]);
    expect(card).toMatchObject({ thread: expect.stringMatching(/^1795/), text: expect.stringContaining("Check disk") });
    expect(world.api.problems).toEqual([]);
  });

  it("asks with buttons before it does something risky, and does it when the button is pressed", async () => {
    const world = await setup();
    await world.deliver(said("<@UBOT> restart nginx on db-1", { type: "app_mention" }));
    await world.settle();
    const [question] = world.api.in("C1");
    expect(JSON.stringify(question?.blocks)).toContain("confirm P-1");
    const where = { ts: question?.ts ?? "", ...(question?.thread !== undefined && { thread: question.thread }) };
    await world.deliver(press("confirm P-1", { ...where, at: world.clock.now() }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
    expect(world.api.in("C1")).toHaveLength(1);
    expect(question?.edits).toBe(1);
  });

  it("answers a direct message without a thread, and goes on there", async () => {
    const world = await setup();
    await world.deliver(said("check disk on web-1", { channel: "D1" }));
    await world.settle();
    await world.deliver(said("cancel that", { channel: "D1" }));
    await world.settle();
    expect(world.api.in("D1").map((message) => message.thread)).toEqual([undefined, undefined]);
    expect(world.api.in("D1")[1]?.text).toContain("R-1");
    expect(await world.conversationCount()).toBe(1);
  });

  it("begins a thread of its own with the answer to a command, and finds it again when somebody writes there", async () => {
    const world = await setup();
    expect(await world.deliver(slashCommand("check disk on web-1"))).toBe(200);
    await world.settle();
    const [root] = world.api.in("C1");
    expect(root?.thread).toBeUndefined();
    await world.deliver(said("cancel that", { ...(root && { thread: root.ts }) }));
    await world.settle();
    expect(world.api.in("C1")[1]).toMatchObject({ thread: root?.ts, text: expect.stringContaining("R-1") });
    expect(await world.conversationCount()).toBe(1);
  });

  it("leaves people alone who talk among themselves, also in a thread of its own", async () => {
    const world = await setup();
    expect(await world.deliver(said("check disk on web-1"))).toBe(200);
    expect(await world.deliver(said("lol ok", { thread: "1795000000.000001" }))).toBe(200);
    await world.deliver(said("<@UBOT> check disk on web-1", { ts: "1795255200.000900", type: "app_mention" }));
    await world.settle();
    await world.deliver(said("lol ok", { thread: "1795255200.000900", ts: "1795255201.000900" }));
    await world.settle();
    expect(world.api.messages).toHaveLength(1);
    expect(await world.conversations.taskCount()).toBe(1);
  });

  it("runs the sentence of a message again, and the work of a card", async () => {
    const world = await setup();
    await world.deliver(said("<@UBOT> check disk on web-1", { type: "app_mention" }));
    await world.settle();
    const [card] = world.api.in("C1");
    const ts = card?.thread ?? "";
    await world.deliver(runAgain({ ts, text: "<@UBOT> check disk on web-1" }));
    await world.settle();
    await world.deliver(runAgain({ ts: card?.ts ?? "", text: "card", bot_id: "B1", thread_ts: ts }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(2);
    expect(world.api.in("C1").map((message) => message.thread)).toEqual([ts, ts, ts]);
    expect(world.api.in("C1")[2]?.blocks).toSatisfy((blocks) => JSON.stringify(blocks).includes("R-3"));
  });

  it("tells somebody who is not linked only how to link", async () => {
    const world = await setup();
    world.api.person("UEVE");
    await world.deliver(said("<@UBOT> check disk on web-1", { user: "UEVE", type: "app_mention" }));
    await world.settle();
    expect(world.api.whispers).toMatchObject([{ user: "UEVE", text: expect.stringContaining("link me") }]);
    expect(world.api.messages).toEqual([]);
    expect(await world.conversations.taskCount()).toBe(0);
  });
});
