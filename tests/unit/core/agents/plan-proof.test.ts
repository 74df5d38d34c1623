import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planProof } from "../../../../core/agents/plan-proof.ts";

const row = (change: { readonly state?: string; readonly boot?: number } = {}) => ({
  name: "web-1",
  state: "active",
  boot: 7,
  ...change,
});
const count = fc.integer({ min: 0, max: 1_000_000 });

describe("the proof of a machine whose signature is right", () => {
  it("is accepted exactly when its count grew", () => {
    fc.assert(
      fc.property(count, count, fc.boolean(), (seen, boot, overtaken) => {
        expect(planProof(row({ boot: seen }), { boot, overtaken }).kind === "welcome").toBe(boot > seen);
      }),
    );
  });

  it("quarantines a count that did not grow, unless a later connection was faster", () => {
    fc.assert(
      fc.property(count, fc.nat(1000), (seen, less) => {
        const boot = Math.max(0, seen - less);
        expect(planProof(row({ boot: seen }), { boot, overtaken: false }).kind).toBe("quarantine");
        expect(planProof(row({ boot: seen }), { boot, overtaken: true }).kind).toBe("refuse");
      }),
    );
  });

  it.each([
    ["quarantined", "agent.cloned"],
    ["disabled", "agent.disabled"],
  ])("is refused while the machine is %s, whatever its count", (state, code) => {
    expect(planProof(row({ state }), { boot: 99, overtaken: false })).toMatchObject({ kind: "refuse", code });
  });
});
