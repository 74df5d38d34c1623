import { describe, expect, it } from "vitest";
import { linksShared, messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

const RUN = "https://octopus.test/runs/R-1";

async function setup() {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.linked("UVERA", "vera", "viewer");
  world.api.person("UEVE");
  await world.connect();
  await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention" }));
  await world.deliver(messageEvent("<@UBOT> check disk on web-1 every day at 9", { type: "app_mention" }));
  await world.settle();
  const shared = async (...parts: Parameters<typeof linksShared>) => {
    expect(await world.deliver(linksShared(...parts))).toBe(200);
    await world.settle();
    return world.api.unfurls.map(({ unfurls }) => unfurls);
  };
  return { world, shared };
}

describe("a link to the console in a message", () => {
  it("gets a small card with what it is about, once, when somebody who may see it has posted it", async () => {
    const { world, shared } = await setup();
    const execution = (await world.conversations.runQueries.executionsOf("R-1"))[0]?.id;
    const task = "https://octopus.test/tasks/T-2";
    const one = `${RUN}?execution=${execution}`;
    const delivery = linksShared([RUN, task, one], { user: "UVERA" });
    for (let index = 0; index < 3; index += 1) await world.deliver(delivery);
    const [previews, ...more] = await shared([RUN], { user: "UVERA" });
    expect(more).toEqual([]);
    expect(Object.keys(previews ?? {})).toEqual([RUN, task, one]);
    const said = (url: string) => JSON.stringify(previews?.[url]);
    expect(said(RUN)).toContain("Check disk space on web-1: ");
    expect(said(RUN)).toContain("ada");
    expect(said(task)).toContain("on web-1");
    expect(said(task)).toContain("Next");
    expect(said(one)).toContain("on web-1: ");
    expect(JSON.stringify(previews)).not.toMatch(/"type":"(?:actions|button)"/);
    expect(world.api.problems).toEqual([]);
  });

  it.each<[string, readonly string[], object]>([
    ["is posted by somebody who is not linked", [RUN], { user: "UEVE" }],
    ["leads to what is not there", ["https://octopus.test/runs/R-99", "https://octopus.test/tasks/T-99"], {}],
    ["leads elsewhere", ["https://octopus.test.evil.example/runs/R-1", "https://octopus.test/agents"], {}],
    ["is not sent yet", [RUN], { ts: "a1b2c3" }],
    ["is posted where people of other companies read", [RUN], { more: { is_ext_shared_channel: true } }],
  ])("stays a link when it %s", async (_what, urls, options) => {
    const { shared } = await setup();
    expect(await shared(urls, options)).toEqual([]);
  });

  it("stays a link without harm when Slack does not want a card there", async () => {
    const { world, shared } = await setup();
    world.api.trouble("chat.unfurl", { kind: "error", error: "cannot_unfurl_url" });
    expect(await shared([RUN])).toEqual([]);
    await world.deliver(messageEvent("<@UBOT> help", { type: "app_mention" }));
    await world.settle();
    expect(world.api.messages).toHaveLength(3);
  });
});
