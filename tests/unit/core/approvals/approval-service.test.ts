import { beforeEach, describe, expect, it } from "vitest";
import type { Agent } from "../../../../core/model/agent.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";
import { aFleetMachine, aRequest } from "../../../support/core-world.ts";

let world: ApprovalWorld;
let rita: Actor;
let grace: Actor;
let ada: Actor;
beforeEach(async () => {
  world = new ApprovalWorld();
  rita = await world.person("rita", "requester");
  grace = await world.person("grace", "approver");
  ada = await world.person("ada", "admin");
});

function setMachines(...machines: readonly Agent[]): void {
  world.machines = machines;
}

function uninstall(): void {
  world.installed = [];
}

const shell = { ...restart(), request: aRequest({ action: "shell.run", text: "run rm on web-1" }) };

describe("asking", () => {
  it("somebody who may only ask gets nothing started, and an approval that others can answer", async () => {
    const asked = await world.ask(rita);
    expect(asked).toMatchObject({
      id: "A-1",
      state: "pending",
      askerName: "rita",
      machines: [{ name: "web-1" }],
      reasons: ["the role requester may run read actions at most, and service.restart is change"],
    });
    expect(asked.expiresAt - asked.createdAt).toBe(30 * 60_000);
    expect(await world.runCount()).toBe(0);
  });

  it("the same twice is one approval", async () => {
    expect((await world.ask(rita)).id).toBe((await world.ask(rita)).id);
    expect((await world.ask(rita, restart("web-2"))).id).toBe("A-2");
  });

  it("what needs no approval is not kept waiting for one", async () => {
    await expect(world.ask(await world.person("olga", "operator"))).rejects.toMatchObject({ code: "request.conflict" });
  });

  it("what the role can never have is refused at once", async () => {
    await expect(world.ask(rita, shell)).rejects.toMatchObject({ code: "access.denied" });
  });

  it("without anybody who could say yes it is refused, and says what to do", async () => {
    await world.person("grace", "operator");
    await world.person("ada", "admin", "disabled");
    await expect(world.ask(rita)).rejects.toMatchObject({ code: "approval.nobody" });
  });

  it("twenty requests of one person are enough", async () => {
    world.machines = Array.from({ length: 21 }, (_, at) => aFleetMachine(`web-${at}`));
    for (let at = 0; at < 20; at += 1) await world.ask(rita, restart(`web-${at}`));
    await expect(world.ask(rita, restart("web-20"))).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("by no other door does it start without the yes", async () => {
    const request = restart().request;
    const unit = world.store.write((writer) => world.tasks.create(writer, rita, request));
    await expect(unit).rejects.toMatchObject({ code: "approval.needed" });
    const asked = await world.ask(rita);
    const other = { approvalId: asked.id, planHash: asked.planHash };
    const elsewhere = restart("web-2").request;
    await expect(
      world.store.write((writer) => world.tasks.create(writer, rita, elsewhere, other)),
    ).rejects.toMatchObject({ code: "request.conflict" });
    expect(await world.runCount()).toBe(0);
  });
});

describe("answering", () => {
  it("a yes makes one run, as the person who asked", async () => {
    const { id } = await world.ask(rita);
    expect(await world.approve(grace, id, "ok, watch it")).toBe("granted");
    const [run] = await world.store.select(runTable, {});
    expect(run).toMatchObject({ requested_by_name: "rita", action: "service.restart" });
    expect((await world.queries.get(id)).approval).toMatchObject({
      state: "approved",
      decidedByName: "grace",
      note: "ok, watch it",
      runId: run?.id,
    });
  });

  it("nobody says yes or no to what they asked for themselves, not even an administrator", async () => {
    await world.protect("host:web-1");
    const own = await world.ask(ada);
    expect(await world.approve(ada, own.id)).toBe("access.denied");
    expect(await world.refuse(ada, own.id)).toBe("access.denied");
    expect(await world.stateOf(own.id)).toBe("pending");
  });

  it("only approvers and administrators answer", async () => {
    const { id } = await world.ask(rita);
    for (const role of ["viewer", "requester", "operator"] as const) {
      expect(await world.approve(await world.person(`somebody-${role}`, role), id)).toBe("access.denied");
    }
    expect(await world.approve(ada, id)).toBe("granted");
  });

  it("a no starts nothing, and keeps its reason", async () => {
    const { id } = await world.ask(rita);
    expect(await world.refuse(grace, id, "too risky")).toBe("refused");
    expect((await world.queries.get(id)).approval).toMatchObject({ note: "too risky", decidedByName: "grace" });
    expect(await world.approve(ada, id)).toBe("request.conflict");
    expect(await world.runCount()).toBe(0);
  });

  it("whoever asked can take it back; others cannot", async () => {
    const { id } = await world.ask(rita);
    expect(await world.withdraw(grace, id)).toBe("access.denied");
    expect(await world.withdraw(rita, id)).toBe("withdrawn");
    expect(await world.approve(grace, id)).toBe("request.conflict");
  });

  it("an approval nobody heard of is not found", async () => {
    expect(await world.approve(grace, "A-99")).toBe("approval.not-found");
  });

  it("what cannot start now does not use up the yes", async () => {
    const { id } = await world.ask(rita);
    world.limits.queued = 0;
    expect(await world.approve(grace, id)).toBe("run.queue-full");
    expect(await world.stateOf(id)).toBe("pending");
    world.limits.queued = 2_000;
    expect(await world.approve(grace, id)).toBe("granted");
  });
});

describe("a yes is for what was shown", () => {
  it.each([
    ["the machine got into another place", () => world.protect("host:web-1")],
    ["the person became an operator", () => world.person("rita", "operator")],
    ["the person became a viewer", () => world.person("rita", "viewer")],
    ["the person is disabled", () => world.person("rita", "requester", "disabled")],
    ["the machine is gone", async () => setMachines(aFleetMachine("web-2"))],
    ["another machine has its name", async () => setMachines({ ...aFleetMachine("web-1"), id: "agt_x" as never })],
    ["the action is gone", async () => uninstall()],
  ])("when %s, nothing runs and it must be asked anew", async (_what, change) => {
    const { id } = await world.ask(rita);
    await change();
    expect(await world.approve(grace, id)).toBe("changed");
    expect(await world.stateOf(id)).toBe("changed");
    expect(await world.runCount()).toBe(0);
  });

  it("a machine that joins the label later is not added silently", async () => {
    world.machines = [aFleetMachine("web-1", { labels: ["web"] }), aFleetMachine("web-2")];
    const { request } = restart();
    const label = {
      kind: "create",
      request: { ...request, targets: { include: ["label:web"], exclude: [] } },
    } as const;
    const { id } = await world.ask(rita, label);
    world.machines = [aFleetMachine("web-1", { labels: ["web"] }), aFleetMachine("web-2", { labels: ["web"] })];
    expect(await world.approve(grace, id)).toBe("changed");
  });
});

describe("breaking the glass", () => {
  it("an administrator lets their own request run with a reason, and the audit log says so", async () => {
    await world.protect("host:web-1");
    const { id } = await world.ask(ada);
    expect(await world.override(ada, id, " ")).toBe("request.invalid");
    expect(await world.override(ada, id, "the shop is down")).toBe("granted");
    expect(await world.stateOf(id)).toBe("overridden");
    const entry = world.audited.find(({ action }) => action === "approval.overridden");
    expect(entry).toMatchObject({ actor: "ada", rule: "admins, break glass", detail: { note: "the shop is down" } });
  });

  it("nobody else can", async () => {
    const { id } = await world.ask(rita);
    expect(await world.override(grace, id, "the shop is down")).toBe("access.denied");
    expect(await world.override(rita, id, "the shop is down")).toBe("access.denied");
  });
});

describe("the audit log", () => {
  it("carries sentence, plan, asker, approver, machines and result in one row", async () => {
    const { id, planHash } = await world.ask(rita);
    await world.approve(grace, id);
    const [execution] = await world.executions();
    await world.end(String(execution?.id), "succeeded");
    await world.rounds.runOnce();
    await world.rounds.runOnce();
    const results = world.audited.filter(({ action }) => action === "approval.result");
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      object: id,
      detail: {
        sentence: "restart nginx on web-1",
        planHash,
        asker: "rita",
        approver: "grace",
        machines: ["web-1"],
        result: "succeeded",
      },
    });
  });
});
