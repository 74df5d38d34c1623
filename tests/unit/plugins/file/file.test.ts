import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLastLines } from "../../../../plugins/file/read-last-lines.ts";
import { cutAtCharacter, isBinary, linesOf } from "../../../../plugins/file/text-of.ts";

const reader = (content: Buffer) => async (position: number, length: number) =>
  content.subarray(position, position + length);

describe("reading the last lines", () => {
  it("gives what reading everything would give, for any text, count and chunk size", async () => {
    const text = fc
      .array(fc.constantFrom("\n", "a", "bb", "é", "\u{1f419}"), { maxLength: 60 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        async (content, count, chunkBytes) => {
          const bytes = Buffer.from(content);
          const found = await readLastLines(reader(bytes), bytes.length, { count, limitBytes: 1e6, chunkBytes });
          expect(found.lines).toEqual(linesOf(content).slice(-count));
          expect(found.complete).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("stops looking at the limit and says that this was not all", async () => {
    const bytes = Buffer.from("needle\n".concat("hay\n".repeat(100)));
    const wanted = { count: 1, limitBytes: 50, chunkBytes: 10, accepts: (line: string) => line === "needle" };
    const found = await readLastLines(reader(bytes), bytes.length, wanted);
    expect(found).toEqual({ lines: [], searchedBytes: 50, complete: false });
  });

  it("reads no more of a large file than it needs", async () => {
    const bytes = Buffer.from("line\n".repeat(100_000));
    const found = await readLastLines(reader(bytes), bytes.length, { count: 2, limitBytes: 1e9, chunkBytes: 1000 });
    expect(found).toEqual({ lines: ["line", "line"], searchedBytes: 1000, complete: true });
  });

  it("takes line ends of Windows for line ends", async () => {
    const bytes = Buffer.from("one\r\ntwo\r\n");
    const found = await readLastLines(reader(bytes), bytes.length, { count: 5, limitBytes: 100 });
    expect(found.lines).toEqual(["one", "two"]);
  });
});

describe("telling text from other things", () => {
  it.each([
    ["plain text", Buffer.from("hello\tworld\r\n"), false],
    ["coloured text", Buffer.from("\u001b[31mred\u001b[0m"), false],
    ["nothing", Buffer.alloc(0), false],
    ["a NUL", Buffer.from("text\0"), true],
    ["many controls", Buffer.from([1, 2, 3, 65, 66]), true],
  ])("decides about %s", (_what, bytes, binary) => expect(isBinary(bytes)).toBe(binary));

  it("never cuts within a character", () => {
    const bytes = Buffer.from("aé");
    expect(cutAtCharacter(bytes, 2).toString()).toBe("a");
    expect(cutAtCharacter(bytes, 3).toString()).toBe("aé");
  });
});
