import { describe, expect, it } from "vitest";
import { AgentDirectory } from "../../../../core/agents/agent-directory.ts";
import { createMemoryStore } from "../../../../core/storage/memory/memory-store.ts";
import type { Reader } from "../../../../core/store/rows.ts";
import { SYSTEM_ACTOR } from "../../../../core/users/actor-of.ts";
import { anAgentWorld } from "../../../support/agent-world.ts";

describe("what another server changed about machines", () => {
  it("is known after the next load, and what is the same stays the same list", async () => {
    const store = createMemoryStore();
    const { join, agents, write } = anAgentWorld({ store });
    const elsewhere = new AgentDirectory(store);
    await elsewhere.load();
    const { agentId } = await join("web-1");
    await elsewhere.load();
    const known = elsewhere.all();
    expect(known.map(({ name }) => name)).toEqual(["web-1"]);
    await elsewhere.load();
    expect(elsewhere.all()).toBe(known);
    await write((writer) => agents.drain(writer, SYSTEM_ACTOR, agentId));
    await elsewhere.load();
    expect(elsewhere.get(agentId)?.state).toBe("draining");
  });

  it("never hides what was put here while it was read", async () => {
    const store = createMemoryStore();
    const { join } = anAgentWorld({ store });
    const { agentId } = await join("web-1");
    let meanwhile: () => void = () => undefined;
    const slow: Pick<Reader, "select"> = {
      async select(table, query) {
        const rows = await store.select(table, query);
        meanwhile();
        return rows;
      },
    };
    const here = new AgentDirectory({ count: (table, where) => store.count(table, where), select: slow.select });
    await here.load();
    const before = here.get(agentId);
    if (!before) throw new Error("not there");
    meanwhile = () => here.put([{ ...before, state: "disabled" }]);
    await here.load();
    expect(here.get(agentId)?.state).toBe("disabled");
  });
});
