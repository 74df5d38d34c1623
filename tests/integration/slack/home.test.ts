import { describe, expect, it } from "vitest";
import { blockKitProblems } from "../../support/slack/block-kit-checker.ts";
import { homeOpened, messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

describe("the home tab", () => {
  it("shows what waits, what comes next and the machines, to whom it belongs", async () => {
    const world = await SlackWorld.start();
    await world.linked("UADA", "ada", "admin");
    await world.linked("UEVE", "eve", "admin");
    await world.connect();
    await world.deliver(messageEvent("<@UBOT> restart nginx on db-1", { type: "app_mention" }));
    await world.settle();
    for (const user of ["UADA", "UEVE"]) await world.deliver(homeOpened(user));
    await world.settle();
    const home = (user: string) => JSON.stringify(world.api.homes.get(user));
    expect(home("UADA")).toContain("P-1: ");
    expect(home("UADA")).toContain("3 of 3 machines are connected");
    expect(home("UEVE")).toContain("Nothing waits for you");
    expect(blockKitProblems({ blocks: world.api.homes.get("UADA") })).toEqual([]);
  });

  it("shows a stranger how to become known, and nothing else", async () => {
    const world = await SlackWorld.start();
    world.api.person("UEVE");
    world.api.person("UGUEST", { is_restricted: true });
    await world.connect();
    await world.deliver(homeOpened("UEVE"));
    await world.deliver(homeOpened("UGUEST"));
    await world.settle();
    expect(JSON.stringify(world.api.homes.get("UEVE"))).toContain("link me");
    expect(JSON.stringify(world.api.homes.get("UGUEST"))).toContain("Guests");
    expect(JSON.stringify([...world.api.homes])).not.toContain("machines");
  });
});
