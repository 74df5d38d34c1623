import { describe, expect, it } from "vitest";
import type { ActionResponse } from "../../../core/model/action-response.ts";
import { postTable } from "../../../core/store/tables/channel-table.ts";
import type { Trouble } from "../../support/slack/fake-slack-api.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";
import { endLatest } from "../../support/task-runs.ts";

function listing(count: number): ActionResponse {
  const rows = Array.from({ length: count }, (_, index) => [`/mnt/${index}`, index]);
  return { ok: true, headline: `${count} file systems`, data: {}, table: { columns: ["Path", "Used"], rows } };
}

async function answered(response: ActionResponse, method = "", ...troubles: readonly Trouble[]): Promise<SlackWorld> {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.connect();
  await world.deliver(messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", ts: "1795255200.000001" }));
  await world.settle();
  world.api.trouble(method, ...troubles);
  await endLatest(world.conversations, "succeeded", response);
  await world.conversations.notifier().runOnce();
  await world.settle();
  return world;
}
const card = (world: SlackWorld) => JSON.stringify(world.api.in("C1")[0]?.blocks);

describe("a result that a card has no room for", () => {
  it("is put below the card as a file with every row, once", async () => {
    const world = await answered(listing(400));
    await world.until(() => world.api.files[0]?.channel !== undefined);
    const [file, ...more] = world.api.files;
    expect(more).toEqual([]);
    expect(file).toMatchObject({ name: "R-1.txt", channel: "C1", thread: "1795255200.000001" });
    expect(file?.text).toContain("== web-1: ");
    expect(file?.text.split("\n").filter((line) => line.startsWith("/mnt/"))).toHaveLength(400);
    const [post] = await world.store.select(postTable, {});
    expect(post && (await world.posts.claimFile(post))).toBe(false);
  });

  it("is no file where the card shows all of it", async () => {
    const world = await answered(listing(3));
    await world.clock.advance(5_000);
    expect(world.api.calls.filter((call) => call.method.startsWith("files."))).toEqual([]);
  });

  it.each<[string, string, Trouble]>([
    ["may not be uploaded", "files.getUploadURLExternal", { kind: "error", error: "missing_scope" }],
    ["is lost on the way", "files.bytes", { kind: "status", status: 503 }],
    ["is not taken in the end", "files.completeUploadExternal", { kind: "error", error: "internal_error" }],
  ])("is counted and linked on the card when the file %s", async (_what, method, trouble) => {
    const world = await answered(listing(400), method, trouble);
    await world.until(() => world.api.calls.some((call) => call.method === method));
    expect(card(world)).toContain("350 more rows");
    expect(card(world)).toContain("https://octopus.test/runs/R-1");
    expect(world.api.in("C1")).toHaveLength(1);
    expect(world.api.files.filter((file) => file.channel !== undefined)).toEqual([]);
  });
});
