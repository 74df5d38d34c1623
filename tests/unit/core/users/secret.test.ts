import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemRandomness } from "../../../../core/kernel/randomness.ts";
import { digestOf, looksIssued, newSecret, sameSecret } from "../../../../core/users/secret.ts";

describe("secrets", () => {
  it("carry a check that fits, and are never the same", () => {
    const [one, two] = [newSecret("octo_pat", systemRandomness), newSecret("octo_pat", systemRandomness)];
    expect(looksIssued(one)).toBe(true);
    expect(one).not.toBe(two);
  });

  it("show any slip of the hand", () => {
    const secret = newSecret("octo_pat", systemRandomness);
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom("0", "x", "_", "é"), (at, letter) => {
        fc.pre(secret[at] !== letter);
        expect(looksIssued(secret.slice(0, at) + letter + secret.slice(at + 1))).toBe(false);
      }),
    );
  });

  it("are never taken from arbitrary text", () => {
    fc.assert(fc.property(fc.string(), (text) => !looksIssued(text)));
  });

  it("compare as text does", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameSecret(a, b) === (a === b)));
    expect(sameSecret("abc", "abc")).toBe(true);
    expect(digestOf("abc")).toMatch(/^[0-9a-f]{64}$/);
  });
});
