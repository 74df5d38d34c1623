import { describe, expect, it } from "vitest";
import { parse } from "../../../nlp/parse.ts";
import { corpusCatalog, frameOf, SATURDAY } from "../../support/language.ts";

const context = { now: SATURDAY, timeZone: "Europe/Paris", addressed: true } as const;
const said = (before: string, text: string) =>
  parse(text, corpusCatalog, { ...context, lastFrame: frameOf(before), lastTask: "T-17" }).frame;

describe("a few words after a request", () => {
  it("mean no machine where nothing says which the others are", () => {
    const { frame } = parse("restart nginx on the other web servers", corpusCatalog, context);
    expect(frame).toMatchObject({ outcome: "clarify", clarify: "target" });
  });

  it("start what was stopped, by the verb that is said", () => {
    expect(said("stop nginx on web-4", "ok start it again")).toMatchObject({
      action: "service.start",
      params: { service: "nginx" },
      targets: { include: ["host:web-4"] },
    });
  });

  it.each([
    ["restart nginx on web-4", "and redis?", { params: { service: "redis" }, targets: { include: ["host:web-4"] } }],
    ["restart nginx on web-4", "not nginx, redis", { params: { service: "redis" } }],
    ["ping 8.8.8.8 from web-1", "again with 10 packets", { params: { host: "8.8.8.8", count: 10 } }],
    ["check disk space on web-1", "what about /var", { params: { path: "/var" } }],
    ["restart nginx on staging", "ok now production", { targets: { include: ["env:production"] }, confirm: true }],
    ["restart nginx on web-4", "not on web-4 but on web-3", { targets: { include: ["host:web-3"], exclude: [] } }],
    ["restart nginx on web-4", "and the rest", { targets: { include: ["all"], exclude: ["host:web-4"] } }],
    [
      "restart nginx on production",
      "but not web-2",
      { targets: { include: ["env:production"], exclude: ["host:web-2"] } },
    ],
    [
      "restart nginx on web-4",
      "now restart nginx on the other web servers",
      { targets: { include: ["label:web"], exclude: ["host:web-4"] } },
    ],
    [
      "restart nginx on web-4",
      "and the other web servers",
      { targets: { include: ["label:web"], exclude: ["host:web-4"] } },
    ],
    ["restart nginx on production", "two at a time", { policy: { concurrency: 2 }, confirm: true }],
  ])("change one thing of it: %s / %s", (before, text, wanted) => {
    const { action } = frameOf(before);
    expect(said(before, text)).toMatchObject({ intent: "task.create", outcome: "act", action, ...wanted });
  });

  it.each([
    ["weekdays only", { schedule: { kind: "cron", cron: "0 9 * * 1-5" } }],
    ["not on weekends", { schedule: { kind: "cron", cron: "0 9 * * 1-5" } }],
    ["only until friday", { schedule: { kind: "cron", cron: "0 9 * * *", end: "2026-11-27T00:00:00" } }],
    ["warn above 90%", { params: { thresholdPct: 90 } }],
    ["and retry twice", { policy: { retries: 2 } }],
  ])("change what repeats and keep the rest of it: %s", (text, wanted) => {
    const frame = said("check disk space on web-1 every day at 9", text);
    expect(frame).toMatchObject({ intent: "task.update", outcome: "act", ref: "T-17", ...wanted });
  });

  it.each([
    "what is this song",
    "do not foo",
    "should we foo?",
    "no need to foo",
    "ping me when it is done",
    "I run every morning at 6",
    "until friday",
    '"foo"',
  ])("run nothing once more where they are talk: %s", (text) => {
    expect(said("restart nginx on web-4", text).outcome).toBe("ignore");
  });

  it("ask before a change runs again when only its manner was said", () => {
    expect(said("restart nginx on web-4", "one at a time")).toMatchObject({
      policy: { concurrency: 1 },
      confirm: true,
    });
  });

  it("run what repeats once more, out of turn", () => {
    const frame = said("check disk space on web-1 every day at 9", "run it now");
    expect(frame).toMatchObject({ intent: "task.retry", ref: "T-17" });
  });

  it("add a day to those that were said, and take one machine away", () => {
    const days = said("check disk space on web-1 every monday at 9", "and fridays too");
    expect(days).toMatchObject({ intent: "task.update", schedule: { kind: "cron", cron: "0 9 * * 1,5" } });
    const fewer = said("check disk space on web-1 and web-2 every day at 9", "drop web-2");
    expect(fewer.targets).toEqual({ include: ["host:web-1"], exclude: [] });
  });

  it("move the time of day of what repeats also beside another change, and assume nothing of a day", () => {
    const frame = said("check disk space on all web servers every weekday at 9", "make it 8:30 and warn above 85%");
    expect(frame).toMatchObject({
      intent: "task.update",
      schedule: { kind: "cron", cron: "30 8 * * 1-5" },
      params: { thresholdPct: 85 },
    });
    expect(frame.assumed).toBeUndefined();
  });

  it("retry by name what was done before, whatever was done since", () => {
    expect(said("check disk space on web-1", "ok, retry the ping")).toMatchObject({
      intent: "task.retry",
      ref: "ping",
    });
  });

  it("mean the machine before by a part of it", () => {
    expect(said("restart nginx on db-1", "how full is that disk?")).toMatchObject({
      action: "disk.usage",
      targets: { include: ["host:db-1"] },
    });
  });
});
