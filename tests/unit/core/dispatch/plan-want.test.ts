import { describe, expect, it } from "vitest";
import { planWant } from "../../../../core/dispatch/plan-want.ts";
import { anExecutionRow } from "../../../support/execution-rows.ts";

const want = { type: "want", execution: "E-1", attempt: 1, nonce: "n1" } as const;
const allowed = { allowed: true, rule: "admins" } as const;
const facts = { agentId: "agt_1", now: 0, access: allowed };

describe("the server's answer to a want", () => {
  it("starts the current attempt of an offered execution of this agent", () => {
    expect(planWant(anExecutionRow({ state: "offered" }), want, facts)).toEqual({ kind: "start" });
  });

  it("says go again when the first go was lost, without starting anything a second time", () => {
    expect(planWant(anExecutionRow({ state: "running" }), want, facts)).toEqual({ kind: "repeat-go" });
  });

  it.each([
    ["an execution that does not exist", undefined, facts],
    ["another agent's execution", anExecutionRow({ state: "offered" }), { ...facts, agentId: "agt_2" }],
    ["an attempt that another one replaced", anExecutionRow({ state: "offered", attempt: 2 }), facts],
    ["a cancelled execution", anExecutionRow({ state: "cancelled" }), facts],
    ["an execution that is being cancelled", anExecutionRow({ state: "cancelling" }), facts],
    ["an execution whose fate is unknown", anExecutionRow({ state: "unknown" }), facts],
  ])("P4: never says go for %s", (_what, execution, given) => {
    expect(planWant(execution, want, given)).toMatchObject({ kind: "no" });
  });

  it("P17: takes the work back when the person behind it may no longer do it", () => {
    const access = { allowed: false, rule: "viewer-runs-nothing", why: "you are viewer" } as const;
    expect(planWant(anExecutionRow({ state: "offered" }), want, { ...facts, access })).toEqual({
      kind: "revoke",
      reason: "no longer allowed: you are viewer",
    });
  });
});
