import { describe, expect, it } from "vitest";
import type { Notifier } from "../../../../bot/conversation/notifier.ts";
import { Notifier as RealNotifier } from "../../../../bot/conversation/notifier.ts";
import type { ConversationServices } from "../../../../bot/conversation/services.ts";
import { changeExecution } from "../../../../core/executions/change-execution.ts";
import { createRun } from "../../../../core/executions/create-run.ts";
import { planRun } from "../../../../core/executions/plan-run.ts";
import type { ExecutionState } from "../../../../core/model/states.ts";
import { type MessageRow, messageTable, outboxTable } from "../../../../core/store/tables/conversation-table.ts";
import { type ExecutionRow, executionTable } from "../../../../core/store/tables/run-table.ts";
import { taskTable } from "../../../../core/store/tables/task-table.ts";
import { anActor } from "../../../support/actors.ts";
import { ACTIONS, ConversationWorld } from "../../../support/conversation-world.ts";

async function messages(world: ConversationWorld): Promise<readonly MessageRow[]> {
  return await world.store.select(messageTable, { where: { direction: "out" }, orderBy: [{ column: "seq" }] });
}

async function move(
  world: ConversationWorld,
  state: ExecutionState,
  fields: Partial<ExecutionRow> = {},
): Promise<void> {
  await world.store.write(async (writer) => {
    const [from] = await writer.select(executionTable, { orderBy: [{ column: "seq", descending: true }], limit: 1 });
    if (from) await changeExecution(writer, world.events, from, { state, fields }, world.now);
  });
}

type Queries = ConversationServices["runQueries"];

/** The real queries, but for those that the test takes over. */
function queriesOf({ runQueries }: ConversationWorld, taken: Partial<Queries>): Queries {
  return {
    usualTime: (run, now) => runQueries.usualTime(run, now),
    chainOf: (run) => runQueries.chainOf(run),
    getRun: (id) => runQueries.getRun(id),
    listRuns: (filter, page) => runQueries.listRuns(filter, page),
    executionsOf: (id) => runQueries.executionsOf(id),
    getExecution: (id) => runQueries.getExecution(id),
    listExecutions: (filter, page) => runQueries.listExecutions(filter, page),
    attemptsOf: (id) => runQueries.attemptsOf(id),
    logTail: (id, attempt, count) => runQueries.logTail(id, attempt, count),
    ...taken,
  };
}

const answered = { startedAt: 1, response: { ok: true, headline: "12 GiB free", data: {} } };

async function finish(world: ConversationWorld, response: ExecutionRow["response"] = answered.response): Promise<void> {
  await move(world, "offered");
  await move(world, "running", { started_at: world.now });
  await move(world, "succeeded", { response, ran_as: "octopus-run" });
}

/** A task that fires by its schedule, and one firing of it. */
async function fire(world: ConversationWorld, firedCount: number): Promise<void> {
  await world.store.write(async (writer) => {
    await writer.update(taskTable, { id: "T-1" }, { fired_count: firedCount });
    const [task] = await writer.select(taskTable, { where: { id: "T-1" } });
    const [action] = ACTIONS;
    if (!task || !action) throw new Error("the task is missing");
    const now = world.now;
    await createRun(writer, world.events, {
      task,
      actor: anActor("admin", "ada"),
      trigger: "schedule",
      dueAt: now + firedCount,
      now,
      risk: "read",
      conversationId: task.conversation_id,
      planned: planRun({ action, policy: {}, machines: world.machines.slice(0, 1), now }),
    });
  });
}

