import { beforeEach, describe, expect, it } from "vitest";
import { approvalView } from "../../../../bot/conversation/approval-views.ts";
import type { ApprovalWork } from "../../../../core/approvals/approval-work.ts";
import { uncovered } from "../../../../core/approvals/standing-approval.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { DueFiring } from "../../../../core/schedules/due-firing.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { requestOf } from "../../../../core/tasks/request-of.ts";
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

const at2 = { kind: "cron", cron: "0 2 * * *" } as const;

async function approved(work: ApprovalWork): Promise<string> {
  const { id } = await world.ask(olga, work);
  return await world.approve(grace, id);
}

describe("the same change of another task", () => {
  it("is asked for by itself, although it comes to the same", async () => {
    const nightly = { kind: "create", request: { ...restart().request, schedule: at2 } } as const;
    await approved(nightly);
    await approved(nightly);
    const change = { params: { service: "redis" } };
    const ask = async (taskId: string) => {
      const task = await world.taskQueries.get(taskId);
      const request = { ...requestOf(task), ...change };
      return (await world.ask(olga, { kind: "update", taskId, change, version: task.version, request })).id;
    };
    expect([await ask("T-1"), await ask("T-2"), await ask("T-1")]).toEqual(["A-3", "A-4", "A-3"]);
  });
});

describe("a chain whose steps are on other machines", () => {
  it("names them all, and its schedule fires by the yes", async () => {
    const targets = { include: ["host:web-2"], exclude: [] };
    const then = [{ when: "success", action: "service.restart", params: { service: "redis" }, targets }] as const;
    const request = { ...restart().request, then, schedule: at2 };
    const asked = await world.ask(olga, { kind: "create", request });
    expect(asked.machines.map(({ name }) => name)).toEqual(["web-1", "web-2"]);
    await world.approve(grace, asked.id);
    const [task] = await world.store.select(taskTable, { where: { id: "T-1" } });
    await world.clock.advance((task?.next_due_at ?? 0) - world.clock.now());
    const firing = new DueFiring({ ...world, ownerOf: async () => olga, uncovered });
    await world.store.write((writer) => firing.fire(writer, ["T-1"], () => "down"));
    const [run] = await world.store.select(runTable, { limit: 1 });
    expect(run).toMatchObject({ state: "running", reason: null });
  });

  it("shows whoever is asked what each step would do, and where", async () => {
    const targets = { include: ["host:web-2"], exclude: [] };
    const then = [{ when: "success", action: "service.restart", params: { service: "redis" }, targets }] as const;
    const { id } = await world.ask(olga, { kind: "create", request: { ...restart().request, then } });
    const sources = { plugins: { find: () => undefined }, saySchedule: () => "" } as never;
    const seen = { approvers: [], mayOverride: false, timeZone: "UTC", now: world.clock.now() };
    const { facts } = approvalView(sources, await world.queries.get(id), seen);
    const step = "if that works, service.restart service=redis on host:web-2";
    expect(facts).toContainEqual({ name: "Then", value: step });
  });
});

describe("what is to take the place of a task", () => {
  it("is void where that has run before somebody says yes, so that nothing is done twice", async () => {
    const schedule = { kind: "once", at: "2030-01-01T00:00" } as const;
    const request = { ...restart("web-2").request, schedule };
    await world.store.write((writer) => world.tasks.create(writer, olga, request));
    const { id } = await world.ask(olga, { kind: "create", request: restart().request, replaces: "T-1" });
    const ran = { state: "finished", fired_count: 1 };
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, ran));
    expect(await world.approve(grace, id)).toBe("changed");
    const { note } = (await world.queries.get(id)).approval;
    expect(note).toBe("T-1, which it was to take the place of, does not wait any more");
    expect(await world.runCount()).toBe(0);
  });
});

describe("what was asked for at a time", () => {
  it("is void once that has passed, and whoever asked is told", async () => {
    const at = new Date(world.clock.now() + 600_000).toISOString().slice(0, 16);
    const schedule = { kind: "once", at, tz: "UTC" } as const;
    const { id } = await world.ask(olga, { kind: "create", request: { ...restart().request, schedule } });
    await world.wait(20);
    expect(await world.approve(grace, id)).toBe("changed");
    expect((await world.queries.get(id)).approval.note).toBe("its time has passed meanwhile");
  });
});
