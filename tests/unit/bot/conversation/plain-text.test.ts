import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipText, plainCard, plainText } from "../../../../bot/conversation/plain-text.ts";

const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe("plain text", () => {
  it("holds no control character, escape sequence or bidi override, whatever came in", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !ACTING.test(plainText(text))));
  });

  it("is itself when cleaned again", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => plainText(plainText(text)) === plainText(text)));
  });

  it("takes a colour with its whole sequence and leaves mentions and links as the letters they are", () => {
    expect(plainText("\u001b[1;31mred\u001b[0m <!channel> <http://x|ok> `a`")).toBe("red <!channel> <http://x|ok> `a`");
    expect(plainText("\u001b]0;title\u0007text")).toBe("text");
  });

  it("keeps tabs and line ends, and a carriage return ends a line", () => {
    expect(plainText("a\tb\r\nc\rd")).toBe("a\tb\nc\nd");
  });

  it("needs no more than linear time for a megabyte of escape characters", () => {
    const started = performance.now();
    plainText("\u001b[\u001b]".repeat(350_000));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe("a budget", () => {
  it("says how much it left out", () => {
    expect(clipText("abcdef", { maxChars: 4, maxLines: 1 })).toBe("abcd… 2 more characters");
    expect(clipText("a\nb\nc", { maxChars: 100, maxLines: 2 })).toBe("a\nb\n… 1 more line");
  });

  it("never splits a character", () => {
    expect(clipText("🐙🐙🐙", { maxChars: 2, maxLines: 1 })).toBe("🐙🐙… 1 more characters");
  });

  it("bounds a card of 40,000 rows, and says so", () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => [index, "x".repeat(40_000)]);
    const card = plainCard({ tone: "info", headline: "many", lines: [], table: { columns: ["n", "x"], rows } });
    expect(card.table?.rows).toHaveLength(50);
    expect(card.table?.moreRows).toBe(39_950);
    expect(JSON.stringify(card).length).toBeLessThan(20_000);
  });
});
