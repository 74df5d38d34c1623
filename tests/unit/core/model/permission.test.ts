import { describe, expect, it } from "vitest";
import { type Capability, decideAccess } from "../../../../core/model/permission.ts";
import { ROLES } from "../../../../core/model/user.ts";
import { anActor } from "../../../support/actors.ts";

const run = (name: "run" | "schedule", risk: "read" | "change" | "destructive"): Capability => ({
  name,
  risk,
  action: "x.y",
  targetCount: 1,
});
const owned = (
  name: "task.change" | "run.cancel" | "execution.output" | "freeze.end",
  ownerId: string,
): Capability => ({
  name,
  ownerId,
});
const MINE = "usr_me";
const THEIRS = "usr_them";

/** Everything that can be asked for, with who may: v(iewer), r(equester), o(perator), p (approver), a(dmin). */
const TABLE: readonly (readonly [string, Capability, string])[] = [
  ["see", { name: "see" }, "vropa"],
  ["run read", run("run", "read"), "-ropa"],
  ["run change", run("run", "change"), "--opa"],
  ["run destructive", run("run", "destructive"), "----a"],
  ["schedule read", run("schedule", "read"), "-ropa"],
  ["schedule change", run("schedule", "change"), "--opa"],
  ["schedule destructive", run("schedule", "destructive"), "----a"],
  ["change one's own task", owned("task.change", MINE), "-ropa"],
  ["change another's task", owned("task.change", THEIRS), "----a"],
  ["change nobody's task", owned("task.change", ""), "----a"],
  ["cancel one's own run", owned("run.cancel", MINE), "-ropa"],
  ["cancel another's run", owned("run.cancel", THEIRS), "--opa"],
  ["read the output of one's own run", owned("execution.output", MINE), "vropa"],
  ["read the output of another's run", owned("execution.output", THEIRS), "v-opa"],
  ["teach a phrase", { name: "alias.teach" }, "-ropa"],
  ["start a freeze", { name: "freeze.start" }, "--opa"],
  ["end one's own freeze", owned("freeze.end", MINE), "-ropa"],
  ["end another's freeze", owned("freeze.end", THEIRS), "----a"],
  ["drain a machine", { name: "agent.drain" }, "--opa"],
  ["say what a room of many means", { name: "room.set", shared: true }, "--opa"],
  ["say what their own conversation means", { name: "room.set", shared: false }, "-ropa"],
  ["manage machines", { name: "agent.manage" }, "----a"],
  ["manage plugins", { name: "plugin.manage" }, "----a"],
  ["see people", { name: "user.see" }, "--opa"],
  ["manage people", { name: "user.manage" }, "----a"],
  ["have tokens", { name: "token.own" }, "vropa"],
  ["approve what others ask for", { name: "approval.decide" }, "---pa"],
  ["let their own request run in an emergency", { name: "approval.override" }, "----a"],
  ["say where changes need approval", { name: "protection.manage" }, "----a"],
  ["see the audit log", { name: "audit.see" }, "----a"],
  ["manage settings", { name: "settings.manage" }, "----a"],
];

describe("rights", () => {
  it.each(TABLE)("who may %s", (_what, capability, who) => {
    const may = ROLES.map((role) => decideAccess(anActor(role, "me"), capability).allowed);
    expect(may).toEqual([...who].map((letter) => letter !== "-"));
  });

  it("the table names every capability", () => {
    const names: Record<Capability["name"], true> = {
      see: true,
      run: true,
      schedule: true,
      "task.change": true,
      "run.cancel": true,
      "execution.output": true,
      "alias.teach": true,
      "room.set": true,
      "freeze.start": true,
      "freeze.end": true,
      "agent.drain": true,
      "agent.manage": true,
      "plugin.manage": true,
      "user.see": true,
      "user.manage": true,
      "token.own": true,
      "approval.decide": true,
      "approval.override": true,
      "protection.manage": true,
      "audit.see": true,
      "settings.manage": true,
    };
    expect([...new Set(TABLE.map(([, capability]) => capability.name))].sort()).toEqual(Object.keys(names).sort());
  });

  it.each([
    ["run read", run("run", "read"), "-----"],
    ["run change", run("run", "change"), "-r---"],
    ["run destructive", run("run", "destructive"), "--op-"],
    ["schedule change", run("schedule", "change"), "-r---"],
    ["drain a machine", { name: "agent.drain" } as Capability, "-----"],
  ])("who may ask another person to let them %s", (_what, capability, who) => {
    const ask = ROLES.map((role) => {
      const access = decideAccess(anActor(role, "me"), capability);
      return !access.allowed && access.approval !== undefined;
    });
    expect(ask).toEqual([...who].map((letter) => letter !== "-"));
  });

  it("what is not granted is refused: also what nobody has heard of", () => {
    const unheard = { name: "moon.land" } as unknown as Capability;
    expect(decideAccess(anActor("operator"), unheard).allowed).toBe(false);
  });

  it("somebody without an account owns nothing, also not what has no owner", () => {
    const nobody = { ...anActor("requester"), userId: undefined };
    expect(decideAccess(nobody, owned("task.change", "")).allowed).toBe(false);
  });

  it("a refusal says what would be needed and what one is", () => {
    expect(decideAccess(anActor("requester"), run("run", "destructive"))).toEqual({
      allowed: false,
      rule: "requester-runs-read",
      why: "the role requester may run read actions at most, and x.y is destructive",
    });
    expect(decideAccess(anActor("viewer"), { name: "agent.drain" })).toMatchObject({
      why: "this needs the role operator, and you are viewer",
    });
  });
});
