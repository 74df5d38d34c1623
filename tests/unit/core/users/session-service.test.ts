import { describe, expect, it } from "vitest";
import { sessionTable } from "../../../../core/store/tables/user-table.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "../../../../core/users/session-service.ts";
import { anAccountWorld } from "../../../support/account-world.ts";
import { NINE } from "../../../support/fake-clock.ts";

const MINUTE = 60_000;

async function signedIn() {
  const world = anAccountWorld();
  await world.aUser("root", "admin");
  const alice = await world.aUser("alice", "operator");
  const { secret } = await world.write((writer) => world.sessions.open(writer, alice.id, "Firefox\u0000"));
  const row = async () => (await world.store.select(sessionTable, {}))[0];
  return { ...world, alice, secret, row };
}

describe("a session", () => {
  it("says who is there, with the role they have now", async () => {
    const { sessions, users, write, alice, secret } = await signedIn();
    expect(await sessions.authenticate(secret)).toEqual({
      userId: alice.id,
      name: "alice",
      role: "operator",
      via: "web",
    });
    await write((writer) => users.setRole(writer, SYSTEM_ACTOR, alice.id, "viewer"));
    expect((await sessions.authenticate(secret))?.role).toBe("viewer");
  });

  it("keeps no secret in the store", async () => {
    const { row, secret } = await signedIn();
    expect(JSON.stringify(await row())).not.toContain(secret.slice(9, 40));
    expect((await row())?.user_agent).toBe("Firefox ");
  });

  it("is not opened by its digest, by another secret or by a token", async () => {
    const { sessions, row, secret } = await signedIn();
    for (const wrong of [(await row())?.digest ?? "", `${secret}0`, "", secret.replace("octo_ses", "octo_pat")]) {
      expect(await sessions.authenticate(wrong)).toBeUndefined();
    }
  });

  it("ends when it was idle for eight hours, and not before", async () => {
    const { sessions, clock, secret } = await signedIn();
    await clock.advance(SESSION_IDLE_MS - 1);
    expect(await sessions.authenticate(secret)).toBeDefined();
    await clock.advance(SESSION_IDLE_MS);
    expect(await sessions.authenticate(secret)).toBeUndefined();
  });

  it("ends after seven days however much it is used", async () => {
    const { sessions, clock, secret } = await signedIn();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      await clock.advance(6 * 60 * MINUTE);
      expect(await sessions.authenticate(secret)).toBeDefined();
    }
    await clock.advance(SESSION_LIFE_MS - (clock.now() - NINE));
    expect(await sessions.authenticate(secret)).toBeUndefined();
  });

  it("is written at most once a minute while it is used", async () => {
    const { sessions, clock, secret, row } = await signedIn();
    await clock.advance(MINUTE - 1);
    await sessions.authenticate(secret);
    expect((await row())?.last_seen_at).toBe(NINE);
    await clock.advance(1);
    await sessions.authenticate(secret);
    expect((await row())?.last_seen_at).toBe(NINE + MINUTE);
  });

  it("still says who is there when the store cannot write", async () => {
    const { sessions, clock, secret, store } = await signedIn();
    await clock.advance(2 * MINUTE);
    store.write = () => Promise.reject(new Error("disk full"));
    expect(await sessions.authenticate(secret)).toBeDefined();
  });

  it("ends by signing out, by revoking one, and by revoking all", async () => {
    const { sessions, write, alice, secret } = await signedIn();
    const other = await write((writer) => sessions.open(writer, alice.id, "phone"));
    const third = await write((writer) => sessions.open(writer, alice.id, "tablet"));
    await write((writer) => sessions.close(writer, secret));
    expect(await sessions.authenticate(secret)).toBeUndefined();
    const phone = (await sessions.list(alice.id)).find((session) => session.userAgent === "phone");
    expect(await write((writer) => sessions.revoke(writer, "usr_other", phone?.id ?? ""))).toBe(false);
    expect(await write((writer) => sessions.revoke(writer, alice.id, phone?.id ?? ""))).toBe(true);
    expect(await sessions.authenticate(other.secret)).toBeUndefined();
    expect(await sessions.authenticate(third.secret)).toBeDefined();
    expect(await write((writer) => sessions.revokeAll(writer, alice.id))).toBe(1);
    expect(await sessions.authenticate(third.secret)).toBeUndefined();
  });
});
