import { beforeEach, describe, expect, it } from "vitest";
import type { ApprovalWork } from "../../../../core/approvals/approval-work.ts";
import { isApproved } from "../../../../core/approvals/is-approved.ts";
import { uncovered } from "../../../../core/approvals/standing-approval.ts";
import { dayOff } from "../../../../core/calendars/day-off.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { DueFiring } from "../../../../core/schedules/due-firing.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { type TaskRow, taskTable } from "../../../../core/store/tables/task-table.ts";
import { requestOf } from "../../../../core/tasks/request-of.ts";
import { taskOf } from "../../../../core/tasks/task-row.ts";
import type { TaskChange } from "../../../../core/tasks/task-service.ts";
import { anActor } from "../../../support/actors.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";
import { aFleetMachine } from "../../../support/core-world.ts";

let world: ApprovalWorld;
let olga: Actor;
let grace: Actor;
beforeEach(async () => {
  world = new ApprovalWorld();
  olga = await world.person("olga", "operator");
  grace = await world.person("grace", "approver");
  world.machines = [aFleetMachine("web-1", { labels: ["web"] }), aFleetMachine("web-2")];
  await world.protect("label:web");
});

const NIGHTLY: ApprovalWork = {
  kind: "create",
  request: {
    ...restart().request,
    targets: { include: ["label:web"], exclude: [] },
    schedule: { kind: "cron", cron: "0 2 * * *" },
  },
};

/** The next due time comes. Its run, as "running" or the reason why it did not begin. */
async function fire(): Promise<string> {
  const [task] = await world.store.select(taskTable, { where: { id: "T-1" } });
  const due = (task?.next_due_at ?? 0) - world.clock.now();
  await world.clock.advance(due);
  const isOff = ({ policy }: TaskRow, dueAt: number) => dayOff(policy, dueAt, "UTC", () => undefined);
  const firing = new DueFiring({ ...world, ownerOf: async () => olga, uncovered, dayOff: isOff });
  await world.store.write((writer) => firing.fire(writer, ["T-1"], () => "down"));
  const [run] = await world.store.select(runTable, { orderBy: [{ column: "seq", descending: true }], limit: 1 });
  for (const execution of await world.executions()) {
    if (execution.state === "queued") await world.end(execution.id, "succeeded");
  }
  return run?.reason ?? "running";
}

async function approved(work: ApprovalWork): Promise<string> {
  const { id } = await world.ask(olga, work);
  return await world.approve(grace, id);
}

