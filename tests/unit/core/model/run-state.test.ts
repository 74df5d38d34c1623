import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveRunState } from "../../../../core/model/run-state.ts";
import { EXECUTION_MOVES, type ExecutionState, isFinal, type RunState } from "../../../../core/model/states.ts";

describe("the state of a run", () => {
  it.each<[readonly ExecutionState[], RunState]>([
    [["succeeded", "succeeded"], "succeeded"],
    [["succeeded", "failed"], "failed"],
    [["succeeded", "timed_out"], "failed"],
    [["cancelled", "expired"], "failed"],
    [["succeeded", "cancelled"], "cancelled"],
    [["succeeded", "skipped"], "failed"],
    [["skipped", "skipped"], "skipped"],
    [["failed", "unknown"], "unknown"],
    [["unknown", "cancelling"], "running"],
    [["succeeded", "queued"], "running"],
  ])("of %j is %s", (states, expected) => {
    expect(deriveRunState(states)).toBe(expected);
  });

  it("is open exactly as long as one execution is, and does not depend on their order", () => {
    const states = fc.array(fc.constantFrom(...(Object.keys(EXECUTION_MOVES) as ExecutionState[])), { minLength: 1 });
    fc.assert(
      fc.property(states, (all) => {
        const state = deriveRunState(all);
        expect(state === "running" || state === "unknown").toBe(!all.every(isFinal));
        expect(deriveRunState([...all].reverse())).toBe(state);
      }),
    );
  });
});
