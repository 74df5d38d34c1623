import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, OTHER } from "../../../../nlp/classify/linear-model.ts";
import { textFeatures } from "../../../../nlp/classify/text-features.ts";
import { trainModel } from "../../../../nlp/classify/train-model.ts";

const LESSONS = [
  { text: "how full are the disks", label: "disk" },
  { text: "check disk space", label: "disk" },
  { text: "restart nginx", label: "restart" },
  { text: "restart the web service", label: "restart" },
  { text: "what is for lunch today", label: OTHER },
  { text: "see you tomorrow", label: OTHER },
];

describe("a linear model", () => {
  it("names what it learned, also mistyped and in other words", () => {
    const model = trainModel(LESSONS);
    expect(judge(model, "are the disks full").ranked[0]?.label).toBe("disk");
    expect(judge(model, "pls restrat the service").ranked[0]?.label).toBe("restart");
  });

  it("is surer of what it learned than of anything else", () => {
    const model = trainModel(LESSONS);
    const known = Math.min(...["check disk space", "restart nginx"].map((text) => judge(model, text).sureness));
    const strange = Math.max(
      ...["see you at lunch", "quantum gravity explained"].map((text) => judge(model, text).sureness),
    );
    expect(known).toBeGreaterThan(strange);
  });

  it("comes out the same each time it is trained", () => {
    const [one, other] = [trainModel(LESSONS), trainModel(LESSONS)];
    expect(Buffer.from(one.weights.buffer).equals(Buffer.from(other.weights.buffer))).toBe(true);
  });

  it("never names other, and answers any text with finite scores", () => {
    const model = trainModel(LESSONS);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { ranked, sureness } = judge(model, text);
        expect(ranked.map(({ label }) => label).sort()).toEqual(["disk", "restart"]);
        expect(Number.isFinite(sureness)).toBe(true);
      }),
    );
  });
});

describe("the features of a text", () => {
  it("are the same for other capitals and signs, and bounded for a text of any length", () => {
    expect(textFeatures("Restart NGINX!")).toEqual(textFeatures("restart nginx"));
    expect(textFeatures("word ".repeat(100_000)).size).toBeLessThan(500);
  });
});
