import { describe, expect, it, onTestFinished } from "vitest";
import { OctopusError } from "../../../core/kernel/errors.ts";
import { createMemoryStore } from "../../../core/storage/memory/memory-store.ts";
import type { Store } from "../../../core/store/rows.ts";
import { ConversationWorld } from "../../support/conversation-world.ts";
import { FakeSocket } from "../../support/slack/fake-socket.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

async function setup(store: Store = createMemoryStore()) {
  const socket = new FakeSocket();
  await socket.start();
  const settings = { appToken: "xapp-fake", signingSecret: undefined };
  const world = await SlackWorld.start({ settings, conversations: new ConversationWorld({ store }) });
  onTestFinished(() => socket.stop());
  world.api.socketUrl = socket.url;
  await world.linked("UADA", "ada", "admin");
  await world.service.start();
  await world.until(() => world.service.state.state === "connected");
  return { world, socket };
}

const asks = (ts = "1795255200.000001") => messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", ts });

describe("Socket Mode", () => {
  it("acknowledges an envelope when it is written down, and takes a second delivery as the same", async () => {
    const { world, socket } = await setup();
    const event = asks();
    socket.send("e1", event);
    await world.until(() => socket.acked.includes("e1"));
    socket.send("e2", event);
    await world.until(() => socket.acked.includes("e2"));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
    expect(world.api.messages).toHaveLength(1);
  });

  it("does not acknowledge what it cannot write down, and does it once when Slack sends it again", async () => {
    const store = createMemoryStore();
    let broken = false;
    const failing: Store = {
      select: (table, query) => store.select(table, query),
      count: (table, where) => store.count(table, where),
      check: () => store.check(),
      close: () => store.close(),
      async write(unit) {
        if (broken) throw new OctopusError("storage.full", "The disk is full.");
        return await store.write(unit);
      },
    };
    const { world, socket } = await setup(failing);
    const event = asks();
    broken = true;
    socket.send("e1", event);
    socket.send("e2", { type: "event_callback", team_id: "T1", event_id: "E0", event: { type: "reaction_added" } });
    await world.until(() => socket.acked.includes("e2"));
    broken = false;
    expect(socket.acked).not.toContain("e1");
    socket.send("e1", event);
    await world.until(() => socket.acked.includes("e1"));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(1);
  });

  it("opens a new connection when Slack asks for it, and when the line is cut, and says meanwhile that it is away", async () => {
    const { world, socket } = await setup();
    socket.refresh();
    await world.until(() => socket.connections === 2 && world.service.state.state === "connected");
    socket.drop();
    await world.until(() => world.service.state.state === "trouble");
    await world.until(() => socket.connections === 3 && world.service.state.state === "connected");
    socket.send("e1", asks());
    await world.settle();
    await world.until(() => world.api.messages.length === 1);
  });
});
