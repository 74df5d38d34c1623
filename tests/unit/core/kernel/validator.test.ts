import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../../core/kernel/json.ts";
import { validator } from "../../../../core/kernel/validator.ts";

const decode = validator<object>({
  type: "object",
  properties: {
    count: { type: "integer", minimum: 1 },
    mode: { type: "string", enum: ["fast", "slow"] },
    deep: { type: "object", properties: { "a/b": { type: "string" } }, additionalProperties: false },
  },
  required: ["count"],
  additionalProperties: false,
});
function problemOf(value: unknown): string | undefined {
  const decoded = decode(value);
  return decoded.ok ? undefined : decoded.problem;
}

describe("what a decoder says", () => {
  it("hands over what fits as it is", () => {
    const value = { count: 1, mode: "fast" };
    expect(decode(value)).toEqual({ ok: true, value });
  });

  it.each<[unknown, string]>([
    [{}, "the value must have required property 'count' (got {})"],
    [{ count: 0 }, "count must be >= 1 (got 0)"],
    [{ count: "1" }, 'count must be integer (got "1")'],
    [{ count: 1, mode: "x" }, 'mode must be equal to one of the allowed values: fast, slow (got "x")'],
    [{ count: 1, extra: 2 }, 'the value has an unknown field "extra"'],
    [{ count: 1, deep: { "a/b": 5 } }, "deep.a~1b must be string (got 5)"],
    [null, "the value must be object (got null)"],
    [undefined, "the value must be object (got nothing)"],
  ])("names place, expectation and what it got for %j", (value, problem) => {
    expect(problemOf(value)).toBe(problem);
  });

  it("never repeats more than 80 characters of what it was given, on one line", () => {
    const long = "x\n".repeat(5_000);
    for (const value of [{ count: long }, { count: 1, [long]: 1 }]) {
      const problem = problemOf(value) ?? "";
      expect(problem.length).toBeLessThan(160);
      expect(problem).not.toContain("\n");
    }
  });

  it("refuses what is nested so deep that walking it would take the whole stack, wherever that is", () => {
    const anything = validator({});
    const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`) as unknown;
    expect(anything(nested(100)).ok).toBe(true);
    expect(anything(nested(101))).toEqual({ ok: false, problem: "the value is nested deeper than 100 levels" });
    expect(anything({ a: 1, b: { c: nested(50_000) } }).ok).toBe(false);
  });

  it("does not take the prototype for a field", () => {
    const required = validator({ type: "object", required: ["toString"] });
    expect(required({}).ok).toBe(false);
  });
});

describe("canonical JSON", () => {
  it("is the same text for the same value whatever the order of its keys", () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: null })).toBe('{"a":null,"b":[{"x":2,"y":1}]}');
  });
});
