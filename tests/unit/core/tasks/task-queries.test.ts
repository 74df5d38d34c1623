import { describe, expect, it } from "vitest";
import { anActor } from "../../../support/actors.ts";
import { CoreWorld, olga } from "../../../support/core-world.ts";

const daily = { kind: "cron", cron: "0 12 * * *" } as const;

describe("listing tasks", () => {
  it("goes newest first through all pages, unmoved by tasks that come meanwhile", async () => {
    const world = new CoreWorld();
    for (let index = 0; index < 5; index += 1) await world.create();
    const first = await world.taskQueries.list({}, { limit: 2 });
    await world.create();
    const second = await world.taskQueries.list({}, { limit: 2, cursor: first.next ?? "" });
    const third = await world.taskQueries.list({}, { limit: 2, cursor: second.next ?? "" });
    const ids = [...first.items, ...second.items, ...third.items].map((task) => task.id);
    expect(ids).toEqual(["T-5", "T-4", "T-3", "T-2", "T-1"]);
    expect(third.next).toBeUndefined();
  });

  it("refuses a cursor that it did not give", async () => {
    const list = new CoreWorld().taskQueries.list({}, { limit: 2, cursor: "1; drop table task" });
    await expect(list).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("narrows by state, owner, plugin, part of the name and what is still to come", async () => {
    const world = new CoreWorld();
    await world.create({ name: "Nightly Check", schedule: daily });
    await world.create({ name: "other" }, anActor("operator", "bob"));
    const idsOf = async (filter: Parameters<typeof world.taskQueries.list>[0]) =>
      (await world.taskQueries.list(filter, { limit: 10 })).items.map((task) => task.id);
    expect(await idsOf({ state: ["active"] })).toEqual(["T-1"]);
    expect(await idsOf({ state: [] })).toEqual([]);
    expect(await idsOf({ ownerId: "usr_bob" })).toEqual(["T-2"]);
    expect(await idsOf({ plugin: "test" })).toEqual(["T-2", "T-1"]);
    expect(await idsOf({ plugin: "disk" })).toEqual([]);
    expect(await idsOf({ text: "nightly" })).toEqual(["T-1"]);
    expect(await idsOf({ upcoming: true })).toEqual(["T-1"]);
    expect(await idsOf({ upcoming: true, ownerId: "usr_bob" })).toEqual([]);
  });
});

describe("finding tasks", () => {
  it("finds all of a name whatever its case, newest first, and no longer names", async () => {
    const world = new CoreWorld();
    for (const name of ["Nightly", "nightly", "nightly backup"]) await world.create({ name }, olga);
    expect((await world.taskQueries.findByName("NIGHTLY")).map((task) => task.id)).toEqual(["T-2", "T-1"]);
  });

  it("says that there is no such task", async () => {
    await expect(new CoreWorld().taskQueries.get("T-1")).rejects.toMatchObject({ code: "task.not-found" });
  });
});
