import { beforeEach, describe, expect, it } from "vitest";
import { AskingWorld } from "../../../support/asking-world.ts";

let world: AskingWorld;
beforeEach(async () => {
  world = await AskingWorld.begin();
});

const WANT = "restart nginx on web-1";

async function asked(by = "rita"): Promise<void> {
  await world.says(by, WANT);
  await world.says(by, "yes");
}

describe("asking", () => {
  it("says why it needs approval and who could give it, before anybody is bothered", async () => {
    const [card] = await world.cardsFor("rita", WANT);
    expect(card).toMatchObject({
      tone: "question",
      headline: 'Ask for approval to run "Restart a service" on web-1?',
      lines: [
        "It needs approval because the role requester may run read actions at most, and service.restart is change.",
        "ada, gil or grace could approve it, not you.",
        "P-1 is valid for 10 min.",
      ],
      buttons: [{ label: "Ask for approval" }, { label: "Change" }, { label: "Cancel" }],
    });
    expect(await world.told("grace")).toEqual([]);
    expect(await world.runs()).toEqual([]);
  });

  it("then waits in the thread, and asks each who may say yes in their own place", async () => {
    await asked();
    const [waiting] = await world.shown("of-rita");
    expect(waiting).toMatchObject({
      tone: "understood",
      headline: "A-1 waits for approval by ada, gil or grace until 11:30 (Europe/Paris)",
      buttons: [{ label: "Withdraw", say: "withdraw A-1" }],
    });
    for (const name of ["grace", "gil", "ada"]) {
      expect(await world.told(name)).toMatchObject([
        {
          tone: "question",
          headline: "rita asks for your approval: Restart a service on web-1",
          buttons: [
            { label: "Approve", say: "approve A-1", style: "primary" },
            { label: "Refuse…", say: "refuse A-1" },
          ],
        },
      ]);
    }
    expect(await world.told("olga")).toEqual([]);
    expect(await world.runs()).toEqual([]);
  });

  it("an operator asks where the place is protected, and does it at once elsewhere", async () => {
    await world.protect("host:web-1");
    const [card] = await world.cardsFor("olga", WANT);
    expect(card?.lines[0]).toBe("It needs approval because changes on web-1 need approval (web-1; G-1).");
    await world.says("olga", "no");
    await world.says("olga", "check disk on web-1");
    expect(await world.runs()).toEqual(["R-1 disk.usage by olga"]);
  });

  it("where nobody could say yes, it says who could be given the role", async () => {
    world = await AskingWorld.begin(["rita", "olga"]);
    const [card] = await world.cardsFor("rita", WANT);
    expect(card).toMatchObject({
      headline: "Nobody here could approve this, so nothing was started",
      lines: [expect.any(String), 'An administrator could give olga the role: "make olga approver".'],
    });
  });

  it("what the role can never have is refused as before", async () => {
    expect(await world.says("rita", "run rm on web-1")).toEqual([
      "You may not do this: the role requester may run read actions at most, and shell.run is destructive",
    ]);
  });
});

