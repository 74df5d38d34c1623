import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../../agent/runner/outcome-of.ts";

const REASONS = [undefined, "killed", "timed_out", "exceeded"] as const;
const sentence = undefined;
const ENDS = ["succeeded", "failed"] as const;

describe("what the end of an attempt is called", () => {
  it.each(REASONS.flatMap((reason) => ENDS.map((outcome) => [outcome, reason] as const)))(
    "P4: %s, asked to stop: %s: nobody knows while something of it may still run",
    (outcome, reason) => {
      expect(outcomeOf({ outcome, survivors: 2 }, { reason, sentence })).toEqual({
        outcome: "interrupted",
        error: "2 of its processes could not be ended and may still run.",
      });
    },
  );

  it("is its own end, or who stopped it, once all of it is gone", () => {
    expect(outcomeOf({ outcome: "succeeded", survivors: 0 }, { reason: undefined, sentence })).toEqual({
      outcome: "succeeded",
    });
    expect(outcomeOf({ outcome: "failed", survivors: 0 }, { reason: "killed", sentence })).toEqual({
      outcome: "killed",
    });
    expect(outcomeOf({ outcome: "failed", survivors: 0 }, { reason: "timed_out", sentence }).outcome).toBe("timed_out");
    const exceeded = { reason: "exceeded", sentence: "It used too much." } as const;
    expect(outcomeOf({ outcome: "failed", survivors: 0 }, exceeded)).toEqual({
      outcome: "failed",
      error: "It used too much.",
    });
  });
});
