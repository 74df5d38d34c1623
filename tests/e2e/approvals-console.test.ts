import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunDto } from "../../web/contract/run.ts";
import { ApiSession } from "../support/api-session.ts";
import { launchBrowser } from "../support/browser.ts";
import { keepPictures } from "../support/console-pictures.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";

const PASSWORD = "eight arms hold twelve things";
const TEST = { timeout: 240_000 };
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A change that is harmless where the tests run. */
const WANT = "back up /etc/hostname to /tmp";

describe("approvals in the console, in a real browser", () => {
  const folder = temporaryFolder("approvals");
  let octopus: OctopusProcess;
  let browser: Browser;
  let ada: ApiSession;
  let rita: ApiSession;

  beforeAll(async () => {
    const environment = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: PASSWORD };
    octopus = new OctopusProcess({ dataDir: folder.path, port: await freePort(), environment });
    await octopus.ready();
    browser = await launchBrowser();
    ada = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    await ada.post("/users", { name: "rita", password: PASSWORD, role: "requester" });
    await ada.post("/users", { name: "grace", password: PASSWORD, role: "approver" });
    rita = await ApiSession.signIn(octopus.url, "rita", PASSWORD);
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    folder.remove();
  });

  async function open(name: string, path = "/approvals"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, timezoneId: "Europe/Berlin" });
    page.setDefaultTimeout(60_000);
    await page.goto(`${octopus.url}/sign-in?next=${encodeURIComponent(path)}`);
    await page.getByLabel(/name/i).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${path}`);
    return page;
  }

  /** The id of what waits then. */
  async function ask(): Promise<string> {
    const conversation = await rita.conversation();
    const [plan] = await rita.say(conversation, WANT, "m1");
    expect(plan?.card?.buttons?.[0]?.label).toBe("Ask for approval");
    const [waiting] = await rita.say(conversation, "yes", "m2");
    expect(waiting?.card?.headline).toContain("waits for approval by ada or grace");
    return waiting?.card?.id ?? "";
  }

  const runs = async () => (await ada.get<{ items: RunDto[] }>("/runs")).items;

  it("an approver sees what waits, says yes with a remark, and it runs once", TEST, async () => {
    const before = (await runs()).length;
    const id = await ask();
    const page = await open("grace");
    const row = page.locator(".approval-row", { hasText: `${id} ·` });
    await row.waitFor();
    await page.getByText("1 request waits for your answer.").waitFor();
    await keepPictures(page, "approvals");
    await page.evaluate(axeSource);
    const found = (await page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id))")) as string[];
    expect(found).toEqual([]);
    await row.getByRole("button", { name: /^Approve/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("ok, watch the disk");
    await keepPictures(page, "approvals-dialog");
    await dialog.getByRole("button", { name: "Approve" }).click();
    await row.getByText("grace: ok, watch the disk").waitFor();
    expect(await row.getByRole("button").count()).toBe(0);
    const [made, ...others] = await runs();
    expect([made?.requestedByName, others.length]).toEqual(["rita", before]);
    await page.close();
  });

  it("whoever asked can only take it back", TEST, async () => {
    const before = (await runs()).length;
    const id = await ask();
    const page = await open("rita");
    const row = page.locator(".approval-row", { hasText: `${id} ·` });
    await row.getByRole("button", { name: /^Withdraw/ }).click();
    expect(await page.getByRole("button", { name: /^Approve/ }).count()).toBe(0);
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await row.getByText("withdrawn").waitFor();
    expect(await runs()).toHaveLength(before);
    await page.close();
  });

  it("an administrator protects a place, and lifts that again", TEST, async () => {
    const page = await open("ada");
    await page.getByRole("textbox", { name: "Protect" }).fill("all");
    await page.getByRole("button", { name: "Protect", exact: true }).click();
    await page.getByText("changes need approval").waitFor();
    await keepPictures(page, "approvals-admin");
    const operator = { action: "backup.create", params: { source: "/etc/hostname" } };
    const targets = { include: ["all"], exclude: [] };
    await expect(ada.post("/tasks", { ...operator, targets })).rejects.toThrow(/403/);
    await page.getByRole("button", { name: /^Lift/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Lift it" }).click();
    await page.getByText("None: only roles decide").waitFor();
    await page.close();
  });
});
