import { describe, expect, it } from "vitest";
import { until } from "../../support/processes.ts";
import { blockKitProblems } from "../../support/slack/block-kit-checker.ts";
import {
  asked,
  homeOpened,
  homePress,
  press,
  runAgain,
  slashCommand,
  submitted,
} from "../../support/slack/slack-deliveries.ts";
import { scene } from "../../support/talk/scene.ts";
import { textOfBlocks } from "../../support/talk/text-of-blocks.ts";

type View = Readonly<Record<string, unknown>>;
const RESTARTED = { ok: true, headline: "nginx restarted, running (pid 812)" };

describe.sequential("a day with the home tab, the shortcuts and the command of Slack", () => {
  const { stage } = scene(["service"]);

  /** The home of somebody as it reads now. */
  const home = (user = "UADA") => textOfBlocks((stage().api.homes.get(user) ?? []) as object[]);
  /** Opens it until it shows all of this. */
  async function opens(user: string, ...shows: readonly string[]): Promise<void> {
    const isShown = async () => {
      await stage().deliver(homeOpened(user));
      return shows.every((part) => home(user).includes(part));
    };
    await until(`the home of ${user} to show ${shows.join(", ")}`, isShown, 60_000).catch((error: Error) => {
      throw new Error(`${error.message}; it shows:\n${home(user)}`);
    });
    expect(blockKitProblems({ blocks: stage().api.homes.get(user) })).toEqual([]);
  }
  /** The newest message there that reads like this. */
  async function newest(room: string, like: RegExp) {
    const find = () =>
      stage()
        .api.in(room)
        .findLast(({ blocks }) => like.test(textOfBlocks(blocks)));
    await until(`a message like ${like} in ${room}`, () => find() !== undefined, 60_000);
    return find() ?? expect.fail("it was there");
  }
  async function presses(say: string, room: string, like: RegExp, user = "UADA"): Promise<void> {
    const { thread, ts } = await newest(room, like);
    const where = { user, channel: room, ts, at: stage().now(), ...(thread !== undefined && { thread }) };
    await stage().deliver(press(say, where));
  }
  /** What waits under an id that stands on the card. */
  const idOn = (text: string, kind: string) => new RegExp(`${kind}-\\d+`).exec(text)?.[0] ?? expect.fail(text);
  async function opensView(act: () => Promise<void>): Promise<View> {
    const before = stage().api.views.length;
    await act();
    await until("a form is opened", () => stage().api.views.length > before, 60_000);
    return stage().api.views.at(-1)?.view as View;
  }

  /** Begins with a home on which nothing waits, and with help for whoever says nothing. */
  async function beginsEmpty(): Promise<void> {
    await opens("UADA", "Nothing waits for you", "Nothing failed lately", "Nothing is scheduled");
    await opens("UADA", "No task of yours will run", "4 of 4 machines are connected");
    await stage().deliver(slashCommand(""));
    expect(textOfBlocks((await newest("C1", /What you can say/)).blocks)).toContain("restart");
    const { length } = stage().api.in("C1");
    await stage().deliver(slashCommand("help"));
    await until("help once more", () => stage().api.in("C1").length > length, 60_000);
  }

  /** The global shortcut asks, reads back in a direct message, and the home shows that it waits. */
  async function shortcutAsks(): Promise<void> {
    const { machines } = stage();
    machines.answer("*", "service.restart", RESTARTED);
    machines.forgetDeeds();
    const view = await opensView(() => stage().deliver(asked("UADA")));
    await stage().deliver(submitted(view, { say: "restart nginx on web-3" }));
    const plan = textOfBlocks((await newest("DUADA", /\[Run/)).blocks);
    await opens("UADA", "1 question waits for you", `${idOn(plan, "P")}: restart nginx on web-3`);
    expect(machines.deeds()).toEqual([]);
    await presses(`confirm ${idOn(plan, "P")}`, "DUADA", /\[Run/);
    await newest("DUADA", /nginx restarted/);
    await opens("UADA", "Nothing waits for you");
  }

  /** The message shortcut runs the work of a card again, after a question. */
  async function cardRunsAgain(): Promise<void> {
    const { machines } = stage();
    const talk = await stage().talk("slack");
    await talk.say("restart nginx on web-3");
    await talk.press("Run");
    await until("it is done", async () => (await talk.newest()).text.includes("nginx restarted"), 60_000);
    const card = await newest("C1", /nginx restarted/);
    machines.forgetDeeds();
    const { thread, ts } = card;
    await stage().deliver(
      runAgain({ ts, text: "card", bot_id: "B1", ...(thread !== undefined && { thread_ts: thread }) }),
    );
    const plan = textOfBlocks((await newest("C1", /\[Run/)).blocks);
    expect(machines.deeds()).toEqual([]);
    await presses(`confirm ${idOn(plan, "P")}`, "C1", /\[Run/);
    await until("it was done again", () => machines.deeds().length === 1, 60_000);
  }

  /** The home shows what failed, what comes, whose it is, and which machine is away. */
  async function homeShowsTheWork(): Promise<void> {
    const { machines } = stage();
    machines.answer("web-4", "service.restart", { ok: false, headline: "nginx: configuration file test failed" });
    const failing = await stage().talk("slack");
    await failing.say("restart nginx on web-4");
    await failing.press("Run");
    await opens("UADA", "Failed lately", "service.restart  ada  failed");
    const coming = await stage().talk("slack");
    await coming.say("restart nginx on web-3 every weekday at 9am");
    await coming.press("Schedule");
    await opens("UADA", "Next runs", "of ada)", "Your tasks", "next Mon");
    await coming.say("pause it until tomorrow");
    await opens("UADA", "Nothing is scheduled", "paused until");
    await stage().killAgent("db-2");
    await opens("UADA", "3 of 4 machines are connected", "Not connected: db-2");
    stage().startAgent("db-2");
    await opens("UADA", "4 of 4 machines are connected");
  }

  /** What others ask for waits on the home of an approver, and is refused from there with a reason. */
  async function refusesFromHome(): Promise<void> {
    await stage().colleague("slack", "rita", "requester");
    await stage().deliver(slashCommand("restart nginx on web-1", { user: "URITA" }));
    const plan = textOfBlocks((await newest("C1", /Ask for approval/)).blocks);
    await presses(`confirm ${idOn(plan, "P")}`, "C1", /Ask for approval/, "URITA");
    await opens("UADA", "1 request waits for your approval", "rita");
    const id = idOn(home(), "A");
    const view = await opensView(() => stage().deliver(homePress(`refuse ${id}`, "UADA", stage().now())));
    await stage().deliver(submitted(view, { why: "not while the shop is open" }));
    await newest("C1", /not while the shop is open/);
    await until("the request left the home by itself", () => !home().includes("for your approval"), 60_000);
  }

  it("is one story, told in order: every section of the home changes as work happens", {
    timeout: 600_000,
  }, async () => {
    await beginsEmpty();
    await shortcutAsks();
    await cardRunsAgain();
    await homeShowsTheWork();
    await refusesFromHome();
  });
});
