import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Protection } from "../../../../core/model/approval.ts";
import type { ProtectionId, UserId } from "../../../../core/model/ids.ts";
import { RISKS, type Risk } from "../../../../core/model/risk.ts";
import { type ApprovalRules, approvalNeed, NO_APPROVAL_RULES } from "../../../../core/tasks/approval-need.ts";
import { aFleetMachine } from "../../../support/core-world.ts";

const web = aFleetMachine("web-1");
const db = aFleetMachine("db-1", { labels: ["production"] });
const all = [web, db];
const fleet = Array.from({ length: 25 }, (_, at) => aFleetMachine(`web-${at}`));

function protection(include: readonly string[], risk: Risk = "change"): Protection {
  const by = { byId: "usr_ada" as UserId, byName: "ada", createdAt: 0 };
  return { id: "G-1" as ProtectionId, targets: { include, exclude: [] }, risk, ...by };
}
const protects = (...include: string[]): ApprovalRules => ({
  ...NO_APPROVAL_RULES,
  protections: [protection(include)],
});
const strict: ApprovalRules = { ...NO_APPROVAL_RULES, secondPerson: true, approverIds: ["usr_grace"] };

function need(rules: ApprovalRules, risk: Risk, machines = all, more: { isDryRun?: boolean; askerId?: string } = {}) {
  const situation = { askerId: "usr_olga", isDryRun: false, ...more };
  return approvalNeed({ ...situation, rules, parts: [{ risk, machines }], all: [...all, ...fleet] });
}

describe("what needs another person's yes", () => {
  it("on the first day: nothing, whatever it does", () => {
    fc.assert(
      fc.property(fc.constantFrom(...RISKS), (risk) => {
        expect(need(NO_APPROVAL_RULES, risk, fleet)).toBeUndefined();
      }),
    );
  });

  it("a change in a protected place, and it says which machines of it", () => {
    expect(need(protects("env:production"), "change")).toEqual({
      rule: "protected-G-1",
      reasons: ["changes on production need approval (db-1; G-1)"],
    });
  });

  it("not to look at a protected place, to change another one, or to try without doing", () => {
    const rules = protects("env:production");
    expect(need(rules, "read")).toBeUndefined();
    expect(need(rules, "change", [web])).toBeUndefined();
    expect(need(rules, "change", [db], { isDryRun: true })).toBeUndefined();
  });

  it("a later step on a protected machine is enough", () => {
    const parts = [
      { risk: "read", machines: [web] },
      { risk: "change", machines: [db] },
    ] as const;
    const rules = protects("host:db-1");
    expect(approvalNeed({ askerId: "usr_olga", isDryRun: false, rules, parts, all })?.rule).toBe("protected-G-1");
  });

  it("a place can be protected from what destroys alone", () => {
    const rules = { ...NO_APPROVAL_RULES, protections: [protection(["env:production"], "destructive")] };
    expect(need(rules, "change")).toBeUndefined();
    expect(need(rules, "destructive")?.reasons).toEqual([
      "whatever can destroy something on production needs approval (db-1; G-1)",
    ]);
  });

  it("where the installation wants a second person: what can destroy, and changes on more than 20 machines", () => {
    expect(need(strict, "destructive", [web])?.rule).toBe("second-person");
    expect(need(strict, "change", fleet)?.reasons).toEqual([
      "it changes 25 machines, and a second person must agree to more than 20 here",
    ]);
    expect(need(strict, "change", fleet.slice(0, 20))).toBeUndefined();
    expect(need(strict, "read", fleet)).toBeUndefined();
  });

  it("a second person is not wanted where there is none: a team of one is not locked out", () => {
    expect(need(strict, "destructive", [web], { askerId: "usr_grace" })).toBeUndefined();
    expect(need({ ...strict, approverIds: [] }, "destructive", [web])).toBeUndefined();
  });

  it("a protected place is one for whoever asks, also where nobody could say yes", () => {
    fc.assert(
      fc.property(fc.constantFrom("usr_grace", "usr_olga", undefined), fc.boolean(), (askerId, secondPerson) => {
        const rules = { ...protects("host:db-1"), secondPerson };
        expect(need(rules, "change", [db], askerId === undefined ? {} : { askerId })?.rule).toBe("protected-G-1");
      }),
    );
  });
});
