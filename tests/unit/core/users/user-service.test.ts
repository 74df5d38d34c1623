import { describe, expect, it } from "vitest";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import type { PasswordHash } from "../../../../core/users/password-hasher.ts";
import { anAccountWorld, GOOD_PASSWORD } from "../../../support/account-world.ts";
import { anActor } from "../../../support/actors.ts";
import { NINE } from "../../../support/fake-clock.ts";

describe("adding people", () => {
  it("keeps name, role and time, and writes it to the audit log", async () => {
    const world = anAccountWorld();
    const user = await world.aUser("Alice", "operator");
    expect(user).toMatchObject({ name: "Alice", role: "operator", state: "active", createdAt: NINE });
    expect(await world.queries.get(user.id)).toEqual(user);
    expect(await world.auditActions()).toEqual(["user.create"]);
  });

  it("finds people without regard to case, and takes a name once only", async () => {
    const world = anAccountWorld();
    const alice = await world.aUser("Alice", "viewer");
    expect(await world.queries.byName("ALICE")).toEqual(alice);
    await expect(world.aUser("aLiCe", "admin")).rejects.toMatchObject({ code: "user.name-taken" });
  });

  it.each([
    "",
    " alice",
    "alice ",
    "al  ice",
    "al\u202eice",
    "al\nice",
    "x".repeat(61),
    "<b>",
    "system",
    "Schedule",
    "ａlice",
  ])("refuses the name %j", async (name) => {
    await expect(anAccountWorld().aUser(name, "viewer")).rejects.toMatchObject({ code: "request.invalid" });
  });

  it.each(["a", "Jürgen Müller", "o'neil", "build-bot.2", "Łucja", "李雷", "me@example.com"])(
    "takes the name %j",
    async (name) => {
      expect((await anAccountWorld().aUser(name, "viewer")).name).toBe(name);
    },
  );

  it.each(["viewer", "requester", "operator", "approver"] as const)("is not for a %s", async (role) => {
    const { users, write, auditActions } = anAccountWorld();
    const adding = write((writer) => users.create(writer, anActor(role), { name: "bob", role: "admin" }));
    await expect(adding).rejects.toMatchObject({ code: "access.denied" });
    expect(await auditActions()).toEqual([]);
  });

  it("lists by name, in pages", async () => {
    const world = anAccountWorld();
    for (const name of ["carol", "Alice", "bob"]) await world.aUser(name, "viewer");
    const first = await world.queries.list({ limit: 2 });
    const second = await world.queries.list({ limit: 2, cursor: first.next ?? "" });
    expect([first, second].map((page) => page.items.map((user) => user.name))).toEqual([["Alice", "bob"], ["carol"]]);
    expect(second.next).toBeUndefined();
  });
});

