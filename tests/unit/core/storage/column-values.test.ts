import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, scalarFor, termsOf } from "../../../../core/storage/column-values.ts";
import { tokenTable } from "../../../../core/store/tables/user-table.ts";

const scalar = (name: "name" | "created_at" | "expires_at", value: unknown) =>
  scalarFor(tokenTable, name, tokenTable.columns[name], value);

describe("text", () => {
  it("leaves nothing that a database refuses, and changes nothing else", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\u00e9", "\u{1f600}", "\0", "\ud800", "\udc00") }),
        (text) => {
          const clean = cleanText(text);
          expect(clean).not.toContain("\0");
          expect(Buffer.from(clean).toString()).toBe(clean);
          expect(cleanText(clean)).toBe(clean);
        },
      ),
    );
    expect(cleanText("tab\tand é and \u{1f419}")).toBe("tab\tand é and \u{1f419}");
  });
});

describe("a value for a column", () => {
  it("is kept when it fits, with minus zero as zero", () => {
    expect([scalar("name", ""), scalar("expires_at", null), scalar("created_at", 2 ** 53 - 1)]).toEqual([
      "",
      null,
      2 ** 53 - 1,
    ]);
    expect(Object.is(scalar("created_at", -0), 0)).toBe(true);
  });

  it.each([
    ["created_at", Number.NaN, "got NaN"],
    ["created_at", null, "got null"],
    ["created_at", 10n, "got bigint"],
    ["name", undefined, "got undefined"],
    ["expires_at", "soon", "holds integer or null, got string"],
  ] as const)("is refused in %s when it is %s, by a sentence that names the column", (name, value, sentence) => {
    expect(() => scalar(name, value)).toThrow(sentence);
    expect(() => scalar(name, value)).toThrow(`token.${name}`);
  });
});

describe("conditions", () => {
  it("are taken apart into an operator and a value", () => {
    const terms = termsOf(tokenTable, { id: "a", expires_at: { ne: null }, created_at: { in: [1, 2] } });
    expect(terms.map(({ name, operator, value, values }) => [name, operator, value, values])).toEqual([
      ["id", "eq", "a", []],
      ["expires_at", "not-null", null, []],
      ["created_at", "in", null, [1, 2]],
    ]);
    expect(termsOf(tokenTable, undefined)).toEqual([]);
  });

  it("know no column that objects only inherit", () => {
    expect(() => termsOf(tokenTable, { constructor: "x" } as never)).toThrow('no column "constructor"');
  });
});
