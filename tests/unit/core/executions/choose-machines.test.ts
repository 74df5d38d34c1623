import { describe, expect, it } from "vitest";
import { planRun, runOrder, sparesOf } from "../../../../core/executions/plan-run.ts";
import type { Agent } from "../../../../core/model/agent.ts";
import type { ActionManifest } from "../../../../core/plugin-api/manifest.ts";
import { unmetNeeds } from "../../../../core/plugin-api/unmet-needs.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { aFleetMachine } from "../../../support/core-world.ts";

const FACTS = { hostname: "m", osRelease: "", arch: "", memoryBytes: 1, nodeVersion: "", agentVersion: "", runsAs: "" };
function aMachine(name: string, facts: Partial<NonNullable<Agent["facts"]>> = {}, more: Partial<Agent> = {}): Agent {
  const known = { ...FACTS, os: "linux" as const, cpuCount: 4, capabilities: ["systemd"], ...facts };
  return { ...aFleetMachine(name), facts: known, ...more };
}
const needing = (needs: ActionManifest["needs"]): ActionManifest => ({
  ...anAction({ name: "service.restart" }),
  ...(needs && { needs }),
});
const names = (machines: readonly { readonly name: string }[]) => machines.map(({ name }) => name);

describe("what a machine must have", () => {
  it("is named where it is missing, and not asked of a machine that has said nothing of itself", () => {
    const action = needing({ os: ["linux"], capabilities: ["systemd", "tar"] });
    expect(unmetNeeds(action, aMachine("a").facts)).toBe("has no tar, and service.restart needs it");
    expect(unmetNeeds(action, aMachine("a", { os: "windows" }).facts)).toBe(
      "is windows, and service.restart is for linux",
    );
    expect(unmetNeeds(action, aMachine("a", { capabilities: ["tar", "systemd"] }).facts)).toBeUndefined();
    expect(unmetNeeds(action, undefined)).toBeUndefined();
    expect(unmetNeeds(needing(undefined), aMachine("a").facts)).toBeUndefined();
  });
});

describe("any two of them", () => {
  const fleet = [
    aMachine("a", { load: 7.9 }),
    aMachine("b", { load: 0.3 }),
    aMachine("c", { capabilities: [] }),
    aMachine("d", { load: 0.5 }),
    aMachine("e", { load: 0 }, { liveness: "offline" }),
  ];

  it("are the least busy of those that are connected and can do it; by name where that is all the same", () => {
    expect(names(runOrder({ pick: 2 }, fleet, needing({ capabilities: ["systemd"] })))).toEqual(["b", "d"]);
    expect(names(runOrder({ pick: 3 }, fleet, needing({ capabilities: ["systemd"] })))).toEqual(["b", "d", "a"]);
  });

  it("have no spare that could not do it", () => {
    expect(names(sparesOf({ pick: 1 }, fleet, needing({ capabilities: ["systemd"] })))).toEqual(["d", "a", "e"]);
  });

  it("all of them are all of them: nobody is left out for being busy or unable", () => {
    const planned = planRun({ action: needing({ capabilities: ["systemd"] }), policy: {}, machines: fleet, now: 0 });
    expect(planned.map(({ agentName }) => agentName)).toEqual(["a", "b", "c", "d", "e"]);
  });
});
