import { describe, expect, it } from "vitest";
import { AliasService } from "../../../../core/aliases/alias-service.ts";
import { noteUnmatched, unmatchedSentences } from "../../../../core/aliases/unmatched-log.ts";
import type { AuditFact } from "../../../../core/audit/audit-recorder.ts";
import type { CoreEvents } from "../../../../core/events/core-events.ts";
import { EventBus } from "../../../../core/kernel/event-bus.ts";
import type { Frame } from "../../../../core/model/frame.ts";
import type { Actor } from "../../../../core/model/user.ts";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import { anActor } from "../../../support/actors.ts";

const FRAME: Frame = { intent: "task.create", outcome: "act", action: "disk.usage", spans: [], score: 1, said: [] };

function setup() {
  const store = createMemoryStore();
  const recorded: AuditFact[] = [];
  const events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  const audit = { record: async (_writer: unknown, _actor: unknown, fact: AuditFact) => void recorded.push(fact) };
  const clock = { now: () => 5, monotonic: () => 5, after: () => () => undefined };
  const aliases = new AliasService(store, { clock, audit, events });
  const teach = (actor: Actor, name: string, text = "check disk") =>
    store.write((writer) => aliases.create(writer, actor, { name, text, frame: FRAME }));
  const remove = (actor: Actor, name: string) => store.write((writer) => aliases.remove(writer, actor, name));
  return { store, events, aliases, recorded, teach, remove };
}

describe("a phrase that was taught", () => {
  it("is kept in lower case, with its meaning, its teacher and a line in the audit log", async () => {
    const { aliases, recorded, teach } = setup();
    await teach(anActor("requester", "ada"), "  Morning   Check ");
    expect(await aliases.all()).toEqual([
      { name: "morning check", text: "check disk", frame: FRAME, ownerName: "ada", createdAt: 5 },
    ]);
    expect(recorded).toMatchObject([{ action: "alias.create", object: "morning check", decision: "allowed" }]);
  });

  it("is announced, so that every catalog learns it", async () => {
    const { events, teach, remove } = setup();
    let heard = 0;
    events.on("aliases.changed", () => {
      heard += 1;
    });
    await teach(anActor("operator", "ada"), "morning check");
    await remove(anActor("operator", "ada"), "Morning check");
    expect(heard).toBe(2);
  });

  it("is replaced by its teacher, and by nobody else but an administrator", async () => {
    const { aliases, teach } = setup();
    await teach(anActor("operator", "ada"), "check", "one");
    await teach(anActor("operator", "ada"), "check", "two");
    await expect(teach(anActor("operator", "ben"), "check", "three")).rejects.toMatchObject({
      code: "request.conflict",
    });
    await teach(anActor("admin", "eve"), "check", "four");
    expect((await aliases.all()).map((alias) => alias.text)).toEqual(["four"]);
  });

  it("is not forgotten for somebody else, nor when there is none", async () => {
    const { aliases, teach, remove } = setup();
    await teach(anActor("operator", "ada"), "check");
    await expect(remove(anActor("operator", "ben"), "check")).rejects.toMatchObject({ code: "access.denied" });
    await expect(remove(anActor("admin", "eve"), "other")).rejects.toMatchObject({ code: "request.not-found" });
    expect(await aliases.all()).toHaveLength(1);
  });

  it.each(["", " ", "x".repeat(61), "a\u0000b"])("cannot be called %j", async (name) => {
    const { teach } = setup();
    await expect(teach(anActor("admin", "eve"), name)).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("cannot be taught by a viewer", async () => {
    const { teach } = setup();
    await expect(teach(anActor("viewer", "vi"), "check")).rejects.toMatchObject({ code: "access.denied" });
  });
});

describe("sentences that were not understood", () => {
  it("are counted, whatever their case and spaces, the most frequent first", async () => {
    const { store } = setup();
    const said = ["frobnicate web-1", "Frobnicate  web-1", "make tea", "frobnicate web-1"];
    for (const [at, text] of said.entries()) {
      await store.write((writer) => noteUnmatched(writer, { text, userId: undefined, conversationId: "cnv_1", at }));
    }
    expect(await unmatchedSentences(store)).toMatchObject([
      { text: "frobnicate web-1", count: 3, lastAt: 3 },
      { text: "make tea", count: 1, lastAt: 2 },
    ]);
  });
});
