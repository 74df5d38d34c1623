import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../../../../core/model/user.ts";
import { anActor } from "../../../support/actors.ts";
import { ApprovalWorld, restart } from "../../../support/approval-world.ts";

let world: ApprovalWorld;
let olga: Actor;
beforeEach(async () => {
  world = new ApprovalWorld();
  olga = await world.person("olga", "operator");
  await world.person("grace", "approver");
});

const onWeb1 = restart("web-1").request;

describe("a protected place", () => {
  it("makes changes there wait for approval from now on, and no longer once it is lifted", async () => {
    expect(world.tasks.preview(olga, onWeb1).access.allowed).toBe(true);
    const id = await world.protect("host:web-1");
    expect(world.tasks.preview(olga, onWeb1).access).toMatchObject({
      allowed: false,
      approval: { reasons: ["changes on web-1 need approval (web-1; G-1)"] },
    });
    await world.store.write((writer) => world.protections.lift(writer, anActor("admin", "ada"), id));
    expect(world.tasks.preview(olga, onWeb1).access.allowed).toBe(true);
    expect(world.audited.map(({ action }) => action)).toEqual(["protection.set", "protection.lift"]);
  });

  it("is known to another server after its next look", async () => {
    await world.protect("host:web-1");
    world.approvalDirectory.remove("G-1");
    await world.approvalDirectory.load();
    expect(world.approvalDirectory.protections()).toMatchObject([{ id: "G-1", byName: "ada", risk: "change" }]);
  });

  it("is set by administrators alone, and only where there are machines", async () => {
    const set = (actor: Actor, term: string) =>
      world.store.write((writer) =>
        world.protections.protect(writer, actor, { targets: { include: [term], exclude: [] } }),
      );
    await expect(set(olga, "host:web-1")).rejects.toMatchObject({ code: "access.denied" });
    await expect(set(anActor("admin"), "label:moon")).rejects.toMatchObject({ code: "run.no-machine" });
    const lift = world.store.write((writer) => world.protections.lift(writer, anActor("admin"), "G-9"));
    await expect(lift).rejects.toMatchObject({ code: "protection.not-found" });
  });
});
