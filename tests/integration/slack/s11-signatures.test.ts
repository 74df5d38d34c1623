import { describe, expect, it, onTestFinished } from "vitest";
import { OctopusError } from "../../../core/kernel/errors.ts";
import { deliveryTable } from "../../../core/store/tables/channel-table.ts";
import { messageEvent, SIGNING_SECRET, signedRequest } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

const asks = (more: Parameters<typeof messageEvent>[1] = {}) =>
  messageEvent("<@UBOT> check disk on web-1", { type: "app_mention", ...more });

/** A world that is never connected: what it lets in stays in its inbox and can be counted. */
async function setup() {
  const world = await SlackWorld.start();
  const accepted = () => world.store.count(deliveryTable, {});
  return { world, accepted };
}

describe("S11: requests to Slack's address", () => {
  it.each([0, 60, 299, 300, -299, -300])("are taken when they are %s seconds old", async (seconds) => {
    const { world, accepted } = await setup();
    const atMs = world.clock.now() - seconds * 1000;
    expect(await world.deliver(asks(), { atMs })).toBe(200);
    expect(await accepted()).toBe(1);
  });

  it.each([301, 3_600, -301, -86_400])("are refused when they are %s seconds old", async (seconds) => {
    const { world, accepted } = await setup();
    expect(await world.deliver(asks(), { atMs: world.clock.now() - seconds * 1000 })).toBe(401);
    expect(await accepted()).toBe(0);
  });

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    ["another secret's signature", (headers) => ({ ...headers, "X-Slack-Signature": signed("another") })],
    ["a short signature", (headers) => ({ ...headers, "X-Slack-Signature": "v0=abcd" })],
    ["an empty signature", (headers) => ({ ...headers, "X-Slack-Signature": "" })],
    ["no signature", ({ "X-Slack-Signature": _gone, ...headers }) => headers],
    ["no time", ({ "X-Slack-Request-Timestamp": _gone, ...headers }) => headers],
    ["two signatures", (headers) => ({ ...headers, "X-Slack-Signature": `${headers["X-Slack-Signature"]}, v0=00` })],
    ["a time that is no number", (headers) => ({ ...headers, "X-Slack-Request-Timestamp": "NaN" })],
    ["a signature of another version", (headers) => ({ ...headers, "X-Slack-Signature": `v1=${"0".repeat(64)}` })],
    ["another moment's signature", (headers) => ({ ...headers, "X-Slack-Request-Timestamp": later(headers) })],
  ])("are refused with %s", async (_what, change) => {
    const { world, accepted } = await setup();
    const { body, headers } = signedRequest(asks(), world.clock.now());
    expect(await world.request(body, change(headers))).toBe(401);
    expect(await accepted()).toBe(0);
  });

  it("are refused when one byte of the body was changed", async () => {
    const { world, accepted } = await setup();
    const { body, headers } = signedRequest(asks(), world.clock.now());
    expect(await world.request(body.replace("web-1", "web-2"), headers)).toBe(401);
    expect(await accepted()).toBe(0);
  });

  it("have one effect, however often the very same one is replayed", async () => {
    const { world, accepted } = await setup();
    const { body, headers } = signedRequest(asks(), world.clock.now());
    for (let time = 0; time < 5; time += 1) expect(await world.request(body, headers)).toBe(200);
    expect(await accepted()).toBe(1);
  });

  it("that are broken, huge or of no known shape do no harm", async () => {
    const { world, accepted } = await setup();
    const sign = (body: string) => signedRequest({ type: "url_verification", challenge: body }, world.clock.now());
    const { body, headers } = sign("c-123");
    expect(await world.request(body, headers)).toBe(200);
    for (const value of [
      { type: "event_callback" },
      { type: "event_callback", team_id: "T1", event: "x", event_id: 7 },
      [],
    ]) {
      const request = signedRequest(value, world.clock.now());
      expect([200, 400]).toContain(await world.request(request.body, request.headers));
    }
    const huge = signedRequest({ type: "event_callback", pad: "x".repeat(1_100_000) }, world.clock.now());
    expect(await world.request(huge.body, huge.headers)).toBe(413);
    expect(await accepted()).toBe(0);
  });

  it("are acknowledged and forgotten when they are from bots, about edits, or from another workspace", async () => {
    const { world, accepted } = await setup();
    const ignored = [
      asks({ more: { bot_id: "B9" } }),
      asks({ more: { app_id: "A9" } }),
      asks({ more: { subtype: "message_changed" } }),
      asks({ more: { subtype: "message_deleted" } }),
      asks({ more: { subtype: "channel_join" } }),
      asks({ user: "UBOT" }),
      messageEvent("check disk on web-1"),
    ];
    for (const delivery of ignored) expect(await world.deliver(delivery)).toBe(200);
    expect(await accepted()).toBe(0);
    await world.connect();
    expect(await world.deliver(asks({ team: "T9" }))).toBe(200);
    expect(await world.deliver(asks({ more: { user_team: "T9" } }))).toBe(200);
    await world.settle();
    expect(await accepted()).toBe(0);
    expect(world.api.messages).toEqual([]);
  });

  it("are not acknowledged when they cannot be written down", async () => {
    const { world } = await setup();
    const { write } = world.store;
    onTestFinished(() => void Object.assign(world.store, { write }));
    Object.assign(world.store, { write: () => Promise.reject(new OctopusError("storage.full", "The disk is full.")) });
    expect(await world.deliver(asks())).toBe(503);
  });
});

const signed = (secret: string) =>
  signedRequest(asks(), Date.now(), `${SIGNING_SECRET}${secret}`).headers["X-Slack-Signature"] ?? "";
const later = (headers: Record<string, string>) => String(Number(headers["X-Slack-Request-Timestamp"]) + 1);
