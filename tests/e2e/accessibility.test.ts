import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";

const PASSWORD = "eight arms hold twelve things";
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PAGES = [
  ...["/runs", "/runs/R-1", "/tasks", "/tasks/T-1", "/tasks/T-1/change"],
  ...["/ledger", "/freezes", "/limits", "/calendars", "/approvals", "/agents"],
  ...["/people", "/rooms", "/plugins", "/aliases"],
];

const DIALOGS = [
  ["/freezes", "Freeze machines"],
  ["/limits", "Set a limit"],
  ["/calendars", "Add a calendar"],
  ["/people", "Add a person"],
] as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = (await page.evaluate("axe.run().then((result) => result.violations)")) as Violation[];
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}

describe("the console for people who do not see it, or use no mouse", () => {
  const folder = temporaryFolder("axe");
  let octopus: OctopusProcess;
  let browser: Browser;

  beforeAll(async () => {
    const environment = { OCTOPUS_ADMIN_USER: "ada", OCTOPUS_ADMIN_PASSWORD: PASSWORD };
    octopus = new OctopusProcess({ dataDir: folder.path, port: await freePort(), environment });
    await octopus.ready();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    folder.remove();
  });

  it.each(["light", "dark"] as const)(
    "has no fault that axe knows, in %s colours and on a phone",
    { timeout: 120_000 },
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme });
      await page.goto(octopus.url);
      await page.getByLabel("Password", { exact: true }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByLabel(/name/i).fill("ada");
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.keyboard.press("Enter");
      const message = page.getByLabel("Message", { exact: true });
      await message.waitFor();
      await message.fill("check disk space");
      await page.keyboard.press("Enter");
      await page.locator(".tone-success, .tone-attention").waitFor({ timeout: 60_000 });
      expect(await violationsOn(page)).toEqual([]);
      for (const path of PAGES) {
        await page.goto(`${octopus.url}${path}`);
        await page.locator("main h1").first().waitFor();
        expect(await violationsOn(page), path).toEqual([]);
      }
      for (const [path, name] of DIALOGS) {
        await page.goto(`${octopus.url}${path}`);
        await page.getByRole("button", { name }).first().click();
        await page.getByRole("dialog").waitFor();
        expect(await violationsOn(page), path).toEqual([]);
      }
      const wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
      expect(wide).toBe(false);
      await page.close();
    },
  );
});
