import { describe, expect, it } from "vitest";
import { CatalogSource } from "../../../../bot/conversation/catalog-source.ts";
import { aMachine, ConversationWorld } from "../../../support/conversation-world.ts";

describe("the catalog of a conversation", () => {
  it("names machines and labels the way people say them", async () => {
    const world = new ConversationWorld({
      machines: [aMachine("Web-1", { labels: ["web", "env:Production", "os:linux"] })],
    });
    const catalog = await new CatalogSource(world.services).current();
    expect(catalog.agents).toEqual([{ name: "web-1", labels: ["web", "production", "linux"] }]);
  });

  it("knows a machine that has just joined and a task that was just made", async () => {
    const world = new ConversationWorld();
    const source = new CatalogSource(world.services);
    expect((await source.current()).tasks).toEqual([]);
    await world.answer("check disk on web-1 every day at 9");
    world.machines = [...world.machines, aMachine("web-9")];
    const catalog = await source.current();
    expect(catalog.tasks).toEqual([{ id: "T-1", name: "check disk space" }]);
    expect(catalog.agents.map((agent) => agent.name)).toContain("web-9");
  });

  it("asks for people only now and then, and again after a failure", async () => {
    const world = new ConversationWorld();
    let asked = 0;
    const users = {
      all: async () => {
        asked += 1;
        if (asked === 1) throw new Error("database is busy");
        return [];
      },
    };
    const source = new CatalogSource({ ...world.services, users });
    await expect(source.current()).rejects.toThrow("database is busy");
    await source.current();
    await source.current();
    expect(asked).toBe(2);
    world.now += 30_000;
    await source.current();
    expect(asked).toBe(3);
  });

  it("is the same object until a word of it changes, because the parser prepares each one once", async () => {
    const world = new ConversationWorld();
    const source = new CatalogSource(world.services);
    const first = await source.current();
    world.services.events.emit("task.changed", { taskId: "T-1" });
    world.machines = world.machines.map((machine) => ({ ...machine, lastSeenAt: 1 }));
    expect(await source.current()).toBe(first);
    world.machines = [...world.machines, aMachine("web-9")];
    expect(await source.current()).not.toBe(first);
  });
});
