import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkSync } from "recheck";
import { describe, expect, it } from "vitest";
import { patternSources } from "../support/pattern-sources.ts";

/** Patterns found harmless before, on this machine: a check takes up to seconds, and a pattern does not change by itself. */
const cache = join(import.meta.dirname, "../../node_modules/.cache/harmless-patterns.json");
const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const known = new Set<string>(existsSync(cache) && !nightly ? JSON.parse(readFileSync(cache, "utf8")) : []);
const CHECK_MS = 20_000;

/** What is wrong with a pattern: undefined when its time grows no faster than the text. */
function complaint(literal: string): string | undefined {
  if (literal.startsWith("built: ")) return "is built while running, so that nothing can check it";
  const end = literal.lastIndexOf("/");
  const found = checkSync(literal.slice(1, end), literal.slice(end + 1), { timeout: CHECK_MS });
  if (found.status === "safe") return undefined;
  return found.status === "unknown" ? "was not checked in time" : `vulnerable: ${found.complexity.summary}`;
}

describe("the regular expressions of the product", () => {
  it("take time that grows no faster than the text, whatever the text", { timeout: 300_000 }, () => {
    const sources = patternSources();
    expect(sources.length).toBeGreaterThan(300);
    const fresh = sources.filter(({ literal }) => !known.has(literal));
    const bad = fresh.flatMap(({ literal, files }) => {
      const problem = complaint(literal);
      return problem === undefined ? [] : [`${literal} in ${files.join(", ")} ${problem}`];
    });
    expect(bad).toEqual([]);
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, JSON.stringify(sources.map(({ literal }) => literal)));
  });

  it("are recognised when they are dangerous", () => {
    expect(complaint("/^(a+)+$/")).toContain("vulnerable");
    expect(complaint("/x+$/")).toContain("vulnerable");
    expect(complaint("/^a+$/")).toBeUndefined();
  });
});
