import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCookie } from "../../../../web/http/cookies.ts";

describe("readCookie", () => {
  it("finds the cookie among others, the first of its name", () => {
    expect(readCookie("a=1; octo-session=abc; octo-session=def", "octo-session")).toBe("abc");
  });
  it("is not fooled by names that end or begin alike", () => {
    expect(readCookie("x-octo-session=1; octo-session2=2", "octo-session")).toBeUndefined();
  });
  it.each([
    "octo-session=",
    'octo-session="abc"',
    "octo-session=a b",
    "octo-session=%61",
    `octo-session=${"a".repeat(201)}`,
  ])("takes no value that is none of our secrets: %s", (header) => {
    expect(readCookie(header, "octo-session")).toBeUndefined();
  });
  it("never throws, whatever the header holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) => {
        const value = readCookie(header, "octo-session");
        return value === undefined || header.includes(value);
      }),
    );
  });
});
