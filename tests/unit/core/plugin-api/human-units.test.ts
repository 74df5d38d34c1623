import { describe, expect, it } from "vitest";
import { cleanLine, describeFileError, stripControls } from "../../../../core/plugin-api/answers.ts";
import { countOf, describeBytes, percentOf } from "../../../../core/plugin-api/human-units.ts";

describe("units for people", () => {
  it.each([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1.0 KiB"],
    [10 * 1024, "10 KiB"],
    [3.4 * 1024 ** 3, "3.4 GiB"],
    [5000 * 1024 ** 5, "5000 PiB"],
  ])("describes %d bytes as %s", (bytes, text) => expect(describeBytes(bytes)).toBe(text));

  it("counts in singular and plural", () => {
    expect([countOf(1, "file"), countOf(0, "file"), countOf(2, "process", "processes")]).toEqual([
      "1 file",
      "0 files",
      "2 processes",
    ]);
  });

  it("knows that a part of nothing is nothing", () => {
    expect([percentOf(1, 3), percentOf(5, 0)]).toEqual([33.3, 0]);
  });
});

describe("foreign text", () => {
  it("loses terminal sequences and control characters, and keeps its lines", () => {
    expect(stripControls("\u001b[1;31mred\u001b[0m\r\nbell\u0007\u0000 tab\there\u009b")).toBe("red\nbell tab\there");
  });

  it("fits on one line of a limited length", () => {
    expect(cleanLine("a\nb\tc")).toBe("a b c");
    expect(cleanLine("x".repeat(20), 10)).toBe("xxxxxxx...");
  });

  it("explains why a file could not be used", () => {
    const error = (code: string) => Object.assign(new Error("raw"), { code });
    expect(describeFileError(error("ENOENT"), "/x")).toBe("there is no /x");
    expect(describeFileError(error("EACCES"), "/x")).toMatch(/^\/x may not be used by \S+, as whom actions run here$/);
    expect(describeFileError(error("EIO"), "/x")).toBe("/x cannot be used (EIO)");
  });
});
