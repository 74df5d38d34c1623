import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

describe("what a channel means", () => {
  it.each([
    ["this channel means staging", ["env:staging"]],
    ["from now on this channel means production", ["env:production"]],
    ["in this channel use web-1 and web-3 by default", ["host:web-1", "host:web-3"]],
    ["default to staging here", ["env:staging"]],
    ["use staging here by default", ["env:staging"]],
    ["make staging the default in this channel", ["env:staging"]],
    ["this channel's default is staging", ["env:staging"]],
    ["the default in this channel is all web servers", ["label:web"]],
    ["This channel means staging, please.", ["env:staging"]],
  ])("is set by %s", (text, include) => {
    expect(frameOf(text)).toMatchObject({
      intent: "channel.default",
      outcome: "act",
      targets: { include, exclude: [] },
    });
  });

  it.each(["forget this channel's default", "this channel means nothing any more", "no default here any more"])(
    "is forgotten by %s",
    (text) => expect(frameOf(text)).toMatchObject({ intent: "channel.default", params: { off: true } }),
  );

  it.each(["what does this channel mean?", "what is the default here", "list channel defaults"])(
    "is shown by %s",
    (text) => {
      const { intent, targets, params } = frameOf(text);
      expect({ intent, targets, params }).toEqual({ intent: "channel.default", targets: undefined, params: undefined });
    },
  );

  it.each([
    "this channel is great",
    "this channel means everything to me",
    "is web-1 here",
    "what do you mean",
    "the default password is weak",
    "i am in this channel by default",
    "we should be quiet here",
    "do not disturb me",
    "that was a good digest",
  ])("is not what %s is about", (text) => {
    expect(frameOf(text).intent).not.toMatch(/^channel\./);
  });
});

describe("quiet hours", () => {
  it.each([
    ["quiet hours from 22:00 to 7:00", "me", "22:00", "07:00"],
    ["quiet hours for me from 10pm to 7am", "me", "22:00", "07:00"],
    ["do not disturb me between 22:00 and 7:00", "me", "22:00", "07:00"],
    ["set my quiet hours from 22 to 7", "me", "22:00", "07:00"],
    ["quiet hours here from 18:00 to 8:00", "here", "18:00", "08:00"],
    ["be quiet in this channel from 6pm to 8am", "here", "18:00", "08:00"],
  ])("are set by %s", (text, ref, from, to) => {
    expect(frameOf(text)).toMatchObject({ intent: "channel.quiet", ref, params: { from, to } });
  });

  it.each(["no quiet hours", "end my quiet hours", "quiet hours off"])("are ended by %s", (text) => {
    expect(frameOf(text)).toMatchObject({ intent: "channel.quiet", ref: "me", params: { off: true } });
  });

  it("are shown when they are asked for, and set by no hour that is none", () => {
    expect(frameOf("what are my quiet hours")).toMatchObject({ intent: "channel.quiet", params: {} });
    expect(frameOf("quiet hours from 22:00 to 27:00").intent).not.toBe("channel.quiet");
  });
});

describe("a digest", () => {
  it.each([
    ["digest at 8:30 in this channel", "30 8 * * *"],
    ["morning digest at 9 here", "0 9 * * *"],
    ["post a digest every weekday at 8:30", "30 8 * * 1-5"],
    ["send a morning digest here at 8:30 on weekdays", "30 8 * * 1-5"],
  ])("is set by %s", (text, cron) => {
    expect(frameOf(text)).toMatchObject({ intent: "channel.digest", schedule: { kind: "cron", cron } });
  });

  it("is stopped and asked for", () => {
    expect(frameOf("stop the digest")).toMatchObject({ intent: "channel.digest", params: { off: true } });
    expect(frameOf("when is the digest").intent).toBe("channel.digest");
  });
});
