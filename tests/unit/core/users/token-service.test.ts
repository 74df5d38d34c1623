import { describe, expect, it } from "vitest";
import { tokenTable } from "../../../../core/store/tables/user-table.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { TOKEN_DEFAULT_LIFE_MS } from "../../../../core/users/token-service.ts";
import { anAccountWorld } from "../../../support/account-world.ts";
import { NINE } from "../../../support/fake-clock.ts";

async function withToken() {
  const world = anAccountWorld();
  await world.aUser("root", "admin");
  const alice = await world.anActorFor("alice", "operator");
  const { token, secret } = await world.write((writer) => world.tokens.create(writer, alice, { name: "laptop" }));
  return { ...world, alice, token, secret };
}

describe("an access token", () => {
  it("says who is there, with the role they have now", async () => {
    const { tokens, users, write, alice, secret } = await withToken();
    expect(await tokens.authenticate(secret)).toEqual({ ...alice, via: "rest" });
    await write((writer) => users.setRole(writer, SYSTEM_ACTOR, alice.userId ?? "", "viewer"));
    expect((await tokens.authenticate(secret))?.role).toBe("viewer");
  });

  it("has a prefix that scanners know, and is kept as a digest only", async () => {
    const { store, secret } = await withToken();
    expect(secret).toMatch(/^octo_pat_[0-9a-f]{64}_[0-9a-f]{6}$/);
    expect(JSON.stringify(await store.select(tokenTable, {}))).not.toContain(secret.slice(9, 60));
  });

  it("is refused without a look at the store when its check does not fit", async () => {
    const { tokens, store, secret } = await withToken();
    store.select = () => Promise.reject(new Error("asked the store"));
    const slip = secret.replace(/.{7}$/, "0_ffffff");
    expect(await tokens.authenticate(slip)).toBeUndefined();
    expect(await tokens.authenticate("octo_pat_")).toBeUndefined();
  });

  it("lives 90 days unless said otherwise, and not a moment longer", async () => {
    const { tokens, clock, token, secret } = await withToken();
    expect(token.expiresAt).toBe(NINE + TOKEN_DEFAULT_LIFE_MS);
    await clock.advance(TOKEN_DEFAULT_LIFE_MS - 1);
    expect(await tokens.authenticate(secret)).toBeDefined();
    await clock.advance(1);
    expect(await tokens.authenticate(secret)).toBeUndefined();
  });

  it.each([0, -1, Number.NaN, 367 * 24 * 3_600_000])("cannot live %d ms", async (lifeMs) => {
    const { tokens, write, alice } = await withToken();
    const making = write((writer) => tokens.create(writer, alice, { name: "x", lifeMs }));
    await expect(making).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("sleeps while its owner is disabled", async () => {
    const { tokens, users, write, alice, secret } = await withToken();
    await write((writer) => users.disable(writer, SYSTEM_ACTOR, alice.userId ?? ""));
    expect(await tokens.authenticate(secret)).toBeUndefined();
    await write((writer) => users.enable(writer, SYSTEM_ACTOR, alice.userId ?? ""));
    expect(await tokens.authenticate(secret)).toBeDefined();
  });

  it("notes its last use at most once a minute", async () => {
    const { tokens, clock, alice, secret } = await withToken();
    const lastUse = async () => (await tokens.list(alice))[0]?.lastUsedAt;
    expect(await lastUse()).toBeUndefined();
    await tokens.authenticate(secret);
    await clock.advance(59_999);
    await tokens.authenticate(secret);
    expect(await lastUse()).toBe(NINE);
    await clock.advance(1);
    await tokens.authenticate(secret);
    expect(await lastUse()).toBe(NINE + 60_000);
  });

  it("is revoked by its owner alone, at once", async () => {
    const { anActorFor, tokens, write, alice, token, secret, auditActions } = await withToken();
    const bob = await anActorFor("bob", "admin");
    const byBob = write((writer) => tokens.revoke(writer, bob, token.id));
    await expect(byBob).rejects.toMatchObject({ code: "token.not-found" });
    await write((writer) => tokens.revoke(writer, alice, token.id));
    expect(await tokens.authenticate(secret)).toBeUndefined();
    expect(await tokens.list(alice)).toEqual([]);
    expect((await auditActions()).filter((action) => action.startsWith("token."))).toEqual([
      "token.create",
      "token.revoke",
    ]);
  });

  it("is not for the program itself", async () => {
    const { tokens, write } = await withToken();
    const making = write((writer) => tokens.create(writer, SYSTEM_ACTOR, { name: "x" }));
    await expect(making).rejects.toMatchObject({ code: "access.denied" });
  });

  it("is one of at most a hundred", async () => {
    const { tokens, write, alice } = await withToken();
    for (let count = 1; count < 100; count += 1) await write((writer) => tokens.create(writer, alice, { name: "x" }));
    const oneMore = write((writer) => tokens.create(writer, alice, { name: "x" }));
    await expect(oneMore).rejects.toMatchObject({ code: "request.conflict" });
  });
});
