import { describe, expect, it } from "vitest";
import { machinesByFact } from "../../../../bot/conversation/machines-by-fact.ts";
import type { Agent, AgentFacts } from "../../../../core/model/agent.ts";

const GIB = 2 ** 30;
const DAY = 86_400_000;
const NOW = 100 * DAY;
const machine = (name: string, facts?: Partial<AgentFacts>) =>
  ({ name, ...(facts && { facts: { memoryBytes: 16 * GIB, cpuCount: 4, ...facts } }) }) as unknown as Agent;

const FLEET = [
  machine("full", {
    diskFreeBytes: 5 * GIB,
    diskBytes: 100 * GIB,
    memoryFreeBytes: 12 * GIB,
    load: 0.2,
    bootedAt: NOW - DAY,
  }),
  machine("busy", {
    diskFreeBytes: 60 * GIB,
    diskBytes: 100 * GIB,
    memoryFreeBytes: 2 * GIB,
    load: 6,
    bootedAt: NOW - 40 * DAY,
  }),
  machine("old-agent", {}),
  machine("never-seen"),
];

const names = (params: Record<string, string>) =>
  machinesByFact(FLEET, params, NOW)?.found.map((one) => one.machine.name);

describe("machines by what they said last", () => {
  it.each([
    [{ field: "disk", below: "10%" }, ["full"]],
    [{ field: "disk", below: "80GB" }, ["full", "busy"]],
    [{ field: "disk.used", above: "90%" }, ["full"]],
    [{ field: "memory.used", above: "80%" }, ["busy"]],
    [{ field: "memory", below: "4GB" }, ["busy"]],
    [{ field: "load", above: "1" }, ["busy"]],
    [{ field: "load", above: "100%" }, ["busy"]],
    [{ field: "uptime", above: "P30D" }, ["busy"]],
  ])("%j", (params, wanted) => {
    expect(names(params)).toEqual(wanted);
  });

  it("names those that never said it instead of leaving them out", () => {
    const by = machinesByFact(FLEET, { field: "disk", below: "10%" }, NOW);
    expect(by?.unknown.map((one) => one.name)).toEqual(["old-agent", "never-seen"]);
    expect(by?.found[0]?.text).toBe("5 % (5.0 GiB)");
  });

  it.each([{ field: "swap", below: "10%" }, { field: "disk", below: "a lot" }, { field: "disk" }])(
    "is no answer where machines do not report it: %j",
    (params) => {
      expect(machinesByFact(FLEET, params, NOW)).toBeUndefined();
    },
  );
});
