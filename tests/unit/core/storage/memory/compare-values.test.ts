import fc from "fast-check";
import { expect, it } from "vitest";
import { compareText, compareValues } from "../../../../../core/storage/memory/compare-values.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "b", "\u00e9", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{1f600}"),
});

it("orders text as its UTF-8 bytes are ordered", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(compareText("\u{1f600}", "\uffff")).toBeGreaterThan(0);
});

it("puts nulls last whatever the direction", () => {
  const sorted = (descending: boolean) => [2, null, 1].toSorted((a, b) => compareValues(a, b, descending));
  expect(sorted(false)).toEqual([1, 2, null]);
  expect(sorted(true)).toEqual([2, 1, null]);
});
