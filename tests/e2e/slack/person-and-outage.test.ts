import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSession } from "../../support/api-session.ts";
import { launchBrowser } from "../../support/browser.ts";
import { keepPictures } from "../../support/console-pictures.ts";
import { freePort, OctopusProcess, projectRoot, temporaryFolder } from "../../support/octopus-process.ts";
import { until } from "../../support/processes.ts";
import { messageEvent } from "../../support/slack/slack-deliveries.ts";
import { SlackTown, slackLight, stamp } from "../../support/slack/slack-town.ts";

const PASSWORD = "eight arms hold twelve things";
const MINUTE_MS = 60_000;

describe("people of Slack at a real server, in a real browser", () => {
  const folder = temporaryFolder("slack-person");
  const clockFile = join(folder.path, "clock");
  let town: SlackTown;
  let octopus: OctopusProcess;
  let browser: Browser;
  let aheadMs = 0;

  beforeAll(async () => {
    town = await SlackTown.open();
    const environment = {
      ...town.environment("http"),
      OCTOPUS_TEST_CLOCK_FILE: clockFile,
      NODE_OPTIONS: `--require ${join(projectRoot, "tests/support/shifted-clock.cjs")}`,
      OCTOPUS_TIME_ZONE: "Europe/Berlin",
    };
    octopus = new OctopusProcess({ command: "server", dataDir: folder.path, port: await freePort(), environment });
    await town.connected(octopus);
    const ada = await town.signIn(octopus);
    await ada.post("/users", { name: "vera", password: PASSWORD, role: "viewer" });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    await town?.close();
    folder.remove();
  });

  const deliver = async (delivery: object) =>
    void (await town.deliverOverHttp(octopus.url, delivery, Date.now() + aheadMs));

  async function mentions(user: string, text: string, channel = "C1"): Promise<string> {
    const ts = stamp(aheadMs);
    await deliver(messageEvent(`<@UBOT> ${text}`, { type: "app_mention", user, ts, channel }));
    return ts;
  }

  const answerTo = async (ts: string, channel = "C1"): Promise<string> => {
    await until("there is an answer", () => town.thread(ts, channel).length > 0);
    return town.thread(ts, channel)[0]?.text ?? "";
  };

  /** Opens the address as somebody who is not signed in yet, and signs in. */
  async function openedBy(name: string, code: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(MINUTE_MS);
    await page.goto(`${octopus.url}/link?code=${code}`);
    await page.getByLabel(/name/i).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Link an account" }).waitFor();
    return page;
  }

  it("are told how to link, link themselves once by a page, and are that user from the next message on", async () => {
    town.api.person("UVERA", { name: "vera.slack" });
    await mentions("UVERA", "which users are there");
    await until("there is a hint", () => town.api.whispers.length > 0);
    expect(town.api.whispers.at(-1)?.text).toContain("link me");

    const code = await town.codeFor("UVERA", deliver);
    const page = await openedBy("vera", code);
    await page.getByText("will act here as").waitFor();
    expect(await page.locator("main").textContent()).toMatch(/vera\.slack in Slack.*will act here as vera.*viewer/s);
    await keepPictures(page, "link");
    await page.getByRole("button", { name: "Yes, vera.slack is me" }).click();
    await page.getByText(/is now said by/).waitFor();
    await keepPictures(page, "linked");

    expect(await answerTo(await mentions("UVERA", "help"))).toContain("Your role is viewer");
    expect(await answerTo(await mentions("UVERA", "make vera admin"))).toMatch(/may not|not allowed|viewer/i);

    await page.goto(`${octopus.url}/link?code=${code}`);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("was used already");
    await page.goto(`${octopus.url}/link?code=octo_link_thisisfromanotherserver`);
    await page.getByText("I do not know this link").waitFor();
    await page.close();
  });

  it("are told that a link has expired, and how to have another one", async () => {
    const code = await town.codeFor("UNEW", deliver);
    turnClock(11 * MINUTE_MS);
    const page = await openedBy("ada", code);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toMatch(/has expired.*link me/s);
    await keepPictures(page, "link-expired");
    await page.close();
  });

  it("see a yellow light while Slack is away, and are told of it first when it is back", async () => {
    const session = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    await session.post("/links", { code: await town.codeFor("UADA", deliver) });
    await answerTo(await mentions("UADA", "help"));
    town.api.away = true;
    const asked = [await mentions("UADA", "show T-901"), await mentions("UADA", "show T-902")];
    asked.push(await mentions("UADA", "show T-903"));
    await until("the light is yellow", async () => (await slackLight(octopus)).ok === false);

    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(MINUTE_MS);
    await page.goto(octopus.url);
    await page.getByLabel(/name/i).fill("ada");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByText(/Slack cannot be reached.*Everything else works/).waitFor();
    await page.getByLabel("Message", { exact: true }).fill("help");
    await page.keyboard.press("Enter");
    await page.getByRole("article", { name: "Octopus" }).last().waitFor();
    await keepPictures(page, "slack-away");
    await page.close();

    turnClock(7 * MINUTE_MS);
    town.api.away = false;
    const [first = "", ...others] = await Promise.all(asked.map((ts) => answerTo(ts)));
    expect(first).toMatch(/^I was away from \d\d:\d\d to \d\d:\d\d \(Europe\/Berlin\): I could not reach Slack\./);
    expect(first).toContain("3 messages waited and come now.");
    expect(others.join("\n")).not.toContain("I was away");
    await until("the light is green", async () => (await slackLight(octopus)).detail === "connected");
  });

  /** From now on the server's clock is further ahead. */
  function turnClock(byMs: number): void {
    aheadMs += byMs;
    writeFileSync(clockFile, String(aheadMs));
  }
});