describe("the last administrator", () => {
  it("cannot be demoted or disabled", async () => {
    const { aUser, users, write, queries } = anAccountWorld();
    const root = await aUser("root", "admin");
    await aUser("alice", "operator");
    const refused = { code: "user.last-admin" };
    await expect(write((w) => users.setRole(w, SYSTEM_ACTOR, root.id, "viewer"))).rejects.toMatchObject(refused);
    await expect(write((w) => users.disable(w, SYSTEM_ACTOR, root.id))).rejects.toMatchObject(refused);
    expect(await queries.get(root.id)).toEqual(root);
  });

  it("is the last although a disabled administrator exists", async () => {
    const { aUser, users, write } = anAccountWorld();
    const root = await aUser("root", "admin");
    const other = await aUser("other", "admin");
    await write((writer) => users.disable(writer, SYSTEM_ACTOR, other.id));
    const demoting = write((writer) => users.setRole(writer, SYSTEM_ACTOR, root.id, "operator"));
    await expect(demoting).rejects.toMatchObject({ code: "user.last-admin" });
  });

  it("remains when two administrators demote each other at the same moment", async () => {
    const { aUser, users, write, queries } = anAccountWorld();
    const [one, two] = [await aUser("one", "admin"), await aUser("two", "admin")];
    const results = await Promise.allSettled([
      write((writer) => users.setRole(writer, SYSTEM_ACTOR, two.id, "viewer")),
      write((writer) => users.setRole(writer, SYSTEM_ACTOR, one.id, "viewer")),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
    expect((await queries.get(one.id)).role).toBe("admin");
  });
});

describe("changing people", () => {
  it("announces the change after its commit", async () => {
    const { aUser, users, write, events, queries } = anAccountWorld();
    const alice = await aUser("alice", "viewer");
    const heard: string[] = [];
    events.on("user.changed", ({ userId }) => heard.push(userId));
    await write((writer) => users.setRole(writer, SYSTEM_ACTOR, alice.id, "operator"));
    expect(heard).toEqual([alice.id]);
    expect((await queries.get(alice.id)).role).toBe("operator");
  });

  it("ends all sessions of who is disabled or gets another password", async () => {
    const { aUser, users, sessions, write } = anAccountWorld();
    const [alice, bob] = [await aUser("alice", "viewer"), await aUser("bob", "viewer")];
    const open = (id: string) => write((writer) => sessions.open(writer, id, "browser"));
    const [first, second] = [await open(alice.id), await open(bob.id)];
    await write((writer) => users.disable(writer, SYSTEM_ACTOR, alice.id));
    await write((writer) => users.setPassword(writer, SYSTEM_ACTOR, bob.id, "fake:other" as PasswordHash));
    expect(await sessions.list(alice.id)).toEqual([]);
    expect(await sessions.authenticate(first.secret)).toBeUndefined();
    expect(await sessions.authenticate(second.secret)).toBeUndefined();
  });

  it("lets people change their own password and zone, and nobody else's", async () => {
    const { anActorFor, aUser, users, write, queries } = anAccountWorld();
    const alice = await anActorFor("alice", "viewer");
    const bob = await aUser("bob", "viewer");
    const id = alice.userId ?? "";
    await write((writer) => users.setTimeZone(writer, alice, id, "Europe/Berlin"));
    await write((writer) => users.setPassword(writer, alice, id, "fake:new" as PasswordHash));
    expect((await queries.get(id)).timeZone).toBe("Europe/Berlin");
    const denied = { code: "access.denied" };
    await expect(write((w) => users.setTimeZone(w, alice, bob.id, "UTC"))).rejects.toMatchObject(denied);
    await expect(write((w) => users.setPassword(w, alice, bob.id, "x" as PasswordHash))).rejects.toMatchObject(denied);
  });

  it("refuses a time zone that does not exist", async () => {
    const { aUser, users, write } = anAccountWorld();
    const alice = await aUser("alice", "viewer");
    const setting = write((writer) => users.setTimeZone(writer, SYSTEM_ACTOR, alice.id, "Mars/Olympus"));
    await expect(setting).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("knows nobody by a wrong id", async () => {
    const { users, write, queries } = anAccountWorld();
    const missing = { code: "user.not-found" };
    await expect(write((w) => users.enable(w, SYSTEM_ACTOR, "usr_nobody"))).rejects.toMatchObject(missing);
    await expect(queries.get("usr_nobody")).rejects.toMatchObject(missing);
  });
});

describe("signing in", () => {
  it("takes the right password of an active person, by name in any case", async () => {
    const { aUser, signIn } = anAccountWorld();
    const alice = await aUser("Alice", "viewer");
    expect(await signIn.verify("alice", GOOD_PASSWORD)).toEqual(alice);
    expect(await signIn.verifyAgain(alice.id, GOOD_PASSWORD)).toEqual(alice);
  });

  it("says the same to a wrong password, an unknown name, and somebody disabled", async () => {
    const { aUser, signIn, users, write } = anAccountWorld();
    await aUser("alice", "viewer");
    const bob = await aUser("bob", "viewer");
    await write((writer) => users.disable(writer, SYSTEM_ACTOR, bob.id));
    const tries = [
      signIn.verify("alice", "wrong"),
      signIn.verify("nobody", GOOD_PASSWORD),
      signIn.verify("bob", GOOD_PASSWORD),
    ];
    const messages = await Promise.all(tries.map((attempt) => attempt.catch((error: Error) => error.message)));
    expect(new Set(messages)).toEqual(new Set(["Name or password is wrong."]));
  });

  it("hashes for an unknown name too, so that time tells nothing", async () => {
    const asked: unknown[] = [];
    const { signIn } = anAccountWorld({
      hasher: {
        hash: async () => "" as PasswordHash,
        verify: async (_password, stored) => {
          asked.push(stored);
          return false;
        },
      },
    });
    await expect(signIn.verify("nobody", "whatever")).rejects.toThrow();
    expect(asked).toEqual([undefined]);
  });
});
