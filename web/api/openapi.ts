import type { Route } from "../contract/route.ts";
import { API_PREFIX, ROUTES } from "../contract/routes.ts";
import { SCHEMAS, type SchemaName } from "../contract/schemas.ts";

type Node = Record<string, unknown>;

const NAME_OF = new Map<object, string>(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]));
const PROBLEM = {
  description: "A problem document.",
  content: { "application/problem+json": { schema: refTo("Problem") } },
};

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

/** The REST interface as an OpenAPI 3.1 document, made from the table of routes and the schemas. Pure. */
export function openApiDocument(version: string): Node {
  const paths: Record<string, Node> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    for (const [position, path] of [route.path, ...(route.aliases ?? [])].entries()) {
      const address = API_PREFIX + path.replace(/\+\}/g, "}");
      const operationId = position === 0 ? name : `${name}.alias${position}`;
      paths[address] = { ...paths[address], [route.method.toLowerCase()]: operation(operationId, name, route) };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Octopus", version, description: "Say what you want; it runs on your machines." },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, withRefs(schema, true)])),
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "octo-session", description: "__Host-octo over TLS." },
        token: { type: "http", scheme: "bearer", description: "A personal access token, or the token of a machine." },
      },
    },
  };
}

function operation(operationId: string, name: string, route: Route): Node {
  const description = route.capability === undefined ? {} : { description: `Needs the right ${route.capability}.` };
  return {
    operationId,
    summary: route.summary,
    ...description,
    tags: [name.split(".")[0]],
    security: securityOf(route),
    parameters: [
      ...parameters(route.params, "path"),
      ...parameters(route.query, "query"),
      ...(route.takesKey ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.body && { requestBody: { required: isRequired(route.body), content: json(route.body) } }),
    responses: { ...answerOf(route), default: PROBLEM },
  };
}

function securityOf(route: Route): readonly Node[] {
  if (route.access === "public") return [];
  return route.access === "agent" ? [{ token: [] }] : [{ session: [] }, { token: [] }];
}

function parameters(name: SchemaName | undefined, place: "path" | "query"): readonly Node[] {
  if (name === undefined) return [];
  const { properties, required } = SCHEMAS[name] as unknown as { properties: Node; required: readonly string[] };
  return Object.entries(properties).map(([parameter, schema]) => ({
    name: parameter,
    in: place,
    required: place === "path" || required.includes(parameter),
    schema: withRefs(schema, false),
    ...(place === "query" && (schema as Node)["type"] === "array" ? { style: "form", explode: false } : {}),
  }));
}

function isRequired(name: SchemaName): boolean {
  const { required = [] } = SCHEMAS[name] as { readonly required?: readonly string[] };
  return required.length > 0;
}

function answerOf(route: Route): Node {
  if (route.response === undefined) return { 204: { description: "Done." } };
  const content =
    route.response === "bytes" ? { "application/octet-stream": { schema: { type: "string" } } } : json(route.response);
  return { [route.status ?? 200]: { description: "The answer.", content } };
}

function json(name: SchemaName): Node {
  return { "application/json": { schema: refTo(name) } };
}

function refTo(name: string): Node {
  return { $ref: `#/components/schemas/${name}` };
}

/** A copy in which each part that is itself a named schema is a reference. `top`: not for the outermost. */
function withRefs(part: unknown, top: boolean): unknown {
  if (Array.isArray(part)) return part.map((item) => withRefs(item, false));
  if (part === null || typeof part !== "object") return part;
  const name = NAME_OF.get(part);
  if (!top && name !== undefined) return refTo(name);
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, withRefs(inner, false)]));
}
