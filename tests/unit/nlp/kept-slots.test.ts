import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

const web1 = { include: ["host:web-1"], exclude: [] };

describe("a place or a time said beside a command", () => {
  it.each([
    ["run the disk check on web-1", { ref: "18", targets: web1 }],
    ["run T-17 on web-1", { ref: "T-17", targets: web1 }],
    ["run T-17 tomorrow at 5", { ref: "T-17", schedule: { kind: "once", at: "2026-11-22T05:00:00" } }],
    ["retry R-92 in 10 minutes", { ref: "R-92", schedule: { kind: "once", at: "2026-11-21T10:25:00" } }],
    ["retry R-92 on web-1", { ref: "R-92", targets: web1 }],
  ])("goes along where something runs again: %s", (text, slots) => {
    expect(frameOf(text)).toMatchObject({ intent: "task.retry", outcome: "act", ...slots });
  });

  it.each(["pause the disk check on web-1", "cancel T-18 on web-1", "delete the disk check on web-1"])(
    "is confirmed where the whole task is meant: %s",
    (text) => {
      expect(frameOf(text)).toMatchObject({ outcome: "act", targets: web1, confirm: true });
    },
  );

  it.each([
    "drain web-1 at 5pm",
    "disable web-1 tomorrow",
    "enable web-1 on monday",
    "resume the disk check tomorrow at 9",
    "cancel the nightly backup tomorrow",
  ])("is asked about where it happens at once: %s", (text) => {
    expect(frameOf(text)).toMatchObject({ outcome: "clarify", clarify: "schedule" });
  });

  it.each([
    ["disable web-1 for 2 hours", "2026-11-21T12:15:00"],
    ["pause the disk check until monday", "2026-11-23T00:00:00"],
  ])("says how long where that can be said: %s", (text, to) => {
    expect(frameOf(text)).toMatchObject({ outcome: "act", query: { to } });
  });

  it("does not take one of a kind for the task of that name", () => {
    const frame = frameOf("run a disk check every morning at 7 on everything");
    expect(frame).toMatchObject({ intent: "task.create", action: "disk.usage", targets: { include: ["all"] } });
  });
});
