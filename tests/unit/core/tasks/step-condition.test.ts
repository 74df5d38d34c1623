import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPARISONS, type StepCondition } from "../../../../core/model/condition.ts";
import type { FrameStep } from "../../../../core/model/frame.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { conditionProblem } from "../../../../core/tasks/condition-problem.ts";
import { weighCondition } from "../../../../core/tasks/weigh-condition.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { CoreWorld } from "../../../support/core-world.ts";
import { anExecutionRow } from "../../../support/execution-rows.ts";

const over90: StepCondition = { field: "fullestPct", is: "over", value: 90 };
const said = { title: "disk use", unit: "%" };
const CHECK = anAction({
  result: {
    type: "object",
    properties: {
      fullestPct: { type: "number" },
      state: { type: "string" },
      memory: { type: "object", properties: { usedPct: { type: "number" } } },
    },
  },
  measures: [{ field: "fullestPct", title: "disk use", unit: "%" }],
});
const restart = (condition: StepCondition | undefined, when: FrameStep["when"] = "success"): FrameStep => ({
  when,
  action: "service.restart",
  params: { service: "nginx" },
  ...(condition && { if: condition }),
});

/** A check of these machines that has answered, and what followed it. */
async function followed(answers: Readonly<Record<string, object>>, steps: readonly FrameStep[]) {
  const world = new CoreWorld();
  world.installed = [CHECK, ...world.installed.filter(({ name }) => name !== CHECK.name)];
  const include = Object.keys(answers).map((name) => `host:${name}`);
  // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
  await world.create({ targets: { include, exclude: [] }, then: steps });
  for (const row of await world.executions()) {
    const data = { ...answers[row.agent_name] };
    await world.force(row.id, { response: { ok: true, headline: "done", data } });
    await world.end(row.id, "succeeded");
  }
  while ((await world.follower.runOnce()) > 0);
  const runs = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
  const machines = (await world.executions()).filter((row) => row.run_id === "R-2").map((row) => row.agent_name);
  return { world, runs, machines };
}

describe("a step with a condition", () => {
  it("runs where the answer is as asked", async () => {
    const { runs, machines } = await followed({ "web-1": { fullestPct: 93 } }, [restart(over90)]);
    expect(runs[1]).toMatchObject({ state: "running", action: "service.restart" });
    expect(machines).toEqual(["web-1"]);
  });

  it("does not run where it is not, and says what it was and what was asked for", async () => {
    const { runs, world } = await followed({ "web-1": { fullestPct: 41 } }, [restart(over90)]);
    expect(runs[1]).toMatchObject({
      state: "skipped",
      reason: "Not run: disk use was 41 %, asked for over 90 %.",
      execution_count: 0,
    });
    expect(await world.executions()).toHaveLength(1);
  });

  it("runs on those machines only whose own answer is as asked, and names the others", async () => {
    const answers = { "web-1": { fullestPct: 41 }, "web-2": { fullestPct: 95 }, "db-1": {} };
    const { runs, machines } = await followed(answers, [restart(over90)]);
    expect(machines).toEqual(["web-2"]);
    const others = "web-1: disk use was 41 %, asked for over 90 %; db-1: it answered no disk use, asked for over 90 %";
    expect(runs[1]?.steps?.[0]).toMatchObject({ notOn: others });
  });

  it.each([
    [{ "web-1": {} }, "it answered no disk use"],
    [{ "web-1": { fullestPct: null } }, "it answered no disk use"],
    [{ "web-1": { fullestPct: "95" } }, 'disk use was "95", which cannot be compared'],
    [{ "web-1": { fullestPct: [95] } }, "it answered no disk use"],
  ])("does not run where nobody can tell: %j", async (answers, why) => {
    const { runs } = await followed(answers, [restart(over90)]);
    expect(runs[1]).toMatchObject({ state: "skipped" });
    expect(runs[1]?.reason).toContain(why);
  });

  it("lets what counted on it not run either, but what comes in any case, or has a condition of its own", async () => {
    const low: StepCondition = { field: "fullestPct", is: "under", value: 50 };
    const steps = [restart(over90), restart(undefined), restart(low), restart(undefined, "always")];
    const { runs } = await followed({ "web-1": { fullestPct: 41 } }, steps);
    expect(runs.map(({ state, step }) => [step, state])).toEqual([
      [null, "succeeded"],
      [1, "skipped"],
      [3, "running"],
    ]);
  });

  it("is asked for on its own machines where it names some", async () => {
    const elsewhere = { ...restart(over90), targets: { include: ["host:db-1"], exclude: [] } };
    const { machines } = await followed({ "web-1": { fullestPct: 41 }, "web-2": { fullestPct: 91 } }, [elsewhere]);
    expect(machines).toEqual(["db-1"]);
  });

  it("is refused when the task is made where it could never be judged", async () => {
    const world = new CoreWorld();
    world.installed = [CHECK, ...world.installed.filter(({ name }) => name !== CHECK.name)];
    const wrong = restart({ field: "fulestPct", is: "over", value: 90 });
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    await expect(world.create({ then: [wrong] })).rejects.toThrow(
      'Step 2 (service.restart): its condition can never be judged: disk.usage answers no "fulestPct"; it answers fullestPct, state, memory.',
    );
  });
});

describe("what is wrong with a condition", () => {
  it.each([
    [{ field: "memory.usedPct", is: "at-most", value: 80 }, undefined],
    [{ field: "state", is: "is-not", value: "active" }, undefined],
    [{ field: "state", is: "over", value: "active" }, '"over" is for numbers'],
    [{ field: "state", is: "is", value: 3 }, '"state" is a string, and 3 is not'],
    [{ field: "memory", is: "is", value: 3 }, '"memory" is a list, and a condition needs one value'],
    [{ field: "toString", is: "is", value: 3 }, expect.stringContaining('answers no "toString"')],
  ] as const)("%j: %s", (condition, problem) => {
    expect(conditionProblem(condition, [CHECK])).toEqual(problem);
  });

  it("whatever is asked and answered, each machine is either met or has its reason", () => {
    const value = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean());
    fc.assert(
      fc.property(fc.constantFrom(...COMPARISONS), value, fc.array(fc.json()), (is, asked, answers) => {
        const rows = answers.map((json, at) => {
          const data = { x: JSON.parse(json) as never };
          return anExecutionRow({ agent_name: `m-${at}`, response: { ok: true, headline: "", data } });
        });
        const { met, unmet } = weighCondition({ field: "x", is, value: asked, ...said }, rows);
        expect(met.length + unmet.length).toBe(rows.length);
        for (const row of met) expect(typeof row.response?.data["x"]).toBe(typeof asked);
      }),
    );
  });
});
