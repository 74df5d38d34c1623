import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgentId } from "../../../../core/model/ids.ts";
import { globMatches, resolveTargets } from "../../../../core/model/resolve-targets.ts";

function aMachine(name: string, labels: readonly string[] = []) {
  return { id: `agt_${name}` as AgentId, name, labels, facts: undefined };
}

const machines = [
  aMachine("web-1", ["web", "env:production", "linux"]),
  aMachine("web-2", ["web", "env:staging", "linux"]),
  aMachine("db-1", ["db", "env:production", "windows"]),
];
const names = (include: readonly string[], exclude: readonly string[] = []) =>
  resolveTargets({ include, exclude }, machines).machines.map((machine) => machine.name);

describe("target resolution", () => {
  it.each<[readonly string[], readonly string[], readonly string[]]>([
    [["host:web-1"], [], ["web-1"]],
    [["host:web-*"], [], ["web-1", "web-2"]],
    [["label:web"], [], ["web-1", "web-2"]],
    [["label:web", "label:db"], [], ["web-1", "web-2", "db-1"]],
    [["label:web", "env:production"], [], ["web-1"]],
    [["os:linux", "env:staging"], [], ["web-2"]],
    [["host:db-1", "label:web", "env:staging"], [], ["web-2", "db-1"]],
    [["all"], ["host:web-1"], ["web-2", "db-1"]],
    [["label:web"], ["env:production"], ["web-2"]],
    [["host:WEB-1"], [], ["web-1"]],
  ])("%j without %j is %j", (include, exclude, expected) => {
    expect([...names(include, exclude)].sort()).toEqual([...expected].sort());
  });

  it("names every term that matches nothing, and never widens because of it", () => {
    const resolution = resolveTargets({ include: ["host:web-9", "label:web"], exclude: ["host:mail-1"] }, machines);
    expect(resolution.unmatched).toEqual(["host:web-9", "host:mail-1"]);
    expect(resolveTargets({ include: ["host:web-9"], exclude: [] }, machines).machines).toEqual([]);
  });

  it("chooses nothing when nothing is included", () => {
    expect(names([])).toEqual([]);
  });

  it("never chooses a machine that is excluded, and never one outside the inventory", () => {
    const term = fc.constantFrom(
      "all",
      "host:web-*",
      "host:db-1",
      "label:web",
      "label:db",
      "env:production",
      "os:linux",
    );
    fc.assert(
      fc.property(fc.array(term), fc.array(term), (include, exclude) => {
        const chosen = resolveTargets({ include, exclude }, machines).machines;
        const excluded = resolveTargets({ include: exclude.slice(0, 1), exclude: [] }, machines).machines;
        for (const machine of chosen) {
          expect(machines).toContain(machine);
          expect(excluded).not.toContain(machine);
        }
      }),
    );
  });
});

describe("glob matching", () => {
  it("agrees with the obvious regular expression", () => {
    const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "-"), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 8 });
    fc.assert(
      fc.property(glob, name, (pattern, text) => {
        const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
        expect(globMatches(pattern, text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it("is quick on patterns that make naive matchers hang", () => {
    expect(globMatches(`${"*a".repeat(30)}b`, "a".repeat(200))).toBe(false);
  });
});
