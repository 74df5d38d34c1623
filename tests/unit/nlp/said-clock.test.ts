import { describe, expect, it } from "vitest";
import { readSchedule } from "../../../nlp/read-schedule.ts";
import { frameOf } from "../../support/language.ts";

const SATURDAY = Date.UTC(2026, 10, 21, 10, 15);

describe("a time in another zone", () => {
  it("has passed when it has passed there", () => {
    const at = (text: string) => frameOf(`check disk on web-1 ${text}`).schedule;
    expect(at("at 10:00 UTC")).toEqual({ kind: "once", at: "2026-11-21T10:00:00", tz: "UTC" });
    expect(at("at 9:00 UTC")).toEqual({ kind: "once", at: "2026-11-22T09:00:00", tz: "UTC" });
  });
});

describe("a text that was asked for as a schedule", () => {
  const read = (text: string) => readSchedule(text, { nowWall: SATURDAY });

  it("may say it by an adjective", () => {
    expect(read("the annual review")).toEqual({ kind: "cron", cron: "0 0 1 1 *" });
    expect(read("any weekend")).toEqual({ kind: "cron", cron: "0 0 * * 0,6" });
    expect(read("a review")).toBeUndefined();
  });

  it("counts days of a month from its first", () => {
    expect(read("every 10 days of the month at 8")).toEqual({ kind: "cron", cron: "0 8 1,11,21,31 * *" });
  });

  it("does not take the month of another sentence", () => {
    expect(read("it is shared every week. I was there in november.")).toEqual({ kind: "cron", cron: "0 0 * * 0" });
  });
});

describe("words that name a place which does not exist", () => {
  it("are asked about, so that nothing runs elsewhere", () => {
    expect(frameOf("restart nginx in the closet")).toMatchObject({ outcome: "clarify", clarify: "target" });
    expect(frameOf("what is the uptime of the monitored sites?")).toMatchObject({ clarify: "target" });
  });
});

describe("thanks", () => {
  it("are no yes, also behind ok", () => {
    expect(frameOf("ok thanks").intent).toBe("smalltalk");
    expect(frameOf("yes thanks").intent).toBe("confirm");
  });
});
