import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";

const PASSWORD = "eight arms hold twelve things";

/** The newest answer that the page shows. */
function newest(page: Page) {
  return page.getByRole("article", { name: "Octopus" }).last();
}

async function say(page: Page, sentence: string): Promise<void> {
  const before = await page.getByRole("article", { name: "Octopus" }).count();
  await page.getByLabel("Message", { exact: true }).fill(sentence);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getByRole("article", { name: "Octopus" }).count()).toBeGreaterThan(before);
}

/** A good end; "attention" when what it found needs looking at, like a full disk or a busy machine. */
async function waitForSuccess(page: Page): Promise<void> {
  await newest(page).locator(".tone-success, .tone-attention").waitFor({ timeout: 60_000 });
}

/** The picture of the README, from the real page; only when asked for, so that a test run changes no file. */
async function keepPicture(page: Page): Promise<void> {
  const path = process.env["OCTOPUS_PICTURE"];
  if (path) await page.screenshot({ path });
}

/** Runs and machines have pages of their own. */
async function showsPages(page: Page, port: number): Promise<void> {
  await page.goto(`http://127.0.0.1:${port}/runs`);
  await page.getByRole("link", { name: /R-\d+/ }).first().click();
  await page.waitForURL(/\/runs\/R-\d+/);
  await page
    .locator("main")
    .getByText(/succeeded|failed|cancelled/i)
    .first()
    .waitFor();
  await page.goto(`http://127.0.0.1:${port}/agents`);
  await page.getByText("online").first().waitFor();
}

describe("the main job, in a real browser", () => {
  const folder = temporaryFolder("e2e");
  let port = 0;
  let octopus: OctopusProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    port = await freePort();
    octopus = new OctopusProcess({ dataDir: folder.path, port });
    await octopus.ready();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    folder.remove();
  });

  it("leads from the printed link through set-up and a conversation over a restart", { timeout: 180_000 }, async () => {
    const [, setupLink = ""] = await octopus.printed(/(http:\/\/\S+\/setup\?code=\S+)/);
    await page.goto(setupLink);
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create administrator" }).click();
    await page.getByLabel("Message", { exact: true }).waitFor();

    await say(page, "check disk space");
    await waitForSuccess(page);
    expect(await newest(page).getByRole("table").count()).toBeGreaterThan(0);

    await say(page, "how busy is this machine");
    await waitForSuccess(page);

    await say(page, "ping 127.0.0.1 3 times");
    await waitForSuccess(page);

    await say(page, "tail 20 lines of /var/log/dpkg.log");
    await waitForSuccess(page);
    expect(await newest(page).textContent()).toMatch(/dpkg\.log/);

    await say(page, "run it again every 2 minutes");
    expect(await newest(page).textContent()).toMatch(/every 2 minutes/i);

    await say(page, "what ran today");
    expect(await newest(page).textContent()).toMatch(/R-\d+/);

    await keepPicture(page);
    await say(page, "cancel that");
    expect(await newest(page).textContent()).toMatch(/cancel/i);

    await say(page, "help");
    expect(await newest(page).textContent()).toMatch(/check disk space/i);

    const shown = await page.getByRole("article").count();
    await octopus.kill();
    octopus = new OctopusProcess({ dataDir: folder.path, port });
    await octopus.ready();
    await page.reload();
    await expect.poll(() => page.getByRole("article").count()).toBe(shown);

    await say(page, "check disk space");
    await newest(page).locator(".tone-success, .tone-attention").waitFor({ timeout: 60_000 });
    expect(complaints.filter((text) => !/Failed to load resource|WebSocket/.test(text))).toEqual([]);

    await showsPages(page, port);
  });
});
