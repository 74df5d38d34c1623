import { describe, expect, it } from "vitest";
import { decide } from "../../../../bot/conversation/decide.ts";
import { infoCard } from "../../../../bot/conversation/replies/simple-cards.ts";
import type { Plan, Resolution } from "../../../../bot/conversation/turn.ts";

const aPlan = (reasons: readonly string[]): Resolution & { readonly kind: "plan" } => {
  const plan: Plan = { hash: "h1", reasons, readBack: () => infoCard("read back"), act: async () => ({ replies: [] }) };
  return { kind: "plan", plan };
};
const about = (resolution: Resolution, confirmed?: { id: string; planHash: string; expired: boolean }) =>
  decide({ outcome: "act", addressed: true, resolution, ...(confirmed && { confirmed }) });

describe("a decision", () => {
  it("lets a plan that nobody must confirm go ahead", () => {
    expect(about(aPlan([])).kind).toBe("do");
  });

  it("asks before a risky one", () => {
    expect(about(aPlan(["it can destroy something"])).kind).toBe("confirm");
  });

  it("counts a yes for the plan that was shown, and for no other", () => {
    const risky = aPlan(["it can destroy something"]);
    expect(about(risky, { id: "P-1", planHash: "h1", expired: false }).kind).toBe("do");
    expect(about(risky, { id: "P-1", planHash: "h0", expired: false })).toMatchObject({ kind: "confirm" });
    expect(about(risky, { id: "P-1", planHash: "h1", expired: true })).toMatchObject({ kind: "confirm" });
  });

  it("asks again even where the changed plan alone would need no question", () => {
    expect(about(aPlan([]), { id: "P-1", planHash: "h0", expired: false }).kind).toBe("confirm");
  });

  it("is silence only for small talk that was not meant for the bot", () => {
    const resolution: Resolution = { kind: "answer", answer: { replies: [{ card: infoCard("hello") }] } };
    expect(decide({ outcome: "ignore", addressed: false, resolution }).kind).toBe("silent");
    expect(decide({ outcome: "ignore", addressed: true, resolution }).kind).toBe("answer");
    expect(decide({ outcome: "act", addressed: false, resolution }).kind).toBe("answer");
  });
});
