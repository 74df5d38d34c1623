import { describe, expect, it } from "vitest";
import type { Policy } from "../../../../core/model/policy.ts";
import type { Writer } from "../../../../core/store/rows.ts";
import { outboxTable } from "../../../../core/store/tables/conversation-table.ts";
import { attemptTable, executionTable, logChunkTable, runTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { anActor, anAdmin } from "../../../support/actors.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";
import { NINE } from "../../../support/fake-clock.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const daily = { kind: "cron", cron: "0 12 * * *" } as const;
const hourly = { kind: "interval", every: "PT1H" } as const;

async function rowsOf(world: CoreWorld): Promise<number> {
  const { store } = world;
  return (
    (await store.count(taskTable, {})) +
    (await store.count(runTable, {})) +
    (await store.count(executionTable, {})) +
    (await store.count(outboxTable, {}))
  );
}

describe("creating a task", () => {
  it("without a schedule makes one run, with an execution for each machine, and wakes the machines", async () => {
    const world = new CoreWorld();
    const { task, run, executions } = await world.create({ targets: { include: ["all"], exclude: ["host:db-1"] } });
    expect(task).toMatchObject({ id: "T-1", state: "finished", name: "check disk space", ownerId: "usr_olga" });
    expect(run).toMatchObject({ id: "R-1", state: "running", trigger: "request", executionCount: 2 });
    expect(executions.map((one) => [one.id, one.agentName, one.state])).toEqual([
      ["E-1", "web-1", "queued"],
      ["E-2", "web-2", "queued"],
    ]);
    expect(world.queued).toEqual(["agt_web-1", "agt_web-2"]);
  });

  it("with a schedule makes no run yet, and stores the zone with the schedule", async () => {
    const world = new CoreWorld();
    const { task, run } = await world.create({ schedule: daily });
    expect(run).toBeUndefined();
    expect(task).toMatchObject({
      state: "active",
      schedule: { ...daily, tz: "Europe/Paris" },
      nextDueAt: NINE + 2 * HOUR,
    });
    expect(await world.store.count(runTable, {})).toBe(0);
  });

  it("P20: writes down who did what by which rule", async () => {
    const world = new CoreWorld();
    await world.create();
    expect(world.audited).toMatchObject([
      { actor: "olga", action: "task.create", object: "T-1", decision: "allowed", rule: "operator-runs-change" },
    ]);
  });

  it("P20: leaves nothing when the audit log cannot be written", async () => {
    const world = new CoreWorld();
    world.auditFailure = new Error("audit is full");
    await expect(world.create({ conversationId: "cnv_1" })).rejects.toThrow("audit is full");
    expect(await rowsOf(world)).toBe(0);
    expect([world.queued, world.topics]).toEqual([[], []]);
  });

  it.each([
    ["a right that is missing", { action: "shell.run" }, "approval.needed"],
    ["a machine that does not exist", { targets: { include: ["host:web-9"], exclude: [] } }, "run.no-machine"],
    [
      "one term of two that names nothing",
      { targets: { include: ["host:web-1", "label:x"], exclude: [] } },
      "run.no-machine",
    ],
    ["an exclusion that names nothing", { targets: { include: ["all"], exclude: ["host:web-9"] } }, "run.no-machine"],
    ["an action that is not installed", { action: "moon.land" }, "action.unknown"],
    ["too many retries", { policy: { retries: 11 } }, "request.invalid"],
    ["a share of none of the machines", { policy: { pick: 0 } }, "request.invalid"],
    ["a share that is none", { policy: { pick: "0%" } }, "request.invalid"],
    ["a time limit of nothing", { policy: { timeout: "PT0S" } }, "request.invalid"],
    ["a schedule that is over", { schedule: { kind: "once", at: "2020-01-01T00:00:00" } }, "request.invalid"],
    ["a canary of no machine", { policy: { canary: 0 } }, "request.invalid"],
  ] as const)("refuses %s and writes nothing", async (_what, request, code) => {
    const world = new CoreWorld();
    await expect(world.create(request)).rejects.toMatchObject({ code });
    expect(await rowsOf(world)).toBe(0);
    expect(world.audited).toEqual([]);
  });

  it("says what is wrong with the parameters", async () => {
    const world = new CoreWorld();
    world.paramsProblem = "count must be >= 1 (got 0)";
    await expect(world.create()).rejects.toThrow(
      "The parameters of disk.usage do not fit: count must be >= 1 (got 0).",
    );
  });

  it("needs a person as the owner", async () => {
    const world = new CoreWorld();
    await expect(world.create({}, { ...anAdmin(), userId: undefined })).rejects.toMatchObject({
      code: "access.denied",
    });
  });

  it("a preview changes nothing and names the machines that are away", async () => {
    const world = new CoreWorld();
    world.machines = world.machines.map((one) => (one.name === "web-1" ? { ...one, liveness: "offline" } : one));
    const request = {
      action: "disk.usage",
      params: {},
      targets: { include: ["all"], exclude: [] },
      policy: {},
      text: "",
    };
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    const preview = world.tasks.preview(olga, { ...request, then: [], schedule: daily });
    expect(preview.offline.map((one) => one.name)).toEqual(["web-1"]);
    expect(preview.nextRuns).toHaveLength(3);
    expect(await rowsOf(world)).toBe(0);
  });
});

describe("changing a task", () => {
  async function scheduled(): Promise<CoreWorld> {
    const world = new CoreWorld();
    await world.create({ schedule: daily, conversationId: "cnv_1" });
    world.audited.length = 0;
    return world;
  }
  const act = <T>(world: CoreWorld, unit: (writer: Writer) => Promise<T>) => world.store.write(unit);

  it("pausing takes the due time away, resuming computes it anew, and both are written down", async () => {
    const world = await scheduled();
    const paused = await act(world, (writer) => world.tasks.pause(writer, olga, "T-1"));
    expect(paused).toMatchObject({ state: "paused", nextDueAt: undefined });
    await world.clock.advance(DAY);
    const resumed = await act(world, (writer) => world.tasks.resume(writer, olga, "T-1"));
    expect(resumed).toMatchObject({ state: "active", nextDueAt: NINE + DAY + 2 * HOUR });
    expect(world.audited.map((fact) => fact.action)).toEqual(["task.paused", "task.active"]);
  });

  it("refuses to resume a schedule that has no firing left", async () => {
    const world = new CoreWorld();
    await world.create({ schedule: { kind: "once", at: "2026-11-21T12:00:00" } });
    await act(world, (writer) => world.tasks.pause(writer, olga, "T-1"));
    await world.clock.advance(DAY);
    const resume = act(world, (writer) => world.tasks.resume(writer, olga, "T-1"));
    await expect(resume).rejects.toMatchObject({ code: "task.illegal-move" });
  });

  it("cancelling ends the schedule and cannot be done twice", async () => {
    const world = await scheduled();
    expect(await act(world, (writer) => world.tasks.cancel(writer, olga, "T-1"))).toMatchObject({
      state: "cancelled",
      nextDueAt: undefined,
    });
    const again = act(world, (writer) => world.tasks.cancel(writer, olga, "T-1"));
    await expect(again).rejects.toMatchObject({ code: "task.illegal-move" });
  });

  it("a new schedule has its zone stored, counts from the start and wakes a task that was over", async () => {
    const world = new CoreWorld();
    await world.create();
    await world.store.write((writer) => writer.update(taskTable, { id: "T-1" }, { fired_count: 5 }));
    await world.clock.advance(30 * DAY);
    const schedule = { ...hourly, count: 3 };
    const task = await act(world, (writer) => world.tasks.update(writer, olga, "T-1", { schedule }));
    expect(task).toMatchObject({ state: "active", firedCount: 0, schedule: { ...schedule, tz: "Europe/Paris" } });
    expect(task.nextDueAt).toBe(NINE + 30 * DAY + HOUR);
  });

  it("an update that would make it impossible changes nothing", async () => {
    const world = await scheduled();
    const change = { targets: { include: ["host:web-9"], exclude: [] } };
    const update = act(world, (writer) => world.tasks.update(writer, olga, "T-1", change));
    await expect(update).rejects.toMatchObject({ code: "run.no-machine" });
    expect(await world.taskQueries.get("T-1")).toMatchObject({ targets: { include: ["host:web-1"] } });
  });

  it("of two changes made from the same version only the first counts, and the other is told so", async () => {
    const world = await scheduled();
    const { version } = await world.taskQueries.get("T-1");
    const save = (policy: Policy) =>
      act(world, (writer) => world.tasks.update(writer, olga, "T-1", { policy }, version));
    const [first, second] = await Promise.allSettled([save({ retries: 1 }), save({ retries: 2 })]);
    expect(first).toMatchObject({ status: "fulfilled", value: { policy: { retries: 1 }, version: version + 1 } });
    expect(second).toMatchObject({ status: "rejected", reason: { code: "request.conflict" } });
    expect(String(second.status === "rejected" && second.reason)).toContain("Somebody has changed T-1 meanwhile");
    expect(await world.taskQueries.get("T-1")).toMatchObject({ policy: { retries: 1 } });
    expect((await act(world, (writer) => world.tasks.pause(writer, olga, "T-1"))).version).toBe(version + 1);
  });

  it("is for its owner and for administrators only", async () => {
    const world = await scheduled();
    const strangers = [anActor("operator", "bob"), anActor("approver"), anActor("viewer", "olga")];
    for (const actor of strangers) {
      for (const change of ["pause", "cancel", "remove"] as const) {
        const denied = act<unknown>(world, (writer) => world.tasks[change](writer, actor, "T-1"));
        await expect(denied).rejects.toMatchObject({ code: "access.denied" });
      }
    }
    expect(await act(world, (writer) => world.tasks.pause(writer, anAdmin(), "T-1"))).toMatchObject({
      state: "paused",
    });
    expect(world.audited).toMatchObject([{ actor: "admin", rule: "admins" }]);
  });

  it("is nothing at all when the audit log cannot be written", async () => {
    const world = await scheduled();
    world.auditFailure = new Error("audit is full");
    await expect(act(world, (writer) => world.tasks.pause(writer, olga, "T-1"))).rejects.toThrow("audit is full");
    expect(await world.taskQueries.get("T-1")).toMatchObject({ state: "active", nextDueAt: NINE + 2 * HOUR });
  });

  it("raises the topic of its conversation, so that the card follows", async () => {
    const world = await scheduled();
    const before = (await world.store.select(outboxTable, { where: { topic: "task:T-1" } }))[0]?.revision ?? 0;
    await act(world, (writer) => world.tasks.pause(writer, olga, "T-1"));
    const [after] = await world.store.select(outboxTable, { where: { topic: "task:T-1" } });
    expect(after?.revision).toBeGreaterThan(before);
    expect(after).toMatchObject({ state: "due", conversation_id: "cnv_1" });
  });

  it.each(["pause", "resume", "cancel", "remove"] as const)(
    "%s of a task that does not exist says so",
    async (change) => {
      const world = new CoreWorld();
      const missing = act<unknown>(world, (writer) => world.tasks[change](writer, olga, "T-9"));
      await expect(missing).rejects.toMatchObject({ code: "task.not-found" });
    },
  );
});

describe("removing a task", () => {
  it("takes its runs, executions, attempts and logs along, and nobody else's", async () => {
    const world = new CoreWorld();
    await world.create();
    await world.create();
    for (const id of ["E-1", "E-2"]) {
      await world.force(id, { state: "failed" });
      await world.store.write(async (writer) => {
        const chunk = { execution_id: id, attempt: 1, seq: 0, stream: "out", text: "x", at: 0 };
        await writer.insert(logChunkTable, [chunk]);
      });
    }
    await world.store.write((writer) => world.tasks.remove(writer, olga, "T-1"));
    expect(await world.taskQueries.list({}, { limit: 10 })).toMatchObject({ items: [{ id: "T-2" }] });
    expect((await world.executions()).map((one) => one.id)).toEqual(["E-2"]);
    expect(await world.store.select(logChunkTable, {})).toMatchObject([{ execution_id: "E-2" }]);
    expect(await world.store.select(runTable, {})).toMatchObject([{ id: "R-2" }]);
    expect(await world.store.count(attemptTable, {})).toBe(0);
  });

  it.each(["queued", "offered", "running", "cancelling", "unknown"])(
    "is refused while something is %s",
    async (state) => {
      const world = new CoreWorld();
      await world.create();
      await world.force("E-1", { state });
      const removal = world.store.write((writer) => world.tasks.remove(writer, olga, "T-1"));
      await expect(removal).rejects.toMatchObject({ code: "task.illegal-move" });
      expect(await world.store.count(taskTable, {})).toBe(1);
    },
  );
});

describe("running a task again", () => {
  it("makes one more run by the present definition, asked for by whoever asks, in the thread that asks", async () => {
    const world = new CoreWorld();
    await world.create({ schedule: daily });
    const bob = anActor("requester", "bob");
    const options = { trigger: "again", conversationId: "cnv_2" } as const;
    const { run } = await world.store.write((writer) => world.tasks.runNow(writer, bob, "T-1", options));
    expect(run).toMatchObject({ trigger: "again", requestedBy: "usr_bob", conversationId: "cnv_2" });
    expect(await world.taskQueries.get("T-1")).toMatchObject({ state: "active", firedCount: 0 });
  });

  it("is decided by the rights of whoever asks", async () => {
    const world = new CoreWorld();
    await world.create({ action: "service.restart" });
    const again = world.store.write((writer) =>
      world.tasks.runNow(writer, anActor("requester", "bob"), "T-1", { trigger: "again" }),
    );
    await expect(again).rejects.toMatchObject({ code: "approval.needed" });
    expect(await world.store.count(runTable, {})).toBe(1);
  });
});
