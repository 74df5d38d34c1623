import { describe, expect, it } from "vitest";
import { blockKitProblems } from "../../support/slack/block-kit-checker.ts";
import { homeOpened, homePress, messageEvent, press, submitted } from "../../support/slack/slack-deliveries.ts";
import { SlackWorld } from "../../support/slack/slack-world.ts";

const WANT = "restart nginx on web-1";

/** Rita may only ask; Grace and Gil may say yes. */
async function asked(): Promise<SlackWorld> {
  const world = await SlackWorld.start();
  await world.linked("URITA", "rita", "requester");
  await world.linked("UGRACE", "grace", "approver");
  await world.linked("UGIL", "gil", "approver");
  await world.connect();
  await world.deliver(messageEvent(`<@UBOT> ${WANT}`, { user: "URITA", type: "app_mention" }));
  await world.settle();
  await pressed(world, "confirm P-1", "URITA", "C1");
  return world;
}

async function tell(world: SlackWorld): Promise<void> {
  const notifier = world.conversations.notifier();
  for (let rounds = 0; rounds < 3; rounds += 1) await notifier.runOnce();
  await world.settle();
}

/** On the last message of ours in that channel. */
async function pressed(world: SlackWorld, say: string, user: string, channel: string): Promise<void> {
  const message = world.api.in(channel).at(-1);
  const where = { ts: message?.ts ?? "", channel, ...(message?.thread !== undefined && { thread: message.thread }) };
  await world.deliver(press(say, { ...where, user, at: world.clock.now() }));
  await world.settle();
  await tell(world);
}

const texts = (world: SlackWorld, room: string) => world.api.in(room).map(({ text }) => text);

