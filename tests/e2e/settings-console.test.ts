import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSession } from "../support/api-session.ts";
import { launchBrowser } from "../support/browser.ts";
import { keepPictures } from "../support/console-pictures.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";
import { until } from "../support/processes.ts";
import { messageEvent } from "../support/slack/slack-deliveries.ts";
import { SlackTown, stamp } from "../support/slack/slack-town.ts";

const PASSWORD = "eight arms hold twelve things";
const TEST = { timeout: 240_000 };

describe("people, channels, plugins and phrases in the console, in a real browser", () => {
  const folder = temporaryFolder("settings");
  let town: SlackTown;
  let octopus: OctopusProcess;
  let browser: Browser;

  beforeAll(async () => {
    town = await SlackTown.open();
    octopus = new OctopusProcess({
      dataDir: folder.path,
      port: await freePort(),
      environment: town.environment("http"),
    });
    await town.connected(octopus);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    await town?.close();
    folder.remove();
  });

  async function open(path: string, name = "ada"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`${octopus.url}/sign-in?next=${encodeURIComponent(path)}`);
    await page.getByLabel(/name/i).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${path}`);
    await page.locator("main h1").first().waitFor();
    return page;
  }

  it("a person is added, given another role, disabled, and signed out elsewhere", TEST, async () => {
    const page = await open("/people");
    await page.keyboard.press("n");
    await page.getByLabel("Name", { exact: true }).fill("grace");
    await page.getByLabel("First password").fill(PASSWORD);
    await page.getByRole("dialog").getByLabel("Role").selectOption("operator");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByLabel("Role of grace").waitFor();
    expect(await page.getByLabel("Role of grace").inputValue()).toBe("operator");
    await page.getByLabel("Role of grace").selectOption("viewer");
    const grace = await ApiSession.signIn(octopus.url, "grace", PASSWORD);
    await expect.poll(async () => (await grace.get<{ user: { role: string } }>("/session")).user.role).toBe("viewer");

    const elsewhere = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    await page.reload();
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect.poll(async () => (await elsewhere.ask("GET", "/session")).status).toBe(401);
    await page.getByText("(this one)").waitFor();

    const own = await open("/people", "grace");
    await own.getByText("(this one)").waitFor();
    expect(await own.getByLabel(/^Role of/).count()).toBe(0);
    await own.close();

    await keepPictures(page, "people");
    await page.getByRole("button", { name: "Disable grace" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await page.getByRole("button", { name: "Enable grace" }).waitFor();
    expect((await grace.ask("GET", "/session")).status).toBe(401);
    await page.close();
  });

  it("what a channel means is changed and removed, and phrases are forgotten", TEST, async () => {
    const deliver = async (delivery: object) => void (await town.deliverOverHttp(octopus.url, delivery));
    const ada = await town.linkAda(octopus, deliver);
    const machine = (await ada.get<{ items: { name: string }[] }>("/agents")).items[0]?.name ?? "";
    for (const text of [`this channel means ${machine}`, "quiet hours from 22:00 to 7:00 here"]) {
      const ts = stamp();
      await deliver(messageEvent(`<@UBOT> ${text}`, { type: "app_mention", ts }));
      await until("it is done", () => town.thread(ts).length > 0, 60_000);
    }
    const page = await open("/rooms");
    await page.getByText(`means ${machine}`).waitFor();
    await keepPictures(page, "rooms");
    await page.getByRole("button", { name: "Change default of #ops" }).click();
    await page.getByLabel("Where").fill("all");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("means all machines").waitFor();
    await page.getByRole("button", { name: "Remove quiet of #ops" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End the quiet hours of" }).click();
    await expect.poll(() => page.getByText("is quiet from").count()).toBe(0);

    const conversation = await ada.conversation();
    await ada.say(conversation, "check disk space", "m1");
    await ada.say(conversation, "call that morning look", "m2");
    await page.goto(`${octopus.url}/aliases`);
    await page.getByText("morning look", { exact: true }).waitFor();
    await page.getByText("means disk.usage").waitFor();
    await keepPictures(page, "aliases");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Forget it" }).click();
    await page.getByText("No phrase was taught yet").waitFor();
    await page.close();
  });

  it("plugins are listed with what they can do, and switched off and on", TEST, async () => {
    const page = await open("/plugins");
    await page.getByText("1 action", { exact: false }).first().click();
    await keepPictures(page, "plugins");
    await page.getByRole("button", { name: "Switch off disk" }).click();
    await page.getByRole("button", { name: "Switch on disk" }).click();
    await page.getByRole("button", { name: "Switch off disk" }).waitFor();
    await page.close();
  });
});
