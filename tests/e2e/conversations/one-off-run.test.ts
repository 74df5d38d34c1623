import { describe, expect, it } from "vitest";
import { CHANNELS, scene } from "../../support/talk/scene.ts";
import { Transcript } from "../../support/talk/transcript.ts";

const RESTARTED = { ok: true, headline: "nginx restarted, running (pid 812), previously up 9 d 3 h", waitMs: 200 };

describe.sequential("a run for once, from the sentence to the answer", () => {
  const { stage } = scene(["service"]);

  it.each(CHANNELS)(
    "is asked for, confirmed, done, done elsewhere, and not undone: %s",
    {
      timeout: 240_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.answer("*", "service.restart", RESTARTED);
      machines.forgetDeeds();
      const talk = new Transcript(await stage().talk(channel));
      await talk.say("restart nginx on web-3");
      expect(machines.deeds()).toEqual([]);
      await talk.press("Run");
      await talk.ended();
      await talk.say("same on web-4");
      await talk.say("go");
      await talk.ended();
      await talk.say("undo that");
      talk.matchesGolden("one-off-run");
      expect(machines.deeds().map(({ machine }) => machine)).toEqual(["web-3", "web-4"]);
    },
  );

  it.each(CHANNELS)(
    "asks for the machine that was not said, and takes a press for an answer: %s",
    {
      timeout: 240_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.answer("*", "service.restart", RESTARTED);
      machines.forgetDeeds();
      const talk = new Transcript(await stage().talk(channel));
      await talk.say("restart nginx");
      await talk.press("web-1");
      await talk.ended();
      talk.matchesGolden("missing-machine");
      expect(machines.deeds().map(({ machine }) => machine)).toEqual(["web-1"]);
    },
  );

  it.each(CHANNELS)(
    "shows what it read where there were slips, and asks before it changes anything: %s",
    {
      timeout: 240_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.forgetDeeds();
      const talk = new Transcript(await stage().talk(channel));
      await talk.say("retsart ngnix on web3");
      await talk.press("Cancel");
      talk.matchesGolden("slips");
      expect(machines.deeds()).toEqual([]);
    },
  );
});
