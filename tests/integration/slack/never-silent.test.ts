import { describe, expect, it } from "vitest";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

const MINUTE = 60_000;

describe("a token that Slack does not take any more", () => {
  it("shows as trouble with its reason, loses no answer, and is told of in the first message afterwards", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.connect();
    await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
    const expired = { kind: "error", error: "token_expired" } as const;
    world.api.trouble("chat.postMessage", ...Array.from({ length: 6 }, () => expired));
    await world.until(() => world.service.state.state === "trouble");
    expect(world.service.state.problem).toBe("Slack refuses the bot token (token_expired)");
    expect(await world.conversations.taskCount()).toBe(1);
    await world.clock.advance(3 * MINUTE);
    await world.settle();
    expect(world.service.state.state).toBe("connected");
    const [answer, ...more] = world.api.in("C1");
    expect(more).toEqual([]);
    expect(answer?.text).toContain("I was away from");
    expect(answer?.text).toContain("Check disk");
  });
});
