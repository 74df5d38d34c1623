import { describe, expect, it } from "vitest";
import { parse } from "../../../../nlp/parse.ts";
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

  it("cancels nothing that the plan itself would take the place of", async () => {
    const service = { type: "string", title: "Service", "x-role": "service" } as const;
    const params = {
      type: "object",
      additionalProperties: false,
      required: ["service"],
      properties: { service },
    } as const;
    const phrases = { params, phrases: ["restart {service}"], examples: [] };
    const action = anAction({ name: "service.restart", risk: "change", dryRun: true, ...phrases });
    const world = new ConversationWorld({ actions: [action] });
    world.services = { ...world.services, parse };
    world.restart();
    await world.answer("restart nginx on web-1 at 9pm");
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
    const plan = await world.answer("no, everywhere");
    expect(JSON.stringify(plan)).toContain("instead of T-1, which is cancelled");
    const question = plan.buttons?.find(({ label }) => label === "Dry run");
    await world.answer(question?.say ?? "there is no such button");
    expect((await world.runQueries.listRuns({}, { limit: 9 })).items).toMatchObject([{ policy: { dryRun: true } }]);
    expect((await world.taskQueries.get("T-1")).state).toBe("active");
    await world.answer("yes");
    expect((await world.taskQueries.get("T-1")).state).toBe("cancelled");
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
