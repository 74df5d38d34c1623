import { describe, expect, it } from "vitest";
import type { ActionManifest } from "../../../core/plugin-api/manifest.ts";
import { checkExamples } from "../../../nlp/check-examples.ts";
import { worldCatalog } from "../../../nlp/world.ts";
import { anAction } from "../../support/action-catalog.ts";
import { builtInActions, frameOf } from "../../support/language.ts";

describe("the examples of the built-in plugins", () => {
  it("are all understood, and no negative one triggers", () => {
    expect(builtInActions.length).toBeGreaterThan(12);
    expect(checkExamples(builtInActions, [])).toEqual([]);
  });
});

describe("a plugin that is checked beside others", () => {
  const oven: ActionManifest = anAction({
    name: "oven.preheat",
    title: "Preheat the oven",
    phrases: ["preheat [the] oven to {degrees} degrees", "preheat [the] oven"],
    params: {
      type: "object",
      properties: { degrees: { type: "integer", title: "Degrees", "x-slot": "count" } },
      required: ["degrees"],
      additionalProperties: false,
    },
    examples: [{ sentence: "preheat the oven to 180 degrees", params: { degrees: 180 } }],
  });

  it("passes when its sentences mean it", () => {
    expect(checkExamples([oven], builtInActions)).toEqual([]);
  });

  it("is understood without any change of the language, with time and place", () => {
    const catalog = worldCatalog({ agents: { kitchen: [] } }, [...builtInActions, oven]);
    const frame = frameOf("please preheat the oven to 200 degrees on kitchen every friday at 18:00", {}, catalog);
    expect(frame).toMatchObject({
      outcome: "act",
      action: "oven.preheat",
      params: { degrees: 200 },
      targets: { include: ["host:kitchen"] },
      schedule: { kind: "cron", cron: "0 18 * * 5" },
    });
  });

  it("is asked for what is missing", () => {
    const catalog = worldCatalog({}, [oven]);
    expect(frameOf("preheat the oven", {}, catalog)).toMatchObject({ outcome: "clarify", clarify: "degrees" });
  });

  it("is refused when an example gives other parameters", () => {
    const wrong = { ...oven, examples: [{ sentence: "preheat the oven to 180 degrees", params: { degrees: 90 } }] };
    expect(checkExamples([wrong], [])[0]).toContain('gives {"degrees":180}, not {"degrees":90}');
  });

  it("is refused when an example is not understood", () => {
    const wrong = { ...oven, examples: [{ sentence: "make it hot", params: {} }] };
    expect(checkExamples([wrong], [])[0]).toContain("is understood as out_of_scope");
  });

  it("is refused when a negative example triggers", () => {
    const other = {
      ...oven,
      name: "oven.check",
      phrases: ["check the oven"],
      examples: [],
      negativeExamples: ["check the oven, please do"],
    };
    const open = { ...other, negativeExamples: [] };
    expect(checkExamples([other], [])).toEqual([]);
    expect(frameOf("check the oven", {}, worldCatalog({}, [open])).action).toBe("oven.check");
  });

  it("is refused when it takes over a sentence of another plugin", () => {
    const thief = anAction({
      name: "disk.steal",
      phrases: ["check disk space [now]", "check disk"],
      examples: [{ sentence: "check disk", params: {} }],
    });
    expect(checkExamples([thief], builtInActions).some((problem) => problem.startsWith("now collides: "))).toBe(true);
  });
});
