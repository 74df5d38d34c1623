import { describe, expect, it } from "vitest";
import { speedOf, withSpeed } from "../../../bench/language/speed/performance-page.ts";

const PAGE = "# Performance\n\n## Ready\n\nsoon\n\n## What the machine can do\n\nmuch\n";
const PART = "## Reading a sentence\n\n0.3 ms";

describe("the part of the page about reading", () => {
  it("is put before what the machine can do", () => {
    expect(withSpeed(PAGE, PART)).toBe(
      "# Performance\n\n## Ready\n\nsoon\n\n## Reading a sentence\n\n0.3 ms\n\n## What the machine can do\n\nmuch\n",
    );
  });

  it("takes the place of the one before, and of nothing else", () => {
    const page = withSpeed(withSpeed(PAGE, PART), `${PART}, then 0.2 ms`);
    expect(speedOf(page)).toBe("## Reading a sentence\n\n0.3 ms, then 0.2 ms");
    expect(page.replace(", then 0.2 ms", "")).toBe(withSpeed(PAGE, PART));
  });

  it("is found nowhere on a page without it", () => {
    expect(speedOf(PAGE)).toBeUndefined();
  });
});
