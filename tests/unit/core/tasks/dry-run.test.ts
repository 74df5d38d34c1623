import { describe, expect, it } from "vitest";
import { anAction } from "../../../support/action-catalog.ts";
import { anActor } from "../../../support/actors.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";
import { aFleetMachine, aRequest, CoreWorld } from "../../../support/core-world.ts";

describe("a dry run", () => {
  it("of what would really be done is refused, also as the way around an approval", async () => {
    const world = new ApprovalWorld();
    const olga = await world.person("olga", "operator");
    await world.person("grace", "approver");
    await world.protect("host:web-1");
    const request = { ...restart().request, policy: { dryRun: true } };
    const make = () => world.store.write((writer) => world.tasks.create(writer, olga, request));
    await expect(make()).rejects.toMatchObject({
      message: expect.stringContaining("service.restart has no dry run: it would really be done."),
    });
    expect(await world.runCount()).toBe(0);
  });

  it("is for actions that declare it, and for what only reads; a step that has none is refused too", () => {
    const world = new CoreWorld();
    const actor = anActor("admin", "ada");
    world.installed = [
      anAction({ name: "backup.create", risk: "change", dryRun: true }),
      anAction({ name: "disk.usage", risk: "read" }),
      anAction({ name: "service.restart", risk: "change" }),
    ];
    const problems = (action: string, next: readonly string[] = []) => {
      const then = next.map((name) => ({ when: "success" as const, action: name, params: {} }));
      return world.tasks.preview(actor, aRequest({ action, policy: { dryRun: true }, then })).problems;
    };
    expect(problems("backup.create")).toEqual([]);
    expect(problems("disk.usage", ["backup.create"])).toEqual([]);
    expect(problems("backup.create", ["service.restart"])).toEqual([
      "service.restart has no dry run: it would really be done.",
    ]);
  });

  it("and any run is refused where no machine has what it needs, which is named", () => {
    const world = new CoreWorld();
    world.installed = [anAction({ name: "service.restart", risk: "change", needs: { os: ["windows"] } })];
    const facts = { os: "linux", capabilities: [] } as never;
    world.machines = [aFleetMachine("web-1", { facts }), aFleetMachine("web-2", { facts: undefined })];
    const problems = (include: readonly string[]) =>
      world.tasks.preview(
        anActor("admin", "ada"),
        aRequest({ action: "service.restart", targets: { include, exclude: [] } }),
      ).problems;
    expect(problems(["host:web-1"])).toEqual(["web-1 is linux, and service.restart is for windows."]);
    expect(problems(["host:web-1", "host:web-2"])).toEqual([]);
  });
});
