import { describe, expect, it } from "vitest";
import { sayStep } from "../../../../bot/conversation/replies/say-chain.ts";
import { planHash } from "../../../../core/tasks/plan-hash.ts";
import { rolloutPlan } from "../../../support/conversation-cards.ts";

describe("what a yes is bound to", () => {
  const { preview } = rolloutPlan();
  const [step] = preview.steps;

  it("is another plan when the plugin of a later step is another", () => {
    const replaced = { ...preview, steps: preview.steps.map((one) => ({ ...one, pluginDigest: "2".repeat(64) })) };
    expect(planHash(replaced)).not.toBe(planHash(preview));
    expect(planHash({ ...preview, offline: [] })).toBe(planHash(preview));
  });

  it("is read back without the secrets of a later step", () => {
    if (!step) throw new Error("The plan has a step.");
    const path = { type: "string", title: "Path", "x-secret": true } as const;
    const action = { ...step.action, params: { ...step.action.params, properties: { path } } };
    expect(sayStep({ ...step, action })).toContain("path=(secret)");
    expect(sayStep(step)).toContain("path=/var");
  });
});
