import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FrameStep } from "../../../../core/model/frame.ts";
import { runTable } from "../../../../core/store/tables/run-table.ts";
import { fillParams } from "../../../../core/tasks/fill-params.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { CoreWorld } from "../../../support/core-world.ts";
import { anExecutionRow } from "../../../support/execution-rows.ts";

const anAnswer = (name: string, data: object, state = "succeeded") =>
  anExecutionRow({ agent_name: name, state, response: { ok: true, headline: `${name} is done`, data: { ...data } } });

function fill(value: string, previous = [anAnswer("web-1", { file: "/b/a.tgz", size: 12, disk: { free: 3 } })]) {
  return fillParams({ value }, previous);
}
const filled = (value: unknown) => ({ kind: "filled", params: { value } });

describe("what a step takes over from the run before it", () => {
  it.each([
    ["{{previous.value.file}}", "/b/a.tgz"],
    ["{{previous.value.size}}", 12],
    ["{{ previous.value.disk.free }}", 3],
    ["{{previous.machines}}", ["web-1"]],
    ["of {{previous.machines}}: {{previous.headline}} ({{previous.value.size}})", "of web-1: web-1 is done (12)"],
    ["nothing of {{ this }}", "nothing of {{ this }}"],
  ])("%s becomes %j", (reference, value) => {
    expect(fill(reference)).toEqual(filled(value));
  });

  it("takes over a list into a list as its items", () => {
    const rows = [anAnswer("web-1", {}), anAnswer("web-2", {})];
    expect(fillParams({ args: ["--on", "{{previous.machines}}"] }, rows)).toEqual({
      kind: "filled",
      params: { args: ["--on", "web-1", "web-2"] },
    });
  });

  it("says what is missing, or where machines differ, by name", () => {
    const two = [anAnswer("web-1", { size: 12 }), anAnswer("web-2", { size: 14 })];
    expect(fill("{{previous.value.size}}", two)).toEqual({
      kind: "problem",
      problem: "{{previous.value.size}}: web-1 and web-2 answered differently, and a step has one value.",
    });
    expect(fill("{{previous.value.color}}")).toMatchObject({
      problem: "{{previous.value.color}}: web-1 answered no such thing.",
    });
    expect(fill("{{previous.failed}}")).toMatchObject({ problem: "{{previous.failed}}: it failed on no machine." });
    const failed = [anAnswer("web-1", {}), anAnswer("web-2", {}, "failed")];
    expect(fill("{{previous.failed}}", failed)).toEqual(filled(["web-2"]));
  });

  it("takes over nothing that could be read as another reference, or as control of a terminal", () => {
    expect(fill("{{previous.value.x}}", [anAnswer("web-1", { x: "{{previous.machines}}\u001b[2J" })])).toEqual(
      filled("{{previous.machines}}"),
    );
  });

  it("never throws, whatever is said and answered", () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (path, answer) => {
        const data = { a: JSON.parse(answer) as object };
        fillParams({ one: `{{previous.${path}}}`, two: [`x{{previous.value.a.${path}}}`] }, [anAnswer("web-1", data)]);
      }),
    );
  });
});

const restartOf = (service: string): FrameStep => ({ when: "success", action: "service.restart", params: { service } });

const followedBy = (...then: readonly FrameStep[]) => ({ then });

/** A chain of a check and a restart of what the check names. */
async function chained(step: FrameStep, answer: object = { service: "nginx" }): Promise<CoreWorld> {
  const world = new CoreWorld();
  await world.create(followedBy(step));
  await world.end("E-1", "succeeded");
  await world.force("E-1", { response: { ok: true, headline: "found", data: { ...answer } } });
  await world.follower.runOnce();
  return world;
}

describe("a chain that passes results on", () => {
  it("runs its step with what the run before answered", async () => {
    const world = await chained(restartOf("{{previous.value.service}}"));
    expect(await world.runRow("R-2")).toMatchObject({ state: "running", params: { service: "nginx" } });
  });

  it("does not run a step whose value is missing, and says so", async () => {
    const world = await chained(restartOf("{{previous.value.service}}"), {});
    expect(await world.runRow("R-2")).toMatchObject({
      state: "skipped",
      reason: "It cannot take over what the run before gave: {{previous.value.service}}: web-1 answered no such thing.",
    });
  });

  it("does not run a step whose value its action does not take, and says so", async () => {
    const world = new CoreWorld();
    await world.create(followedBy(restartOf("{{previous.value.service}}")));
    await world.end("E-1", "succeeded");
    await world.force("E-1", { response: { ok: true, headline: "found", data: { service: "--force" } } });
    world.paramsProblem = "service must not begin with a dash";
    await world.follower.runOnce();
    const [, step] = await world.store.select(runTable, { orderBy: [{ column: "seq" }] });
    expect(step).toMatchObject({ state: "skipped", reason: expect.stringContaining("must not begin with a dash") });
  });

  it.each([
    ["{{previous.machine}}", /"{{previous.machine}}" is not known/],
    ["{{previous.value}}", /is not known/],
    ["{{previous.machines", /is not known/],
  ])("is refused when it is made where it says %s", async (service, why) => {
    const world = new CoreWorld();
    await expect(world.create(followedBy(restartOf(service)))).rejects.toThrow(why);
    await expect(world.create({ params: { path: service } })).rejects.toThrow(/nothing comes before the first/);
  });

  it("P18: never makes a command of an answer, nor lets an answer decide how risky a step is", async () => {
    const world = new CoreWorld();
    const params = {
      type: "object",
      properties: {
        command: { type: "string", title: "Command", "x-slot": "command" },
        method: { type: "string", title: "Method" },
      },
      additionalProperties: false,
    } as const;
    const riskWhen = [{ param: "method", in: ["POST"], risk: "change" }] as const;
    world.installed = [...world.installed, anAction({ name: "tool.run", params, riskWhen })];
    const asked = (one: object) =>
      world.create(followedBy({ when: "success", action: "tool.run", params: { ...one } }));
    await expect(asked({ command: "rm {{previous.value.file}}" })).rejects.toThrow(/command is a command/);
    await expect(asked({ method: "{{previous.value.method}}" })).rejects.toThrow(/decides how risky/);
    await expect(asked({ method: "{{Previous.value.method}}" })).rejects.toThrow(/is not known/);
  });

  it("P18: lets no machine choose what another one runs", async () => {
    const world = new CoreWorld();
    const params = {
      type: "object",
      properties: {
        path: { type: "string", title: "Program", "x-slot": "path" },
        args: { type: "array", title: "Arguments", items: { type: "string" } },
      },
      additionalProperties: false,
    } as const;
    world.installed = [...world.installed, anAction({ name: "tool.run", params, risk: "change" })];
    const asked = (one: object) =>
      world.create(followedBy({ when: "success", action: "tool.run", params: { ...one } }));
    await expect(asked({ path: "{{previous.value.file}}" })).rejects.toThrow(/cannot follow from what a machine/);
    await expect(asked({ path: "/opt/x", args: ["{{previous.headline}}"] })).rejects.toThrow(/cannot follow/);
    await asked({ path: "/opt/x", args: ["{{previous.machines}}"] });
  });
});
