import { describe, expect, it } from "vitest";
import { admit } from "../../../../web/api/admit.ts";
import type { Route } from "../../../../web/contract/route.ts";
import { anActor } from "../../../support/actors.ts";

const route = (change: Partial<Route>): Route => ({
  method: "GET",
  path: "/x",
  summary: "",
  access: "person",
  ...change,
});
const person = (role: "viewer" | "admin") =>
  ({ kind: "person", actor: anActor(role), sessionSecret: undefined }) as const;
const machine = { kind: "agent", agentId: "agt_1" } as const;

describe("admit", () => {
  it("refuses a route that names no right, even to an admin", () => {
    expect(admit(route({}), person("admin"), {})).toMatchObject({ kind: "denied", rule: "deny-by-default" });
  });
  it("decides by role where the right is flat, and leaves owner and risk to the services", () => {
    expect(admit(route({ capability: "user.manage" }), person("viewer"), {}).kind).toBe("denied");
    expect(admit(route({ capability: "user.manage" }), person("admin"), {}).kind).toBe("admitted");
    expect(admit(route({ capability: "run" }), person("viewer"), {}).kind).toBe("admitted");
  });
  it("lets a machine speak where the address names none", () => {
    expect(admit(route({ access: "agent" }), machine, {}).kind).toBe("admitted");
    expect(admit(route({ access: "agent" }), { kind: "nobody" }, {}).kind).toBe("unauthenticated");
  });

  it("keeps machines to themselves", () => {
    expect(admit(route({ access: "agent", params: "IdParams" }), machine, { id: "agt_1" }).kind).toBe("admitted");
    expect(admit(route({ access: "agent", params: "IdParams" }), machine, { id: "agt_2" }).kind).toBe("wrong-kind");
    expect(admit(route({ capability: "see" }), machine, {}).kind).toBe("wrong-kind");
    expect(admit(route({ access: "person-or-agent", capability: "see" }), machine, {}).kind).toBe("admitted");
  });
});
