import { describe, expect, it } from "vitest";
import { frameOf } from "../../support/language.ts";

describe("a sentence that says of the place only what is left out of it", () => {
  it.each([
    "check disk but not on web-2",
    "restart nginx except on web-1",
    "run T-12 but not on web-1",
    "every day at 9 check the disk, leave out db-1",
  ])("is told apart: %s", (text) => {
    const frame = frameOf(text);
    expect(frame.targets?.include).toEqual(["all"]);
    expect(frame.targets?.exclude).toHaveLength(1);
    expect(frame.said).toContain("exclude");
    expect(frame.said).not.toContain("targets");
  });

  it.each([
    "check disk everywhere but web-2",
    "check disk on non-production machines",
    "check disk on all non-linux machines",
    "run T-12 on all machines but web-1",
    "check disk on any machine but web-1",
    "restart nginx on the web servers except web-1",
  ])("from one that says the place as well: %s", (text) => {
    expect(frameOf(text).said).toContain("targets");
    expect(frameOf(text).said).not.toContain("exclude");
  });

  it("stays told apart when a question about it is answered", () => {
    const asked = frameOf("restart but not on web-1");
    expect(asked).toMatchObject({ outcome: "clarify", clarify: "service" });
    const frame = frameOf("nginx", { question: { kind: "clarify", id: "P-1", frame: asked, slot: "service" } });
    expect(frame).toMatchObject({ outcome: "act", targets: { include: ["all"], exclude: ["host:web-1"] } });
    expect(frame.said).toEqual(["exclude", "service"]);
  });

  it("is less of the place of before where it changes something", () => {
    const lastFrame = frameOf("check disk everywhere");
    const frame = frameOf("same but not on web-1", { lastFrame });
    expect(frame.targets).toEqual({ include: ["all"], exclude: ["host:web-1"] });
    expect(frame.said).toEqual(["targets"]);
  });
});
