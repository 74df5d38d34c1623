import { describe, expect, it } from "vitest";
import { figure, markdownTable } from "../../../bench/markdown-table.ts";

describe("a table", () => {
  it("lines up in plain text, figures to the right", () => {
    const text = markdownTable(
      ["what", "p50"],
      [
        ["short", "1.00"],
        ["a longer name", "120"],
      ],
    );
    expect(text.split("\n")).toEqual([
      "| what          |  p50 |",
      "| ------------- | ---: |",
      "| short         | 1.00 |",
      "| a longer name |  120 |",
    ]);
  });

  it("shows as many places as mean something", () => {
    expect([0.123, 9.996, 12.34, 1234.5, Number.NaN].map(figure)).toEqual(["0.12", "10.00", "12.3", "1235", "-"]);
  });
});