describe("the card of a run", () => {
  it("P12: is edited in place until it shows the answer, and who ran it", async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1");
    await finish(world);
    await world.notifier().runOnce();
    const [card, ...rest] = await messages(world);
    expect(rest).toEqual([]);
    expect(card).toMatchObject({ revision: 2, card: { tone: "success", headline: "12 GiB free", id: "R-1" } });
    expect(card?.card?.facts).toContainEqual({ name: "As", value: "octopus-run" });
  });

  it("is announced, once for each edit, after the commit", async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1");
    const heard: string[] = [];
    world.events.on("message.changed", ({ messageId }) => heard.push(messageId));
    await finish(world);
    const notifier = world.notifier();
    await notifier.runOnce();
    await notifier.runOnce();
    expect(heard).toEqual([(await messages(world))[0]?.id]);
  });

  it("is shown to whoever watches before it is stored, and only when it says something new", async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1");
    await finish(world);
    const notifier = world.notifier();
    await notifier.runOnce();
    await notifier.runOnce();
    const [stored] = await messages(world);
    expect(world.published).toMatchObject([{ id: stored?.id, revision: 1, card: { headline: "12 GiB free" } }]);
    expect(world.published[0]?.card).toEqual(stored?.card);
  });

  it("follows by itself while the notifier runs", async () => {
    const world = new ConversationWorld();
    const notifier = world.notifier();
    await notifier.start();
    await world.say("check disk on web-1");
    await finish(world);
    await notifier.stop();
    await world.notifier().runOnce();
    expect((await messages(world))[0]?.card?.headline).toBe("12 GiB free");
  });

  it("is edited once when the run is over at once", async () => {
    const world = new ConversationWorld();
    const notifier = world.notifier();
    await notifier.start();
    await world.say("check disk on web-1");
    const heard: string[] = [];
    world.events.on("message.changed", ({ messageId }) => heard.push(messageId));
    await finish(world);
    await notifier.stop();
    expect((await messages(world))[0]).toMatchObject({ revision: 2, card: { tone: "success" } });
    expect(heard).toHaveLength(1);
  });

  it("shows a state on the way a moment later, not at once", async () => {
    const world = new ConversationWorld();
    const moments: (() => void)[] = [];
    const after = (delayMs: number, act: () => void) => {
      if (delayMs === 50) moments.push(act);
      return () => undefined;
    };
    const clock = { now: () => world.now, monotonic: () => world.now, after };
    const notifier = new RealNotifier({ ...world.services, clock }, () => undefined);
    await notifier.start();
    await world.say("check disk on web-1");
    await move(world, "offered");
    await move(world, "running", { started_at: world.now });
    await new Promise((resolve) => setImmediate(resolve));
    expect((await messages(world))[0]).toMatchObject({ revision: 1, card: { tone: "understood" } });
    expect(moments).toHaveLength(1);
    moments[0]?.();
    await notifier.stop();
    expect((await messages(world))[0]).toMatchObject({ revision: 2, card: { tone: "running" } });
  });

  it("keeps what was assumed through every edit", async () => {
    const world = new ConversationWorld();
    world.machines = world.machines.slice(0, 1);
    await world.say("check disk");
    await finish(world);
    await world.notifier().runOnce();
    expect((await messages(world))[0]?.card?.assumed).toEqual(["on web-1, the only machine I know"]);
  });

  it("P12: is never set back by a slower rendering of an older state", async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1");
    let release = () => undefined as unknown;
    const gate = new Promise<void>((resolve) => {
      release = resolve as () => unknown;
    });
    const slowQueries = queriesOf(world, {
      executionsOf: async (id) => {
        const executions = await world.runQueries.executionsOf(id);
        await gate;
        return executions;
      },
    });
    const slow = new RealNotifier({ ...world.services, runQueries: slowQueries }, () => undefined).runOnce();
    await new Promise((resolve) => setImmediate(resolve));
    await finish(world);
    await world.notifier().runOnce();
    release();
    await slow;
    const [card] = await messages(world);
    expect(card?.card?.headline).toBe("12 GiB free");
    expect(await world.store.count(outboxTable, { state: "due" })).toBe(0);
  });

  it("P12: is tried again later when it cannot be rendered", async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1");
    const broken = queriesOf(world, { getRun: () => Promise.reject(new Error("disk read error")) });
    const failing: Notifier = new RealNotifier({ ...world.services, runQueries: broken }, () => undefined);
    await failing.runOnce();
    expect(await world.store.select(outboxTable, {})).toMatchObject([
      { state: "due", tries: 1, next_at: world.now + 1000 },
    ]);
    expect(await world.notifier().runOnce()).toBe(0);
    world.now += 1000;
    expect(await world.notifier().runOnce()).toBe(1);
    expect(await world.store.count(outboxTable, { state: "due" })).toBe(0);
  });
});

describe("a scheduled run that only looks", () => {
  const scheduled = async () => {
    const world = new ConversationWorld();
    await world.say("check disk on web-1 every day at 9");
    return world;
  };

  it("posts its first run, then stays silent while all is well", async () => {
    const world = await scheduled();
    await fire(world, 1);
    await finish(world);
    await world.notifier().runOnce();
    expect((await messages(world)).map((row) => row.topic)).toEqual(["task:T-1", "run:R-1"]);
    await fire(world, 2);
    await finish(world);
    await world.notifier().runOnce();
    expect(await messages(world)).toHaveLength(2);
  });

  it("posts when something needs attention", async () => {
    const world = await scheduled();
    await fire(world, 2);
    await finish(world, { ok: true, headline: "/var 91 %", data: {}, attention: true });
    await world.notifier().runOnce();
    expect((await messages(world)).at(-1)?.card).toMatchObject({ tone: "attention", headline: "/var 91 %" });
  });

  it("posts when it failed, in the conversation of its task", async () => {
    const world = await scheduled();
    await fire(world, 2);
    await move(world, "offered");
    await move(world, "running");
    await move(world, "failed", { error: "df is not installed" });
    await world.notifier().runOnce();
    const last = (await messages(world)).at(-1);
    expect(last?.card).toMatchObject({ tone: "failure", lines: ["df is not installed"] });
    expect(last?.conversation_id).toBe((await messages(world))[0]?.conversation_id);
  });

  it("leaves the card of the task showing how the last run ended", async () => {
    const world = await scheduled();
    await fire(world, 2);
    await finish(world);
    await world.say("cancel that");
    await world.notifier().runOnce();
    const task = (await messages(world)).find((row) => row.topic === "task:T-1");
    expect(task?.card?.headline).toBe("Check disk space: cancelled");
    expect(task?.card?.facts?.find((fact) => fact.name === "Last")?.value).toContain("R-1 succeeded");
  });
});
