import { describe, expect, it } from "vitest";
import { CHANNELS, scene } from "../../support/talk/scene.ts";
import { Transcript } from "../../support/talk/transcript.ts";

const PLAN = "deploy api 2.14.1 to all machines, one canary then 25% at a time, stop if more than 10% fail";

describe.sequential("a rollout", () => {
  const { stage } = scene(["deploy"]);

  it.each(CHANNELS)(
    "is read back, changed, stopped by its rule, and goes on when it is told to: %s",
    {
      timeout: 300_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.answer("*", "deploy.install", { ok: true, headline: "api 2.14.1 is healthy" });
      machines.answer("web-1", "deploy.install", { ok: false, headline: "health 503: DB_POOL missing" });
      machines.forgetDeeds();
      const talk = new Transcript(await stage().talk(channel));
      await talk.say(PLAN);
      await talk.say("leave web-4 out");
      expect(machines.deeds()).toEqual([]);
      await talk.press("Run");
      await talk.ended();
      expect(machines.deeds().map(({ machine }) => machine)).toEqual(["db-2", "web-1"]);
      machines.answer("web-1", "deploy.install", { ok: true, headline: "api 2.14.1 is healthy" });
      await talk.say("retry the failed ones");
      await talk.ended();
      await talk.say("now on web-3");
      await talk.press("Run");
      await talk.ended();
      talk.matchesGolden("risky-rollout");
      expect(machines.deeds().map(({ machine }) => machine)).toEqual(["db-2", "web-1", "web-1", "web-3"]);
    },
  );
});
