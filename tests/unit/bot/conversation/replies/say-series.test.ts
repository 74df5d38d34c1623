import { describe, expect, it } from "vitest";
import { seriesLines } from "../../../../../bot/conversation/replies/say-series.ts";

const points = (...values: readonly number[]) => values.map((value, at) => [at, value] as const);

describe("a course of values in a result", () => {
  it("is a line with its shape, its last, least and most value", () => {
    expect(seriesLines([{ name: "load", points: points(0, 0.5, 1, 0.254) }])).toEqual([
      "load: ▁▅█▃ last 0.25, least 0, most 1",
    ]);
    expect(
      seriesLines([
        {
          name: "disk",
          unit: "%",
          points: [
            [2, 91],
            [1, 90],
          ],
        },
      ]),
    ).toEqual(["disk: ▁█ last 91 %, least 90 %, most 91 %"]);
    expect(seriesLines([{ name: "flat", points: points(3, 3) }])).toEqual(["flat: ▁▁ last 3, least 3, most 3"]);
  });

  it("keeps a peak among ten thousand values in a line that fits", () => {
    const values = Array.from({ length: 10_000 }, (_, at) => (at === 7_777 ? 100 : 1));
    const [line = ""] = seriesLines([{ name: "ms", points: points(...values) }]);
    expect(line).toContain("█");
    expect(line.length).toBeLessThan(80);
  });

  it("says how many more there are, and nothing where there are none", () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ name: `s${at}`, points: points(1) }));
    expect(seriesLines(many)).toHaveLength(6);
    expect(seriesLines(many).at(-1)).toContain("3 more");
    expect(seriesLines()).toEqual([]);
    expect(seriesLines([{ name: "none", points: [] }])).toEqual([]);
  });
});
