import { randomBytes, randomFillSync } from "node:crypto";

/** The only source of chance, so that a simulation can replay it from a seed. */
export interface Randomness {
  /** Uniform in [0, 1). Good enough for jitter, not for secrets. */
  fraction(): number;
  /** `byteCount` random bytes as lower-case hex; the system's is fit for secrets. */
  hex(byteCount: number): string;
}

/** Asking the system costs the same for one byte as for thousands, so they are fetched ahead; each is used once. */
const ahead = Buffer.alloc(4096);
let used = ahead.length;

function systemHex(byteCount: number): string {
  if (byteCount > ahead.length) return randomBytes(byteCount).toString("hex");
  if (used + byteCount > ahead.length) {
    randomFillSync(ahead);
    used = 0;
  }
  const text = ahead.toString("hex", used, used + byteCount);
  ahead.fill(0, used, used + byteCount);
  used += byteCount;
  return text;
}

export const systemRandomness: Randomness = {
  fraction: () => Math.random(),
  hex: systemHex,
};

/** An id that is never reused and says what it names: `agt_1f0c...`. */
export function randomId(prefix: string, randomness: Randomness): string {
  return `${prefix}_${randomness.hex(10)}`;
}
