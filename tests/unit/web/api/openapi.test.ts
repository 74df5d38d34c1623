import { describe, expect, it } from "vitest";
import { openApiDocument } from "../../../../web/api/openapi.ts";
import type { Route } from "../../../../web/contract/route.ts";
import { API_PREFIX, ROUTES } from "../../../../web/contract/routes.ts";

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: object;
}

const document = openApiDocument("1.2.3");
const paths = document["paths"] as Record<string, Record<string, Operation>>;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function refsIn(part: unknown): readonly string[] {
  if (part === null || typeof part !== "object") return [];
  return Object.entries(part).flatMap(([key, value]) => (key === "$ref" ? [String(value)] : refsIn(value)));
}

describe("the OpenAPI document", () => {
  it("lists exactly the routes of the table, aliases included", () => {
    const wanted = Object.values<Route>(ROUTES).flatMap((route) =>
      [route.path, ...(route.aliases ?? [])].map(
        (path) => `${route.method.toLowerCase()} ${API_PREFIX}${path.replaceAll("+}", "}")}`,
      ),
    );
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(wanted.sort());
  });

  it("has no reference that leads nowhere, and no schema that is never used but for the live door", () => {
    const { schemas } = document["components"] as { readonly schemas: Record<string, unknown> };
    const refs = refsIn(document);
    for (const ref of refs) expect(Object.keys(schemas)).toContain(ref.replace("#/components/schemas/", ""));
    expect(refs).toContain("#/components/schemas/Card");
  });

  it("names every operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("declares each parameter of a path, and the problem document of each operation", () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((one) => one.in === "path").map((one) => one.name);
      expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      expect(operation.responses).toHaveProperty("default");
    }
  });

  it("asks for credentials everywhere but at the public routes", () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ operation }) => operation.operationId)).toEqual([
      "setup.state",
      "setup.complete",
      "session.create",
      "agent.join",
      "agent.join.alias1",
    ]);
  });

  it("survives being written as JSON", () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
