import { describe, expect, it } from "vitest";
import { asked, messageEvent, press, signedRequest, submitted } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

type View = Readonly<Record<string, unknown>> & {
  readonly blocks: readonly { readonly block_id: string; readonly element: { readonly initial_value?: string } }[];
};

async function setup() {
  const world = await SlackWorld.start();
  await world.linked("UADA", "ada", "admin");
  await world.linked("UBOB", "bob", "operator");
  await world.connect();
  const ts = "1795255200.000100";
  await world.deliver(messageEvent("<@UBOT> restart nginx on db-1", { ts, type: "app_mention" }));
  await world.settle();
  const [question] = world.api.in("C1");
  const where = { ts: question?.ts ?? "", thread: ts };
  const change = async (user = "UADA") => {
    await world.deliver(press("change P-1", { ...where, user, at: world.clock.now() }));
    await world.settle();
    return world.api.views.at(-1)?.view as View | undefined;
  };
  /** Status and text that Slack is answered with. */
  const send = async (delivery: object) => {
    const { body, headers } = signedRequest(delivery, world.clock.now());
    const response = await fetch(world.url, { method: "POST", body, headers });
    const answer = { status: response.status, text: await response.text() };
    await world.settle();
    return answer;
  };
  return { world, question, change, send, where };
}

const valuesOf = (view: View) =>
  Object.fromEntries(view.blocks.map(({ block_id, element }) => [block_id, element.initial_value ?? ""]));

describe("the form behind Change", () => {
  it("shows the plan as it was understood, and makes another one in its place that must be confirmed anew", async () => {
    const { world, question, change, send, where } = await setup();
    const view = await change();
    expect(valuesOf(view as View)).toEqual({ "param.service": "nginx", where: "db-1", when: "now" });
    const written = { "param.service": "redis", where: "db-1", when: "now" };
    expect(await send(submitted(view as View, written))).toEqual({ status: 200, text: "" });
    expect(world.api.in("C1")).toHaveLength(1);
    expect(JSON.stringify(question?.blocks)).toContain("confirm P-2");
    expect(JSON.stringify(question?.blocks)).toContain("redis");
    expect(await world.conversations.taskCount()).toBe(0);
    await world.deliver(press("confirm P-1", { ...where, at: world.clock.now() }));
    await world.settle();
    expect(await world.conversations.taskCount()).toBe(0);
    await world.deliver(press("confirm P-2", { ...where, at: world.clock.now() + 10_000 }));
    await world.settle();
    const { items } = await world.conversations.taskQueries.list({}, { limit: 5 });
    expect(items.map(({ params, text }) => ({ params, text }))).toEqual([
      { params: { service: "redis" }, text: "restart nginx on db-1, service: redis" },
    ]);
  });

  it("says what is wrong at each field, and stays open", async () => {
    const { world, change, send } = await setup();
    const view = await change();
    const { status, text } = await send(
      submitted(view as View, { "param.service": "", where: "bd-1", when: "the day x" }),
    );
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      response_action: "errors",
      errors: {
        "param.service": "It is needed.",
        where: "No machine and no label is called bd-1. Closest: db-1, web-1.",
        when: expect.stringContaining("I did not understand this time"),
      },
    });
    expect(world.api.in("C1")).toHaveLength(1);
    expect(JSON.stringify(world.api.in("C1")[0]?.blocks)).toContain("confirm P-1");
  });

  it("is for whoever was asked", async () => {
    const { world, change, send } = await setup();
    expect(await change("UBOB")).toBeUndefined();
    expect(world.api.whispers.at(-1)).toMatchObject({ user: "UBOB", text: expect.stringContaining("Only the person") });
    const view = await change();
    const { text } = await send(submitted(view as View, { "param.service": "redis", where: "", when: "" }, "UBOB"));
    expect(text).toContain("cannot be changed any more");
    expect(await world.conversations.taskCount()).toBe(0);
  });

  it("is an answer in words where Slack does not open it", async () => {
    const { world, change } = await setup();
    world.api.trouble("views.open", { kind: "error", error: "expired_trigger_id" });
    expect(await change()).toBeUndefined();
    expect(world.api.in("C1")[1]?.text).toContain("What shall be different about P-1?");
  });
});

describe("the shortcut", () => {
  it("asks what shall be done, and answers in a direct message", async () => {
    const { world, send } = await setup();
    await send(asked());
    const view = world.api.views.at(-1)?.view as View;
    expect(await send(submitted(view, { say: "check disk on web-1" }))).toEqual({ status: 200, text: "" });
    expect(world.api.in("DUADA")).toMatchObject([{ text: expect.stringContaining("Check disk") }]);
    expect(await world.conversations.taskCount()).toBe(1);
  });
});
