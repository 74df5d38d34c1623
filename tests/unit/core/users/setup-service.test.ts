import { describe, expect, it } from "vitest";
import { SETUP_CODE_LIFE_MS, SetupService } from "../../../../core/users/setup-service.ts";
import { anAccountWorld, GOOD_PASSWORD } from "../../../support/account-world.ts";

async function fresh() {
  const world = anAccountWorld();
  const written: (string | undefined)[] = [];
  const codeFile = {
    write: async (code: string) => void written.push(code),
    remove: async () => void written.push(undefined),
  };
  const setup = new SetupService({ ...world, codeFile });
  const code = (await setup.begin()) ?? "";
  return { ...world, setup, code, written };
}

describe("set-up", () => {
  it("is needed while nobody exists, and makes the first administrator with its code", async () => {
    const { setup, code, queries, auditActions } = await fresh();
    expect(await setup.needed()).toBe(true);
    const user = await setup.complete(code, "alice", GOOD_PASSWORD);
    expect(await queries.get(user.id)).toMatchObject({ name: "alice", role: "admin" });
    expect(await setup.needed()).toBe(false);
    expect(await auditActions()).toEqual(["user.create", "setup.complete"]);
  });

  it("leaves its code in the file until it is done", async () => {
    const { setup, code, written } = await fresh();
    expect(written).toEqual([code]);
    await setup.complete(code, "alice", GOOD_PASSWORD);
    expect(written).toEqual([code, undefined]);
  });

  it("takes the code as people paste it", async () => {
    const { setup, code } = await fresh();
    expect((await setup.complete(` ${code.toUpperCase()}\n`, "alice", GOOD_PASSWORD)).name).toBe("alice");
  });

  it("works once", async () => {
    const { setup, code } = await fresh();
    await setup.complete(code, "alice", GOOD_PASSWORD);
    await expect(setup.complete(code, "mallory", GOOD_PASSWORD)).rejects.toMatchObject({ code: "setup.done" });
    expect(await setup.begin()).toBeUndefined();
  });

  it("lets one of two at the same moment win", async () => {
    const { setup, code, queries } = await fresh();
    const both = [setup.complete(code, "alice", GOOD_PASSWORD), setup.complete(code, "mallory", GOOD_PASSWORD)];
    const results = await Promise.allSettled(both);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(await queries.all()).toHaveLength(1);
  });

  it("lets one of two servers win", async () => {
    const { setup, code, queries, ...world } = await fresh();
    const other = new SetupService(world);
    const otherCode = (await other.begin()) ?? "";
    const both = [setup.complete(code, "alice", GOOD_PASSWORD), other.complete(otherCode, "bob", GOOD_PASSWORD)];
    await Promise.allSettled(both);
    expect(await queries.all()).toHaveLength(1);
  });

  it("refuses a wrong code five times, and then the right one too, until the next start", async () => {
    const { setup, code } = await fresh();
    const wrong = { code: "setup.wrong-code" };
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(setup.complete("0000-0000", "alice", GOOD_PASSWORD)).rejects.toMatchObject(wrong);
    }
    await expect(setup.complete(code, "alice", GOOD_PASSWORD)).rejects.toMatchObject(wrong);
    const next = (await setup.begin()) ?? "";
    expect(next).not.toBe(code);
    expect((await setup.complete(next, "alice", GOOD_PASSWORD)).role).toBe("admin");
  });

  it("refuses the code after fifteen minutes", async () => {
    const { setup, code, clock } = await fresh();
    await clock.advance(SETUP_CODE_LIFE_MS);
    await expect(setup.complete(code, "alice", GOOD_PASSWORD)).rejects.toThrow(/expired; restart the server/);
  });

  it("costs no try to choose a weak password or a bad name", async () => {
    const { setup, code } = await fresh();
    for (let tries = 0; tries < 6; tries += 1) {
      await expect(setup.complete(code, "alice", "short")).rejects.toMatchObject({ code: "user.weak-password" });
      await expect(setup.complete(code, "", GOOD_PASSWORD)).rejects.toMatchObject({ code: "request.invalid" });
    }
    expect((await setup.complete(code, "alice", GOOD_PASSWORD)).name).toBe("alice");
  });

  it("is done by configuration only when nobody exists", async () => {
    const { setup, queries } = await fresh();
    expect(await setup.createFirstAdmin("root", GOOD_PASSWORD)).toMatchObject({ role: "admin" });
    expect(await setup.createFirstAdmin("second", GOOD_PASSWORD)).toBeUndefined();
    expect((await queries.all()).map((user) => user.name)).toEqual(["root"]);
  });

  it("refuses a weak password from the configuration", async () => {
    const { setup } = await fresh();
    await expect(setup.createFirstAdmin("root", "root")).rejects.toMatchObject({ code: "user.weak-password" });
  });
});
