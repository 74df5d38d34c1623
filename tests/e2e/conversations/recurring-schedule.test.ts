import { describe, expect, it } from "vitest";
import { CHANNELS, scene } from "../../support/talk/scene.ts";
import { Transcript } from "../../support/talk/transcript.ts";

describe.sequential("a schedule, from the sentence to its first finding", () => {
  const { stage } = scene(["disk"]);

  it.each(CHANNELS)("is made, changed, paused, taken back and tried: %s", { timeout: 240_000 }, async (channel) => {
    const { machines } = stage();
    machines.answer("*", "disk.usage", { ok: true, headline: "fullest is / at 40 %" });
    const full = { ok: true, attention: true, headline: "/var is at 91 %, at or above 85 %" };
    machines.answer("web-3", "disk.usage", full);
    machines.forgetDeeds();
    const talk = new Transcript(await stage().talk(channel));
    await talk.say("check disk space on all web servers every weekday at 9am, retry twice");
    await talk.say("make it 8:30 and warn above 85%");
    await talk.say("pause it until Thursday");
    await talk.say("undo that");
    await talk.say("run it now");
    const found = await talk.ended();
    talk.matchesGolden("recurring-schedule");
    expect(found.text).toContain("91 %");
    const deeds = machines.deeds();
    expect(deeds.map(({ machine }) => machine).sort()).toEqual(["web-1", "web-3", "web-4"]);
    expect(deeds.map(({ params }) => params)).toEqual([1, 2, 3].map(() => ({ thresholdPct: 85 })));
  });
});
