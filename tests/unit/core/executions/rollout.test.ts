import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf, failLimit, planRollout, rolloutOf } from "../../../../core/executions/rollout.ts";
import type { Policy } from "../../../../core/model/policy.ts";
import { aFleetMachine, CoreWorld } from "../../../support/core-world.ts";

describe("the batches of a rollout", () => {
  it.each<[string, Policy, number, readonly number[] | undefined]>([
    ["one canary then a quarter at a time", { canary: 1, concurrency: "25%" }, 11, [1, 3, 3, 3, 1]],
    ["two at a time", { concurrency: 2 }, 5, [2, 2, 1]],
    ["a canary, then everything", { canary: 1 }, 4, [1, 3]],
    ["a pause means one at a time", { stagger: "PT30S" }, 3, [1, 1, 1]],
    ["a stop rule needs machines that have not begun", { stopAfter: 1 }, 5, [2, 2, 1]],
    ["a stop rule that cannot break", { stopAfter: 5 }, 5, undefined],
    ["more at a time than there are", { concurrency: 50 }, 5, undefined],
    ["a canary of them all", { canary: 9 }, 3, undefined],
    ["nothing said", {}, 5, undefined],
  ])("%s", (_what, policy, total, sizes) => {
    expect(rolloutOf(policy, total)?.sizes).toEqual(sizes);
  });

  it("hold every machine once, whatever the policy", () => {
    const policy = fc.record(
      {
        canary: fc.integer({ min: 1, max: 9 }),
        concurrency: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom("1%", "25%", "100%")),
        stopAfter: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom("0%", "10%", "100%")),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 60 }), (said, total) => {
        const rollout = rolloutOf(said, total);
        if (rollout) expect(batchesOf(rollout)).toHaveLength(total);
        expect(rollout?.sizes.every((size) => size > 0) ?? true).toBe(true);
      }),
    );
  });

  it.each([
    [{ stopAfter: 2 }, 12, 2],
    [{ stopAfter: "10%" }, 12, 1],
    [{ stopAfter: "10%" }, 5, 0],
    [{}, 5, undefined],
  ])("may have %j of %i fail: %s", (policy, total, limit) => {
    expect(failLimit(policy, total)).toBe(limit);
  });

  it("stop before the batch is over, and wait for what has an unknown end", () => {
    const facts = { policy: { stopAfter: 1 }, total: 6, failed: 1, failedCanaries: 0, open: 1, nextBatch: 2 };
    expect(planRollout(facts)).toEqual({ kind: "wait" });
    expect(planRollout({ ...facts, open: 0 })).toEqual({ kind: "open", batch: 2 });
    expect(planRollout({ ...facts, failed: 2 })).toMatchObject({ kind: "stop" });
    expect(planRollout({ ...facts, open: 0, nextBatch: undefined })).toEqual({ kind: "wait" });
  });
});

