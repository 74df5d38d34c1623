import { describe, expect, it } from "vitest";
import { escalationCommand } from "../../../../bot/conversation/escalation-command.ts";
import { AskingWorld } from "../../../support/asking-world.ts";

const MINUTE = 60_000;

describe("who else is told, in words", () => {
  it.each([
    ["if nobody answers in 10 minutes tell #ops-leads", { afterMs: 10 * MINUTE, channel: "#ops-leads" }],
    ["If no one replies within an hour, then tell @olga.", { afterMs: 60 * MINUTE, user: "olga" }],
    ["tell olga if nobody answers for half an hour", { afterMs: 30 * MINUTE, user: "olga" }],
    ["escalate to #ops-leads when nobody reacts after 5 min", { afterMs: 5 * MINUTE, channel: "#ops-leads" }],
    ["if nobody answers here tell olga", { afterMs: 10 * MINUTE, user: "olga" }],
  ])('"%s"', (text, value) => {
    expect(escalationCommand(text)).toEqual({ kind: "set", value });
  });

  it.each([
    ["who is told if nobody answers?", "show"],
    ["don’t escalate here", "end"],
    ["tell nobody else", "end"],
  ])('"%s"', (text, kind) => {
    expect(escalationCommand(text)).toEqual({ kind });
  });

  it.each([
    "tell olga",
    "if the disk is full tell #ops",
    "if nobody answers in 0 minutes tell olga",
    "check disk on web-1, and if nobody answers tell olga",
  ])('"%s" is about something else', (text) => {
    expect(escalationCommand(text)).toBeUndefined();
  });
});

describe("a request that nobody answers", () => {
  async function asked(...said: readonly string[]): Promise<AskingWorld> {
    const world = await AskingWorld.begin();
    for (const text of said) await world.says("ada", text, { address: "of-rita" });
    await world.says("rita", "restart nginx on web-1");
    await world.says("rita", "yes");
    return world;
  }
  const headlines = async (world: AskingWorld, name: string) =>
    (await world.told(name)).map(({ headline }) => headline);

  it("is told once to whom the room has named, who sees who could answer, and how it ended", async () => {
    const world = await asked("if nobody answers in 15 minutes tell olga");
    await world.minutes(14);
    expect(await headlines(world, "olga")).toEqual([]);
    await world.minutes(2);
    await world.minutes(2);
    const [card, ...more] = await world.told("olga");
    expect(more).toEqual([]);
    expect(card?.headline).toBe("Nobody has answered rita yet: Restart a service on web-1");
    expect(card?.lines).toContain("ada, gil or grace could answer, and were asked directly.");
    expect(await world.answers("olga", "approve A-1")).toEqual([expect.stringContaining("may not")]);
    expect(await world.runs()).toEqual([]);
    await world.answers("grace", "approve A-1");
    expect((await headlines(world, "olga"))[0]).toContain("A-1 was approved by grace");
  });

  it("is told to nobody else where nobody was named, where it was taken back, or where it was answered in time", async () => {
    const silent = await asked();
    await silent.minutes(16);
    expect(await headlines(silent, "olga")).toEqual([]);
    const ended = await asked("if nobody answers in 15 minutes tell olga", "don't escalate");
    await ended.minutes(16);
    expect(await headlines(ended, "olga")).toEqual([]);
    const answered = await asked("if nobody answers in 15 minutes tell olga");
    await answered.answers("grace", "refuse A-1, too risky");
    await answered.minutes(16);
    expect(await headlines(answered, "olga")).toEqual([]);
  });

  it("says when it is set what stands in the way, and who may set it", async () => {
    const world = await AskingWorld.begin();
    const [card] = await world.cardsFor("ada", "if nobody answers tell hugo");
    expect(card).toMatchObject({
      tone: "attention",
      headline: "When nobody answers for 10 min, hugo is told",
      lines: [expect.stringContaining("nobody here is called hugo"), expect.any(String)],
    });
    expect(await world.says("ada", "who is told if nobody answers?")).toEqual([card?.headline]);
    const room = { id: "T1/C1", shared: true, name: "#ops" };
    expect(await world.says("rita", "if nobody answers tell olga", { room })).toEqual([
      expect.stringContaining("may not"),
    ]);
    await world.says("ada", "undo that");
    expect(await world.says("ada", "who is told if nobody answers?")).toEqual([
      "Nobody else is told when nobody answers",
    ]);
  });
});
