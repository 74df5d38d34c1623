import { describe, expect, it } from "vitest";
import type { AgentState } from "../../../../core/model/states.ts";
import type { Role } from "../../../../core/model/user.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { anActor } from "../../../support/actors.ts";
import { anAgentWorld } from "../../../support/agent-world.ts";
import { NINE } from "../../../support/fake-clock.ts";

const admin = anActor("admin", "alice");

async function joined(state: AgentState = "active") {
  const world = anAgentWorld();
  const { agentId } = await world.join("web-1", { autoApprove: state !== "pending" });
  const { agents, write } = world;
  const act = {
    approve: (actor = admin) => write((w) => agents.approve(w, actor, agentId)),
    drain: (actor = admin, options = {}) => write((w) => agents.drain(w, actor, agentId, options)),
    disable: (actor = admin, options = {}) => write((w) => agents.disable(w, actor, agentId, options)),
    enable: (actor = admin) => write((w) => agents.enable(w, actor, agentId)),
    rename: (actor = admin, name = "web-9") => write((w) => agents.rename(w, actor, agentId, name)),
    setLabels: (actor = admin, labels: readonly string[] = ["db"]) =>
      write((w) => agents.setLabels(w, actor, agentId, labels)),
    remove: (actor = admin) => write((w) => agents.remove(w, actor, agentId)),
  };
  if (state === "draining") await act.drain();
  if (state === "disabled") await act.disable();
  return { ...world, agentId, act };
}

describe("deciding about a machine", () => {
  it.each<readonly [AgentState, "approve" | "drain" | "disable" | "enable", AgentState]>([
    ["pending", "approve", "active"],
    ["pending", "disable", "disabled"],
    ["active", "drain", "draining"],
    ["active", "disable", "disabled"],
    ["draining", "enable", "active"],
    ["draining", "disable", "disabled"],
    ["disabled", "enable", "active"],
  ])("moves it from %s by %s to %s, with a line in its history and in the audit log", async (from, verb, to) => {
    const { act, got, agentId, history, auditActions } = await joined(from);
    await act[verb]();
    expect(got(agentId).state).toBe(to);
    expect((await history(agentId)).at(-1)).toBe(`state: ${from} -> ${to}`);
    expect((await auditActions()).at(-1)).toBe(`agent.${verb}`);
  });

  it.each<readonly [AgentState, "approve" | "drain" | "disable" | "enable"]>([
    ["active", "approve"],
    ["active", "enable"],
    ["pending", "enable"],
    ["pending", "drain"],
    ["draining", "drain"],
    ["disabled", "disable"],
    ["disabled", "drain"],
  ])("refuses %s -> %s and leaves no trace", async (from, verb) => {
    const { act, got, agentId, auditActions } = await joined(from);
    const before = await auditActions();
    await expect(act[verb]()).rejects.toMatchObject({ code: "agent.illegal-move" });
    expect(got(agentId).state).toBe(from);
    expect(await auditActions()).toEqual(before);
  });

  it("keeps the reason, printable, until the state changes again", async () => {
    const { act, got, agentId } = await joined();
    await act.drain(admin, { reason: "new\u202e disk\n" });
    expect(got(agentId).stateReason).toBe("new  disk ");
    await act.enable();
    expect(got(agentId).stateReason).toBeUndefined();
  });

  it("refuses an end that has passed", async () => {
    const { act } = await joined();
    await expect(act.drain(admin, { until: NINE })).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("takes labels without doubles, in order, and refuses what is none", async () => {
    const { act, got, agentId } = await joined();
    await act.setLabels(admin, ["web", "env:test", "web"]);
    expect(got(agentId).labels).toEqual(["env:test", "web"]);
    await expect(act.setLabels(admin, ["no spaces"])).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("renames, but not to what another machine is called", async () => {
    const { act, join, directory, agentId } = await joined();
    await join("web-2");
    await expect(act.rename(admin, "web-2")).rejects.toMatchObject({ code: "agent.name-taken" });
    await expect(act.rename(admin, "Web 2")).rejects.toMatchObject({ code: "request.invalid" });
    await act.rename(admin, "web-3");
    expect([directory.byName("web-3")?.id, directory.byName("web-1")]).toEqual([agentId, undefined]);
    expect((await act.rename(admin, "web-3")).name).toBe("web-3");
  });

  it("forgets a removed machine at once, and keeps its history", async () => {
    const { act, directory, agentId, history, auditActions } = await joined();
    await act.remove();
    expect(directory.get(agentId)).toBeUndefined();
    expect([directory.mayConnect(agentId), directory.takesWork(agentId)]).toEqual([false, false]);
    expect((await history(agentId)).at(-1)).toBe("removed: active -> ");
    expect((await auditActions()).at(-1)).toBe("agent.remove");
    await expect(act.remove()).rejects.toMatchObject({ code: "agent.not-found" });
  });

  it("shows the new state to who hears of the change", async () => {
    const { act, directory, events, agentId } = await joined();
    const heard: unknown[] = [];
    events.on("agent.changed", (event) =>
      heard.push(directory.get(event.agentId)?.state, directory.mayConnect(agentId)),
    );
    await act.disable();
    expect(heard).toEqual(["disabled", false]);
  });

  it("shows nothing of a unit that failed", async () => {
    const { agents, write, got, agentId } = await joined();
    const failing = write(async (writer) => {
      await agents.disable(writer, admin, agentId);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(got(agentId).state).toBe("active");
  });
});

describe("who may decide about machines", () => {
  const all: readonly Role[] = ["viewer", "requester", "operator", "approver", "admin"];
  const operators: readonly Role[] = ["operator", "approver", "admin"];
  it.each<
    readonly [
      "approve" | "drain" | "disable" | "enable" | "rename" | "setLabels" | "remove",
      AgentState,
      readonly Role[],
    ]
  >([
    ["approve", "pending", ["admin"]],
    ["drain", "active", operators],
    ["enable", "draining", operators],
    ["enable", "disabled", ["admin"]],
    ["disable", "active", ["admin"]],
    ["rename", "active", ["admin"]],
    ["setLabels", "active", ["admin"]],
    ["remove", "active", ["admin"]],
  ])("%s of a machine that is %s: %j", async (verb, state, allowed) => {
    const may: Role[] = [];
    for (const role of all) {
      const { act } = await joined(state);
      const done = await act[verb](anActor(role)).then(
        () => true,
        (error: { code?: string }) => error.code !== "access.denied",
      );
      if (done) may.push(role);
    }
    expect(may).toEqual(allowed);
  });
});

describe("the directory", () => {
  it("holds after a start what the services left in the store", async () => {
    const { join, directory } = anAgentWorld();
    for (const name of ["web-2", "db-1", "web-1"]) await join(name);
    const shown = directory.all();
    await directory.load();
    expect(directory.all()).toEqual(shown);
    expect(shown.map((agent) => agent.name)).toEqual(["db-1", "web-1", "web-2"]);
  });

  it("gives the same list until something changes", async () => {
    const { join, directory, agents, write } = anAgentWorld();
    const { agentId } = await join("web-1");
    const before = directory.all();
    expect(directory.all()).toBe(before);
    await write((writer) => agents.drain(writer, SYSTEM_ACTOR, agentId));
    expect(directory.all()).not.toBe(before);
    expect(before[0]?.state).toBe("active");
  });
});