describe("a run that rolls out", () => {
  const all = { include: ["all"], exclude: [] };

  async function rollOut(policy: Policy, machines = ["a", "b", "c", "d"].map((name) => aFleetMachine(name))) {
    const world = new CoreWorld();
    world.machines = machines;
    await world.create({ targets: all, policy });
    return world;
  }

  it("opens the next batch in the unit that ends the last of the one before", async () => {
    const world = await rollOut({ concurrency: 2 });
    expect(await world.turns("R-1")).toEqual(["a queued", "b queued", "c held", "d held"]);
    await world.end("E-1", "succeeded");
    expect(await world.turns("R-1")).toEqual(["a succeeded", "b queued", "c held", "d held"]);
    await world.end("E-2", "failed");
    expect(await world.turns("R-1")).toEqual(["a succeeded", "b failed", "c queued", "d queued"]);
    expect(world.queued.slice(-2)).toEqual(["agt_c", "agt_d"]);
    expect(await world.runRow("R-1")).toMatchObject({ state: "running", open_batch: 2, batch_count: 2 });
  });

  it("waits between two batches as long as was said", async () => {
    const world = await rollOut({ concurrency: 2, stagger: "PT2M" });
    await world.end("E-1", "succeeded");
    await world.clock.advance(1000);
    await world.end("E-2", "succeeded");
    const [, , third] = await world.executions();
    expect(third?.not_before).toBe(world.clock.now() + 120_000);
  });

  it("is stopped by the failure that breaks its rule, and says which machines never began", async () => {
    const world = await rollOut({ concurrency: 3, stopAfter: 0 });
    await world.end("E-1", "failed");
    expect(await world.turns("R-1")).toEqual(["a failed", "b skipped", "c skipped", "d skipped"]);
    expect(await world.runRow("R-1")).toMatchObject({
      state: "failed",
      reason: "Stopped by its rule: 1 of 4 failed, and 0 may.",
    });
  });

  it("lets what runs come to its end when it is stopped", async () => {
    const world = await rollOut({ concurrency: 3, stopAfter: 0 });
    await world.force("E-2", { state: "running", started_at: 1, lease_until: world.clock.now() + 9 });
    await world.end("E-1", "failed");
    expect((await world.turns("R-1")).slice(0, 2)).toEqual(["a failed", "b running"]);
    expect((await world.runRow("R-1"))?.state).toBe("running");
  });

  it("goes no further than a canary that failed", async () => {
    const world = await rollOut({ canary: 1, stopAfter: 3 });
    await world.end("E-1", "failed");
    expect(await world.turns("R-1")).toEqual(["a failed", "b skipped", "c skipped", "d skipped"]);
  });

  it("waits at an unknown end for a person, and then goes on", async () => {
    const world = await rollOut({ concurrency: 1 });
    await world.end("E-1", "unknown");
    expect((await world.runRow("R-1"))?.state).toBe("unknown");
    expect((await world.turns("R-1"))[1]).toBe("b held");
    await world.store.write((writer) => world.runs.settleUnknown(writer, world.owner as never, "E-1", "succeeded"));
    expect((await world.turns("R-1")).slice(0, 2)).toEqual(["a succeeded", "b queued"]);
  });

  it("takes an unknown end for a failure where there is a stop rule", async () => {
    const world = await rollOut({ concurrency: 1, stopAfter: 0 });
    await world.end("E-1", "unknown");
    expect((await world.turns("R-1")).slice(1)).toEqual(["b skipped", "c skipped", "d skipped"]);
  });

  it("comes last to machines that are away, and drops none", async () => {
    const machines = [aFleetMachine("a", { liveness: "offline" }), aFleetMachine("b"), aFleetMachine("c")];
    const world = await rollOut({ concurrency: 1 }, machines);
    expect(await world.turns("R-1")).toEqual(["b queued", "c held", "a held"]);
  });

  it("is cancelled as a whole, with what was held", async () => {
    const world = await rollOut({ concurrency: 1 });
    await world.store.write((writer) => world.runs.cancelRun(writer, world.owner as never, "R-1"));
    expect(new Set((await world.executions()).map((row) => row.state))).toEqual(new Set(["cancelled"]));
    expect((await world.runRow("R-1"))?.state).toBe("cancelled");
  });

  it("never runs outside the previewed machines, for any inventory", async () => {
    const machine = fc.record({
      name: fc.stringMatching(/^[a-z]{1,6}$/),
      labels: fc.subarray(["web", "db", "env:prod"]),
      liveness: fc.constantFrom("online" as const, "offline" as const),
      state: fc.constantFrom("active" as const, "draining" as const, "disabled" as const),
    });
    const terms = fc.subarray(["label:web", "label:db", "env:prod", "host:a*"], { minLength: 1 });
    const policy = fc.record(
      { pick: fc.constantFrom<1 | "50%">(1, "50%"), concurrency: fc.integer({ min: 1, max: 3 }) },
      { requiredKeys: [] },
    );
    const fleet = fc.uniqueArray(machine, { selector: ({ name }) => name, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fleet, terms, policy, async (machines, include, said) => {
        const world = new CoreWorld();
        world.machines = machines.map(({ name, ...rest }) => aFleetMachine(name, rest));
        const request = { action: "disk.usage", params: {}, targets: { include, exclude: ["host:b*"] }, policy: said };
        // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
        const preview = world.tasks.preview(world.owner as never, { ...request, then: [], text: "" });
        if (preview.problems.length > 0) return;
        await world.create({ targets: request.targets, policy: said });
        const ran = (await world.executions()).map((row) => row.agent_id);
        expect(ran).toEqual(preview.order.map((one) => one.id));
        expect(preview.machines.map((one) => one.id)).toEqual(expect.arrayContaining(ran));
      }),
    );
  });
});
