import { describe, expect, it } from "vitest";
import { readFloors, underFloor } from "../../../bench/language/floors.ts";
import { scoreOf } from "../../../bench/language/suite.ts";
import { SUITES } from "../../../bench/language/suites.ts";

const floors = readFloors();

describe("what is understood of other people's sentences", () => {
  it.each(SUITES.map((suite) => [suite.name, suite] as const))("does not fall: %s", (_name, suite) => {
    expect(underFloor(scoreOf(suite), floors)).toBeUndefined();
  });

  it("has a floor for every suite", () => {
    expect(SUITES.map(({ name }) => name).filter((name) => floors[name] === undefined)).toEqual([]);
  });
});
