import type { Randomness } from "../../core/kernel/randomness.ts";

/** Chance without surprises: every call gives another text of the asked length, in a fixed order. */
export function countingRandomness(): Randomness {
  let calls = 0;
  return {
    fraction: () => 0.5,
    hex(byteCount) {
      calls += 1;
      return calls.toString(16).padStart(byteCount * 2, "0");
    },
  };
}