describe("answering", () => {
  it.each(["approve", "approve it", "Approve A-1", "approved, watch it", "approve A-1 ok, watch it"])(
    '"%s" lets it run once, as the person who asked, and everybody sees who said yes',
    async (text) => {
      await asked();
      expect(await world.answers("grace", text)).toEqual(["You approved: R-1 has begun"]);
      expect(await world.runs()).toEqual(["R-1 service.restart by rita"]);
      const [first, run] = await world.shown("of-rita");
      expect(first).toMatchObject({ tone: "success", headline: "A-1 was approved by grace at 11:00" });
      expect(run?.id).toBe("R-1");
      const [gil] = await world.told("gil");
      expect(gil).toMatchObject({ headline: "A-1 was approved by grace at 10:00" });
      expect(gil?.buttons).toEqual([{ label: "Show R-1", say: "show R-1" }]);
      expect(await world.answers("gil", "approve A-1")).toEqual([
        "A-1 is already approved by grace. Nothing was started by this.",
      ]);
      expect(await world.runs()).toHaveLength(1);
    },
  );

  it("the person who asked is told that somebody else must, in whatever words they press it", async () => {
    await asked();
    for (const text of ["approve", "approve A-1", "approve it, please"]) {
      expect(await world.says("rita", text)).toEqual(["You asked for A-1; somebody else must say yes."]);
    }
    expect(await world.runs()).toEqual([]);
    expect(world.audited.filter(({ rule }) => rule === "never-own")).toHaveLength(3);
  });

  it("an operator may not", async () => {
    await asked();
    expect(await world.says("olga", "approve A-1")).toEqual([
      "You may not approve A-1: this needs the role approver, and you are operator.",
    ]);
  });

  it("a no asks for a reason, and tells it to the person who asked", async () => {
    await asked();
    expect(await world.answers("grace", "refuse it")).toEqual(["Why refuse A-1?"]);
    expect(await world.answers("grace", "refuse it, too risky")).toEqual(["You refused A-1"]);
    const cards = await world.shown("of-rita");
    expect(cards.map(({ headline }) => headline)).toEqual([
      "A-1 was refused by grace at 11:00",
      "A-1 was refused by grace at 10:00",
    ]);
    expect(cards[0]?.lines).toEqual(['"too risky"', "Nothing was started."]);
    expect(cards[1]?.buttons).toEqual([{ label: "Ask again", say: "ask again A-1" }]);
    expect(await world.runs()).toEqual([]);
  });

  it("a bare yes to several is asked back about, and none is chosen", async () => {
    await asked();
    await asked("rita");
    await world.says("rita", "restart nginx on db-1");
    await world.says("rita", "yes");
    expect(await world.answers("grace", "approve")).toEqual(["2 requests wait here. Which one?"]);
    expect(await world.runs()).toEqual([]);
  });

  it("said elsewhere, a bare yes asks which, even to a single one", async () => {
    await asked();
    expect(await world.says("grace", "approve")).toEqual(["Which one do you mean?"]);
    expect(await world.runs()).toEqual([]);
  });

  it("a question to oneself that is open comes first", async () => {
    await asked();
    await world.says("ada", "run rm on web-1");
    await world.says("ada", "approve");
    expect(await world.runs()).toEqual([]);
  });

  it("what has changed meanwhile does not run, and can be asked for again", async () => {
    await asked();
    await world.protect("host:web-1");
    expect(await world.answers("grace", "approve")).toEqual([
      "A-1 is void: something has changed since it was asked for",
    ]);
    expect(await world.runs()).toEqual([]);
    expect(await world.says("grace", "ask again A-1")).toEqual(["Only rita can ask for A-1 again"]);
    expect(await world.says("rita", "ask again A-1")).toEqual([
      "A-2 waits for approval by ada, gil or grace until 11:30 (Europe/Paris)",
    ]);
    await world.answers("grace", "approve A-2");
    expect(await world.runs()).toEqual(["R-1 service.restart by rita"]);
  });

  it("what was let go is what the person who asked talks about then", async () => {
    await asked();
    await world.answers("grace", "approve");
    const [card] = await world.cardsFor("rita", "cancel that");
    expect(JSON.stringify(card)).toContain("R-1");
  });

  it("survives a restart of the server in between", async () => {
    await asked();
    world.restart();
    expect(await world.answers("grace", "approve")).toEqual(["You approved: R-1 has begun"]);
  });
});

describe("taking back, waiting, emergencies", () => {
  it.each(["withdraw A-1", "withdraw", "cancel that", "no"])(
    '"%s" of the person who asked takes it back',
    async (text) => {
      await asked();
      expect(await world.says("rita", text)).toEqual(["A-1 is withdrawn"]);
      expect(await world.answers("grace", "approve A-1")).toEqual([
        "A-1 is withdrawn by the person who asked. Nothing was started by this.",
      ]);
      const [card] = await world.told("grace");
      expect(card?.buttons).toBeUndefined();
    },
  );

  it("everybody who could answer is reminded once; the end of its time is told where it was asked", async () => {
    await asked();
    await world.minutes(11);
    await world.minutes(11);
    expect((await world.told("grace")).map(({ headline }) => headline)).toEqual([
      "rita asks for your approval: Restart a service on web-1",
      "Reminder: rita asks for your approval: Restart a service on web-1",
    ]);
    await world.minutes(9);
    const cards = await world.shown("of-rita");
    expect(cards.map(({ headline }) => headline)).toEqual([
      "Nobody approved A-1 in time",
      "Nobody approved A-1 in time",
    ]);
    expect(cards[1]?.buttons).toEqual([{ label: "Ask again", say: "ask again A-1" }]);
    expect((await world.told("grace")).every(({ buttons }) => buttons === undefined)).toBe(true);
  });

  it("an administrator breaks the glass with a reason, and the others are told", async () => {
    await world.protect("host:web-1");
    await asked("ada");
    const [waiting] = await world.shown("of-ada");
    expect(waiting?.lines).toContain('If it cannot wait: "break glass A-1, " and why. Everybody is told.');
    expect(await world.says("ada", "break glass A-1")).toEqual(["Why can A-1 not wait?"]);
    expect(await world.says("ada", "break glass A-1, the shop is down")).toEqual(["You let it go: R-1 has begun"]);
    const told = await world.told("grace");
    expect(told.map(({ headline }) => headline)).toEqual([
      "A-1 was let go by ada at 10:00 without a second person",
      "A-1 was let go by ada at 10:00 without a second person",
    ]);
    expect(told[1]?.lines).toContain('"the shop is down"');
  });

  it("what waits for me", async () => {
    await asked();
    const [card] = await world.cardsFor("grace", "what waits for me");
    expect(card).toMatchObject({ headline: "1 request waits for your approval" });
    expect(card?.table?.rows).toEqual([["A-1", "rita", WANT, "web-1", "11:30"]]);
    expect(await world.says("olga", "approvals")).toEqual(["Nothing waits for approval"]);
    expect(await world.says("grace", "show A-1")).toEqual(["rita asks for your approval: Restart a service on web-1"]);
  });
});
