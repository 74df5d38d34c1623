import { randomBytes } from "node:crypto";

/** The only source of chance, so that a simulation can replay it from a seed. */
export interface Randomness {
  /** Uniform in [0, 1). Good enough for jitter, not for secrets. */
  fraction(): number;
  /** `byteCount` random bytes as lower-case hex; the system's is fit for secrets. */
  hex(byteCount: number): string;
}

export const systemRandomness: Randomness = {
  fraction: () => Math.random(),
  hex: (byteCount) => randomBytes(byteCount).toString("hex"),
};

/** An id that is never reused and says what it names: `agt_1f0c...`. */
export function randomId(prefix: string, randomness: Randomness): string {
  return `${prefix}_${randomness.hex(10)}`;
}
