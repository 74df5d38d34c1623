import { describe, expect, it } from "vitest";
import { validator } from "../../../../core/kernel/validator.ts";
import { sayRequestSchema } from "../../../../web/contract/conversation.ts";
import { liveMessageSchema, watchSchema } from "../../../../web/contract/live.ts";
import type { Route } from "../../../../web/contract/route.ts";
import { ROUTES } from "../../../../web/contract/routes.ts";
import { SCHEMAS, type SchemaName } from "../../../../web/contract/schemas.ts";
import { scheduleSchema } from "../../../../web/contract/task.ts";

describe("the contract", () => {
  it.each(Object.keys(SCHEMAS) as SchemaName[])("has a schema %s that is valid and refuses a bare number", (name) => {
    expect(validator(SCHEMAS[name])(7).ok).toBe(false);
  });

  it("gives every path parameter a schema that knows it", () => {
    for (const [name, route] of Object.entries<Route>(ROUTES)) {
      const inPath = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map((match) => match[1]);
      const schema = route.params === undefined ? { properties: {} } : SCHEMAS[route.params];
      expect(Object.keys((schema as { properties: object }).properties), name).toEqual(inPath);
    }
  });

  it("has no two routes on one method and path", () => {
    const addresses = Object.values<Route>(ROUTES).flatMap((route) =>
      [route.path, ...(route.aliases ?? [])].map((path) => `${route.method} ${path}`),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it("leaves only set-up, signing in and joining open to strangers", () => {
    const open = Object.entries<Route>(ROUTES).filter(([, route]) => route.access === "public");
    expect(open.map(([name]) => name)).toEqual(["setup.state", "setup.complete", "session.create", "agent.join"]);
  });

  it("names a capability for everything that a person can reach", () => {
    const reachable = Object.entries<Route>(ROUTES).filter(([, route]) => route.access.startsWith("person"));
    expect(reachable.filter(([, route]) => route.capability === undefined)).toEqual([]);
  });

  it("watches exactly one thing at a time", () => {
    const decode = validator(watchSchema);
    expect(decode({ runId: "R-1" }).ok).toBe(true);
    expect(decode({ runId: "R-1", agents: true }).ok).toBe(false);
    expect(decode({}).ok).toBe(false);
  });

  it("tells the schedule kinds apart and refuses a mixture", () => {
    const decode = validator(scheduleSchema);
    expect(decode({ kind: "cron", cron: "0 9 * * 1-5", tz: "UTC" }).ok).toBe(true);
    expect(decode({ kind: "once", at: "2026-11-21T10:35:00", cron: "0 9 * * *" }).ok).toBe(false);
  });

  it("refuses a message without a sender's id and one without text", () => {
    const decode = validator(sayRequestSchema);
    expect(decode({ text: "hello", clientMessageId: "1" }).ok).toBe(true);
    expect(decode({ text: "hello" }).ok).toBe(false);
    expect(decode({ text: "", clientMessageId: "1" }).ok).toBe(false);
  });

  it("has a live message that holds the same message as the REST interface", () => {
    expect(liveMessageSchema.properties.message).toBe(SCHEMAS.Message);
  });
});