describe("approvals in Slack", () => {
  it("are asked for in the thread, and asked of each approver directly, with buttons", async () => {
    const world = await asked();
    expect(texts(world, "C1")[0]).toContain("A-1 waits for approval by gil or grace until");
    for (const room of ["DUGRACE", "DUGIL"]) {
      const [message] = world.api.in(room);
      expect(message?.text).toContain("rita asks for your approval: Restart a service on web-1");
      expect(JSON.stringify(message?.blocks)).toContain('"approve A-1"');
      expect(blockKitProblems({ blocks: message?.blocks })).toEqual([]);
    }
    expect(world.api.in("DURITA")).toEqual([]);
    expect(world.api.problems).toEqual([]);
  });

  it("a press of an approver runs it once, edits every card, and shows the run where it was asked for", async () => {
    const world = await asked();
    await pressed(world, "approve A-1", "UGRACE", "DUGRACE");
    expect(await world.conversations.runCount()).toBe(1);
    expect(texts(world, "C1")[0]).toContain("A-1 was approved by grace");
    expect(texts(world, "C1")).toHaveLength(2);
    expect(texts(world, "DUGIL")[0]).toContain("A-1 was approved by grace");
    expect(JSON.stringify(world.api.in("DUGIL")[0]?.blocks)).not.toContain("approve A-1");
    await pressed(world, "approve A-1", "UGIL", "DUGIL");
    expect(await world.conversations.runCount()).toBe(1);
  });

  it("the press of the person who asked is answered to them alone, and runs nothing", async () => {
    const world = await asked();
    const before = texts(world, "C1");
    await pressed(world, "approve A-1", "URITA", "C1");
    expect(world.api.whispers).toMatchObject([
      { user: "URITA", text: expect.stringContaining("You asked for A-1; somebody else must say yes.") },
    ]);
    expect(texts(world, "C1")).toEqual(before);
    expect(await world.conversations.runCount()).toBe(0);
  });

  it("an approver can answer in words in the thread of the request", async () => {
    const world = await asked();
    const root = world.api.in("C1")[0];
    const thread = root?.thread ?? root?.ts ?? "";
    const said = { user: "UGRACE", type: "app_mention", thread } as const;
    await world.deliver(messageEvent("<@UBOT> approve it, watch the log", said));
    await world.settle();
    expect(await world.conversations.runCount()).toBe(1);
  });

  it("a no asks for its reason in a form, and whoever asked is told it", async () => {
    const world = await asked();
    await pressed(world, "refuse A-1", "UGRACE", "DUGRACE");
    const view = world.api.views.at(-1)?.view as Readonly<Record<string, unknown>>;
    expect(JSON.stringify(view)).toContain(`rita: \\"${WANT}\\", on web-1`);
    expect(texts(world, "C1")[0]).toContain("A-1 waits");
    await world.deliver(submitted(view, { why: "the shop is busy; tonight" }, "UGRACE"));
    await world.settle();
    await tell(world);
    expect(texts(world, "DUGRACE").join()).toContain("You refused A-1");
    const told = JSON.stringify(world.api.in("C1").map(({ blocks }) => blocks));
    expect(told).toContain("the shop is busy; tonight");
    expect(texts(world, "C1").join()).toContain("A-1 was refused by grace");
    expect(await world.conversations.runCount()).toBe(0);
  });

  it("the form for a no opens for nobody but those who may say it, from the home tab too", async () => {
    const world = await asked();
    await pressed(world, "refuse A-1", "URITA", "C1");
    expect(world.api.views).toEqual([]);
    expect(world.api.whispers.at(-1)).toMatchObject({ user: "URITA" });
    await world.deliver(homePress("refuse A-1", "UGIL", world.clock.now()));
    await world.settle();
    const view = world.api.views.at(-1)?.view as Readonly<Record<string, unknown>>;
    await world.deliver(submitted(view, { why: "wrong week" }, "URITA"));
    await world.settle();
    expect(texts(world, "C1")[0]).toContain("A-1 waits");
    await world.deliver(submitted(view, { why: "wrong week" }, "UGIL"));
    await world.settle();
    expect(texts(world, "DUGIL").join()).toContain("You refused A-1");
    await pressed(world, "refuse A-1", "UGRACE", "DUGRACE");
    expect(world.api.views).toHaveLength(1);
  });

  it("where Slack opens no form a no goes on with a reason that can be pressed", async () => {
    const world = await asked();
    world.api.trouble("views.open", { kind: "error", error: "expired_trigger_id" });
    await pressed(world, "refuse A-1", "UGRACE", "DUGRACE");
    expect(JSON.stringify(world.api.in("DUGRACE").at(-1)?.blocks)).toContain("refuse A-1, too risky now");
    await pressed(world, "refuse A-1, too risky now", "UGRACE", "DUGRACE");
    expect(texts(world, "C1").join()).toContain("A-1 was refused by grace");
    expect(await world.conversations.runCount()).toBe(0);
  });

  it("wait on the home tab, and can be answered there", async () => {
    const world = await asked();
    await world.deliver(homeOpened("UGRACE"));
    await world.settle();
    const home = JSON.stringify(world.api.homes.get("UGRACE"));
    expect(home).toContain("1 request waits for your approval");
    expect(home).toContain("approve A-1");
    expect(blockKitProblems({ blocks: world.api.homes.get("UGRACE") })).toEqual([]);
    await world.deliver(homePress("approve A-1", "UGRACE", world.clock.now()));
    await world.settle();
    expect(await world.conversations.runCount()).toBe(1);
    expect(texts(world, "DUGRACE").join()).toContain("You approved: R-1 has begun");
    await world.deliver(homeOpened("URITA"));
    await world.settle();
    expect(JSON.stringify(world.api.homes.get("URITA"))).not.toContain("for your approval");
  });

  it("a hundred presses of ten people at once are one run", async () => {
    const world = await asked();
    const approvers = Array.from({ length: 8 }, (_, at) => `UP${at}`);
    for (const person of approvers) await world.linked(person, person.toLowerCase(), "approver");
    const people = ["UGRACE", "URITA", ...approvers];
    const [message] = world.api.in("DUGRACE");
    const where = { ts: message?.ts ?? "", channel: "DUGRACE", at: world.clock.now() };
    const presses = Array.from({ length: 100 }, (_, at) => people[at % 10] ?? "");
    await Promise.all(presses.map((user) => world.deliver(press("approve A-1", { ...where, user }))));
    await world.settle();
    expect(await world.conversations.runCount()).toBe(1);
  });
});
