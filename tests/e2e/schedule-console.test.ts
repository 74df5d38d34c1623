import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSession } from "../support/api-session.ts";
import { launchBrowser } from "../support/browser.ts";
import { keepPictures } from "../support/console-pictures.ts";
import { freePort, OctopusProcess, temporaryFolder } from "../support/octopus-process.ts";

const PASSWORD = "eight arms hold twelve things";
/** On a busy machine a page may take its time; what is waited for comes or the test fails. */
const PATIENT = { timeout: 60_000 };
const TEST = { timeout: 240_000 };
const weekdays = { kind: "cron", cron: "0 9 * * 1-5", tz: "Europe/Berlin" };

interface Shown {
  readonly schedule?: object;
  readonly policy?: object;
  readonly state?: string;
  readonly version?: number;
  readonly pausedUntil?: number;
}

describe("schedules in the console, in a real browser", () => {
  const folder = temporaryFolder("schedules");
  let octopus: OctopusProcess;
  let browser: Browser;
  let ada: ApiSession;

  beforeAll(async () => {
    const environment = {
      OCTOPUS_ADMIN_USER: "ada",
      OCTOPUS_ADMIN_PASSWORD: PASSWORD,
      OCTOPUS_SHORTEST_INTERVAL: "PT1S",
    };
    octopus = new OctopusProcess({ dataDir: folder.path, port: await freePort(), environment });
    await octopus.ready();
    browser = await launchBrowser();
    ada = await ApiSession.signIn(octopus.url, "ada", PASSWORD);
    await ada.post("/users", { name: "vera", password: PASSWORD, role: "viewer" });
  });

  afterAll(async () => {
    await browser?.close();
    await octopus?.stop();
    folder.remove();
  });

  async function open(path: string, name = "ada"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, timezoneId: "Europe/Berlin" });
    page.setDefaultTimeout(PATIENT.timeout);
    await page.goto(`${octopus.url}/sign-in?next=${encodeURIComponent(path)}`);
    await page.getByLabel(/name/i).fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${path}`);
    await page.locator("main h1").first().waitFor();
    return page;
  }

  async function aTask(name: string, change: object = {}): Promise<string> {
    const request = { name, action: "disk.usage", targets: { include: ["all"], exclude: [] }, schedule: weekdays };
    return (await ada.post<{ task: { id: string } }>("/tasks", { ...request, ...change })).task.id;
  }

  it("a schedule and its policies are changed with their next five runs in sight", TEST, async () => {
    const id = await aTask("morning check");
    const page = await open(`/tasks/${id}`);
    await page.keyboard.press("e");
    await page.waitForURL(`**/tasks/${id}/change`);
    const next = page.getByRole("region", { name: "Next five runs" }).getByRole("listitem");
    await expect.poll(() => next.count(), PATIENT).toBe(5);
    await expect.poll(() => next.first().textContent(), PATIENT).toContain("09:00");

    await page.getByLabel("Spread starts over").fill("soon");
    await page.getByText("Write a span such as").waitFor();
    await page.getByLabel("Spread starts over").fill("2 days");
    await page.getByText("must be shorter than the time between two runs").waitFor();
    expect(await page.getByLabel("Spread starts over").getAttribute("aria-invalid")).toBe("true");
    await keepPictures(page, "task-form-error");
    await page.getByLabel("Spread starts over").fill("");

    await page.getByLabel("At", { exact: true }).fill("07:30");
    await page.getByRole("button", { name: "Sat" }).click();
    await page.getByLabel("When times were missed").selectOption("skip");
    await page.getByLabel("While one still runs").selectOption("queue");
    await page.getByLabel("Pause after failures in a row").fill("3");
    await page.getByLabel("Give up a run after").fill("90 s");
    await page.getByLabel("At a time").fill("25%");
    await expect.poll(() => next.first().textContent(), PATIENT).toContain("07:30");
    await keepPictures(page, "task-form");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(`**/tasks/${id}`);
    await page.getByText("Mon–Sat at 07:30").waitFor();
    expect(await ada.get<Shown>(`/tasks/${id}`)).toMatchObject({
      schedule: { kind: "cron", cron: "30 7 * * 1-6", tz: "Europe/Berlin" },
      policy: { misfire: "skip", overlap: "queue", pauseAfter: 3, timeout: "PT90S", concurrency: "25%" },
    });
    await keepPictures(page, "task");
    await page.close();
  });

  it(
    "P15: a form that is saved after somebody else's change takes nothing of that back, and says so",
    TEST,
    async () => {
      const id = await aTask("changed twice");
      const page = await open(`/tasks/${id}/change`);
      const { version } = await ada.get<Shown>(`/tasks/${id}`);
      const others = JSON.stringify({ policy: { retries: 3 }, version });
      expect((await ada.ask("PATCH", `/tasks/${id}`, others)).status).toBe(200);
      const late = await ada.ask("PATCH", `/tasks/${id}`, others);
      expect(late.status).toBe(409);
      expect(JSON.parse(late.text)).toMatchObject({ code: "request.conflict" });
      await page.getByLabel("Give up a run after").fill("90 s");
      await page.getByRole("region", { name: "Next five runs" }).getByRole("listitem").first().waitFor();
      await expect
        .poll(async () => {
          await page.getByRole("button", { name: "Save" }).click();
          return await page.getByText(`Somebody has changed ${id} meanwhile`).count();
        }, PATIENT)
        .toBeGreaterThan(0);
      expect((await ada.get<Shown>(`/tasks/${id}`)).policy).toEqual({ retries: 3 });
      await page.close();
    },
  );

  it("a task is paused until a moment, and goes on when somebody resumes it", TEST, async () => {
    const id = await aTask("paused check");
    const page = await open(`/tasks/${id}`);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "1 day" }).click();
    await keepPictures(page, "pause");
    await page.getByRole("dialog").getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "Resume" }).waitFor();
    expect((await ada.get<Shown>(`/tasks/${id}`)).pausedUntil).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    expect((await ada.get<Shown>(`/tasks/${id}`)).state).toBe("active");
    await page.close();
  });

  it("the ledger shows what ran and what a freeze blocked, and leads to the run", TEST, async () => {
    const page = await open("/freezes");
    await page.getByRole("button", { name: "Freeze machines" }).first().click();
    await page.getByLabel("What is held").selectOption("read");
    await page.getByLabel("Where").fill("nowhere");
    await page.getByLabel("Reason").fill("release week");
    await page.getByRole("button", { name: "Start the freeze" }).click();
    await page.getByText('No machine matches "host:nowhere"').waitFor();
    await page.getByLabel("To", { exact: true }).fill("2020-01-01T08:00");
    await page.getByLabel("Where").fill("all");
    await page.getByRole("button", { name: "Start the freeze" }).click();
    await page.getByText("It must end in the future.").waitFor();
    await keepPictures(page, "freeze-dialog");
    await page.getByLabel("To", { exact: true }).fill("");
    await page.getByRole("button", { name: "Start the freeze" }).click();
    await page.getByText("release week").waitFor();

    const id = await aTask("every second", { schedule: { kind: "interval", every: "PT1S", tz: "UTC" } });
    await page.goto(`${octopus.url}/ledger?task=${id}`);
    await page.getByText("scheduler at work").waitFor();
    await page
      .getByRole("link", { name: /blocked/ })
      .first()
      .waitFor();
    await page.goto(`${octopus.url}/freezes`);
    await keepPictures(page, "freezes");
    await page
      .getByRole("button", { name: /^Lift F-/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Lift the freeze" }).click();
    await page.getByText("lifted by ada").waitFor();

    await page.goto(`${octopus.url}/ledger?task=${id}`);
    const ran = page.getByRole("link", { name: /\bran\b/ });
    await ran.first().waitFor();
    await keepPictures(page, "ledger-ran");
    await page.getByRole("button", { name: "Blocked", exact: true }).click();
    await expect.poll(() => ran.count(), PATIENT).toBe(0);
    await page
      .getByRole("link", { name: /blocked/ })
      .first()
      .waitFor();
    await ada.post(`/tasks/${id}/cancel`);
    await keepPictures(page, "ledger");
    await page
      .getByRole("link", { name: /blocked/ })
      .first()
      .click();
    await page.waitForURL(/\/runs\/R-\d+/);
    await page.close();
  });

  it("a limit is set, shown to everybody and lifted, and what is no limit is refused at its field", TEST, async () => {
    const page = await open("/limits");
    await page.getByRole("button", { name: "Set a limit" }).first().click();
    await page.getByLabel("At most").fill("0");
    await page.getByRole("button", { name: "Set the limit" }).click();
    await page.getByText("A whole number from 1 to 10000.").waitFor();
    await page.getByText("Say of what: an action, machines, or whose.").waitFor();
    await page.getByLabel("At most").fill("2");
    await page.getByLabel("Action").fill("backup.create");
    await keepPictures(page, "limit-dialog");
    await page.getByRole("button", { name: "Set the limit" }).click();
    await page.getByText("Counts machines at work · of backup.create").waitFor();
    const { items } = await ada.get<{ items: { most: number; action: string }[] }>("/limits");
    expect(items).toMatchObject([{ most: 2, action: "backup.create" }]);
    await keepPictures(page, "limits");
    await page.getByRole("button", { name: "Lift L-1" }).click();
    await page.getByRole("button", { name: "Lift the limit" }).click();
    await page.getByText("Nothing is limited").waitFor();
    await page.close();
  });

  it("a calendar is added from a file and from dates, and shows who leaves its days out", TEST, async () => {
    const page = await open("/calendars");
    await page.getByRole("button", { name: "Add a calendar" }).first().click();
    await page.getByRole("button", { name: "Save the calendar" }).click();
    await page.getByText("Choose a file.").waitFor();
    await keepPictures(page, "calendar-dialog");
    const day = (date: string, title: string) =>
      `BEGIN:VEVENT\nDTSTART;VALUE=DATE:${date}\nSUMMARY:${title}\nRRULE:FREQ=YEARLY\nEND:VEVENT\n`;
    const ics = `BEGIN:VCALENDAR\n${day("20261225", "Christmas Day")}${day("20270101", "New Year")}END:VCALENDAR`;
    await page.getByLabel("Name").fill("holidays-de");
    await page
      .getByLabel("File", { exact: true })
      .setInputFiles({ name: "de.ics", mimeType: "text/calendar", buffer: Buffer.from(ics) });
    await page.getByRole("button", { name: "Save the calendar" }).click();
    await page.getByText("Christmas Day").first().waitFor();
    await page.getByRole("button", { name: "Add a calendar" }).click();
    await page.getByLabel("Name").fill("plant-closed");
    await page.getByRole("button", { name: "Dates" }).click();
    await page.getByRole("textbox", { name: "Dates" }).fill("2027-08-02\n2027-08-03");
    await page.getByRole("button", { name: "Save the calendar" }).click();
    await page.getByText("plant-closed").waitFor();
    const id = await aTask("not on holidays", { policy: { calendar: "holidays-de" } });
    await page.reload();
    await page.getByRole("link", { name: "not on holidays" }).waitFor();
    await keepPictures(page, "calendars");
    await page.getByRole("link", { name: "not on holidays" }).click();
    await page.waitForURL(`**/tasks/${id}`);
    await page.close();
  });

  it("somebody who may only look is shown everything and offered nothing", TEST, async () => {
    const id = await aTask("not hers");
    const page = await open(`/tasks/${id}`, "vera");
    await page.getByText("not hers").first().waitFor();
    expect(await page.getByRole("button", { name: /Pause|Cancel/ }).count()).toBe(0);
    await page.goto(`${octopus.url}/tasks/${id}/change`);
    await page.getByText("only its owner or an admin may do this").waitFor();
    await keepPictures(page, "denied");
    for (const [path, button] of [
      ["/freezes", /Freeze machines|Lift/],
      ["/calendars", /Add a calendar|Delete/],
    ] as const) {
      await page.goto(`${octopus.url}${path}`);
      await page.locator("main h1").waitFor();
      await page.locator("main .rows, main .empty").first().waitFor();
      expect(await page.getByRole("button", { name: button }).count()).toBe(0);
    }
    await page.close();
  });
});
