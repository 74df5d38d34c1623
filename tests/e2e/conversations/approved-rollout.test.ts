import { describe, expect, it } from "vitest";
import type { AuditEntryDto } from "../../../web/contract/audit.ts";
import type { TaskDto } from "../../../web/contract/task.ts";
import { until } from "../../support/processes.ts";
import { CHANNELS, scene } from "../../support/talk/scene.ts";
import type { Talk } from "../../support/talk/talk.ts";
import { Transcript } from "../../support/talk/transcript.ts";

const PLAN = "deploy api 2.14.1 to all machines, one canary then 25% at a time, stop if more than 10% fail";
const TEST = { timeout: 300_000 };

/** Until there is a card that shows this. */
async function shown(talk: Talk, like: RegExp): Promise<void> {
  const isShown = async () => (await talk.all()).some(({ text }) => like.test(text));
  await until(`a card like ${like}`, isShown, 120_000);
}

describe.sequential("what changes production", () => {
  const { stage } = scene(["deploy", "service"]);
  const deeds = () =>
    stage()
      .machines.deeds()
      .map(({ machine }) => machine);

  it.each(CHANNELS)(
    "waits for a second person, runs once when they say yes, and asks again for the rest: %s",
    TEST,
    async (channel) => {
      const { machines, session } = stage();
      machines.answer("*", "deploy.install", { ok: true, headline: "api 2.14.1 is healthy" });
      machines.answer("web-3", "deploy.install", { ok: false, headline: "health 503: DB_POOL missing" });
      machines.forgetDeeds();
      const approver = await stage().colleague(channel, `grace-${channel}`, "approver");
      const place = { targets: { include: ["env:production"], exclude: [] } };
      const { id: protection } = await session.post<{ id: string }>("/protections", place);
      const talk = new Transcript(await stage().talk(channel));
      expect((await talk.say(PLAN)).text).toContain("changes on production need approval");
      const changed = await talk.say("leave web-4 out");
      expect(changed.text).toContain("could approve it, not you");
      const waiting = await talk.press("Ask for approval");
      expect(waiting.text).toContain("waits for approval by");
      talk.notes("somebody else is asked", await approver.newest(/asks for your approval/));
      expect(deeds()).toEqual([]);
      if (channel === "web") expect((await talk.say("approve")).text).toContain("somebody else must say yes");
      await approver.press("Approve", /asks for your approval/);
      await shown(talk.talk, /health 503/);
      talk.notes("whoever approved it sees", await approver.newest(/You approved/));
      const first = deeds();
      expect(first).toContain("web-3");
      expect(first).not.toContain("web-4");
      machines.answer("web-3", "deploy.install", { ok: true, headline: "api 2.14.1 is healthy" });
      await talk.say("retry the failed ones");
      await talk.press("Ask for approval");
      expect(deeds()).toEqual(first);
      const card = await approver.newest(/asks for your approval: [^\n]* on web-3/);
      await approver.says(card.buttons[0]?.say ?? "", card);
      await until("web-3 is tried again", async () => deeds().length === first.length + 1, 120_000);
      expect(deeds().at(-1)).toBe("web-3");
      await until("the audit log has both ends", async () => (await results()).length >= 2, 60_000);
      talk.matchesGolden("approved-rollout");
      await session.delete(`/protections/${protection}`);
    },
  );

  it.each(CHANNELS)("is scheduled once somebody has agreed, and not before: %s", TEST, async (channel) => {
    const { session } = stage();
    const approver = await stage().colleague(channel, `gil-${channel}`, "approver");
    const place = { targets: { include: ["env:production"], exclude: [] } };
    const { id: protection } = await session.post<{ id: string }>("/protections", place);
    const before = await tasks();
    const talk = await stage().talk(channel);
    await talk.say("restart nginx on web-3 every weekday at 9am");
    await talk.press("Ask for approval");
    expect(await tasks()).toHaveLength(before.length);
    await approver.press("Approve", /asks for your approval/);
    await shown(talk, /was approved by/);
    const [made] = await tasks();
    expect(made).toMatchObject({ state: "active", action: "service.restart" });
    expect(await tasks()).toHaveLength(before.length + 1);
    await session.delete(`/protections/${protection}`);
  });

  const tasks = async () => (await stage().session.get<{ items: TaskDto[] }>("/tasks?limit=100")).items;
  async function results(): Promise<readonly object[]> {
    const { items } = await stage().session.get<{ items: AuditEntryDto[] }>("/audit?limit=200");
    return items.filter(({ action, detail }) => action === "approval.result" && detail["asker"] === "ada");
  }
});