describe("a schedule that needs approval", () => {
  it("may be renamed and have a time called off by its owner alone, and goes on by the same yes", async () => {
    await approved(NIGHTLY);
    const [task] = await world.store.select(taskTable, {});
    const skipTimes = [{ at: new Date(task?.next_due_at ?? 0).toISOString(), by: "olga" }];
    const change = async (change: TaskChange) =>
      await world.store.write((writer) => world.tasks.update(writer, olga, "T-1", change));
    await change({ name: "nightly restart" });
    await change({ policy: { skipTimes } });
    expect(await fire()).toBe("olga said to skip this one.");
    expect(await fire()).toBe("running");
    await expect(change({ policy: { skipTimes, pick: 1 } })).rejects.toMatchObject({ code: "approval.needed" });
    const schedule = { kind: "cron", cron: "* * * * *" } as const;
    await expect(change({ schedule })).rejects.toMatchObject({ code: "approval.needed" });
  });

  it("is made by the yes, and fires by it each time", async () => {
    await world.ask(olga, NIGHTLY);
    expect(await world.store.count(taskTable, {})).toBe(0);
    expect(await world.approve(grace, "A-1")).toBe("granted");
    expect(await fire()).toBe("running");
    expect(await fire()).toBe("running");
  });

  it("does not fire on a machine that nobody has agreed to, and says which", async () => {
    await approved(NIGHTLY);
    world.machines = [aFleetMachine("web-1", { labels: ["web"] }), aFleetMachine("web-2", { labels: ["web"] })];
    expect(await fire()).toBe(
      "A-1 was given before web-2 belonged to it; change the task, or make it anew, to ask for approval.",
    );
  });

  it("does not fire after a plugin of it was replaced, and does again after another yes", async () => {
    await approved(NIGHTLY);
    expect(await fire()).toBe("running");
    const { find } = world.actions;
    const replaced = (name: string) => {
      const found = find(name);
      return found && { ...found, plugin: { ...found.plugin, digest: "1".repeat(64) } };
    };
    Object.assign(world.actions, { find: replaced });
    expect(await fire()).toBe(
      "A plugin of it was replaced since A-1 was given; change the task, or make it anew, to ask for approval.",
    );
    const [row] = await world.store.select(taskTable, { where: { id: "T-1" } });
    const task = row && taskOf(row);
    if (!task) throw new Error("there is a task");
    const change = { name: "nightly" };
    const work = { kind: "update", taskId: "T-1", change, version: task.version, request: requestOf(task) } as const;
    expect(await approved(work)).toBe("granted");
    expect(await fire()).toBe("running");
  });

  it("fires where a machine has left", async () => {
    world.machines = [aFleetMachine("web-1", { labels: ["web"] }), aFleetMachine("web-2", { labels: ["web"] })];
    await approved(NIGHTLY);
    world.machines = [aFleetMachine("web-1", { labels: ["web"] })];
    expect(await fire()).toBe("running");
  });

  it("made before the place was protected, it stops until somebody agrees", async () => {
    await world.store.write((writer) => world.protections.lift(writer, anActor("admin"), "G-1"));
    await world.store.write((writer) => world.tasks.create(writer, olga, NIGHTLY.request));
    await world.protect("label:web");
    expect(await fire()).toContain("It needs another person's approval now, and has none");
    const change = { params: { service: "redis" } };
    const task = await world.taskQueries.get("T-1");
    const request = { ...requestOf(task), ...change };
    const { version } = task;
    expect(await approved({ kind: "update", taskId: "T-1", change, version: version - 1, request })).toBe("changed");
    expect(await approved({ kind: "update", taskId: "T-1", change, version, request })).toBe("granted");
    expect(await fire()).toBe("running");
  });

  it("cannot be changed without a yes, and fires as it was until it comes", async () => {
    await approved(NIGHTLY);
    const change = { params: { service: "redis" } };
    const unit = world.store.write((writer) => world.tasks.update(writer, olga, "T-1", change));
    await expect(unit).rejects.toMatchObject({ code: "approval.needed" });
    expect(await fire()).toBe("running");
    const [run] = await world.store.select(runTable, { limit: 1 });
    expect(run?.params).toEqual({ service: "nginx" });
  });

  it("its owner must still have the role that could ask", async () => {
    await approved(NIGHTLY);
    olga = { ...olga, role: "viewer" };
    expect(await fire()).toContain("Its owner may no longer do this");
  });
});

describe("what belongs to an approved run", () => {
  it("is approved with it: the steps of its chain; not the next run of the same task", async () => {
    const rita = await world.person("rita", "requester");
    const { request } = restart("web-2");
    const then = [{ when: "success", action: "service.restart", params: {} }] as const;
    const { id } = await world.ask(rita, { kind: "create", request: { ...request, then } });
    await world.approve(grace, id);
    world.owner = rita;
    await world.end("E-1", "succeeded");
    await world.follower.runOnce();
    const rows = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
    expect(rows.map(({ reason, state }) => reason ?? state)).toEqual(["succeeded", "running"]);
    for (const row of rows) expect(await isApproved(world.store, row)).toBe(true);
    await expect(
      world.store.write((writer) => world.tasks.runNow(writer, rita, "T-1", { trigger: "again" })),
    ).rejects.toMatchObject({ code: "approval.needed" });
  });

  it("a chain that was asked for without need is stopped where a step comes to need one", async () => {
    await world.store.write((writer) => world.protections.lift(writer, anActor("admin"), "G-1"));
    const then = [{ when: "success", action: "service.restart", params: {} }] as const;
    const request = { ...restart().request, then };
    await world.store.write((writer) => world.tasks.create(writer, olga, request));
    await world.protect("label:web");
    await world.end("E-1", "succeeded");
    await world.follower.runOnce();
    const [, step] = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
    expect(step?.reason).toContain("olga may no longer do this: changes on web need approval");
  });
});
