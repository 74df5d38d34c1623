import { describe, expect, it } from "vitest";
import { anAction } from "../../../support/action-catalog.ts";
import { anActor } from "../../../support/actors.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";

/** Restarting can be rehearsed here. */
function rehearsing(): ConversationWorld {
  const action = anAction({ name: "service.restart", risk: "change", dryRun: true });
  return new ConversationWorld({ actions: [action] });
}

describe("the button Dry run of a plan", () => {
  it("says what the plan would do, and leaves the plan waiting", async () => {
    const world = rehearsing();
    const plan = await world.answer("restart nginx on db-1");
    expect(plan.buttons?.map(({ say }) => say)).toEqual(["confirm P-1", "dry run P-1", "change P-1", "cancel P-1"]);
    await world.answer("dry run P-1");
    const { items } = await world.runQueries.listRuns({}, { limit: 9 });
    expect(items.map(({ id, policy }) => `${id} ${policy.dryRun}`)).toEqual(["R-1 true"]);
    await world.answer("yes");
    const [real] = (await world.runQueries.listRuns({}, { limit: 9 })).items;
    expect([real?.id, real?.policy.dryRun]).toEqual(["R-2", undefined]);
  });

  it("is for whoever the plan waits for, while it waits", async () => {
    const world = rehearsing();
    await world.answer("restart nginx on db-1");
    const { replies } = await world.say("dry run P-1", { actor: anActor("admin", "eve") });
    expect(replies[0]?.card?.headline).toBe("P-1 is no plan of yours that waits");
    await world.answer("no");
    expect((await world.answer("dry run P-1")).headline).toBe("P-1 is no plan of yours that waits");
    expect((await world.runQueries.listRuns({}, { limit: 9 })).items).toEqual([]);
  });
});
