import { OctopusError } from "../../core/kernel/errors.ts";
import { type Decoded, validator } from "../../core/kernel/validator.ts";
import type { Route } from "../contract/route.ts";
import { SCHEMAS, type SchemaName } from "../contract/schemas.ts";
import { readQuery } from "../http/read-query.ts";

type Decode = (value: unknown) => Decoded<unknown>;

/** Both directions of one route, held against its schemas. */
export interface RouteCodec {
  params(raw: Readonly<Record<string, unknown>>): unknown;
  query(raw: Readonly<Record<string, unknown>>): unknown;
  body(raw: unknown): unknown;
  /** Throws a plain Error: an answer that breaks its schema is a bug. */
  checkAnswer(answer: unknown): void;
}

export function routeCodec(route: Route): RouteCodec {
  const params = decoderOf(route.params);
  const query = decoderOf(route.query);
  const body = decoderOf(route.body);
  const answer = decoderOf(route.response === "bytes" ? undefined : route.response);
  const querySchema = route.query === undefined ? { properties: {} } : (SCHEMAS[route.query] as never);
  return {
    params: (raw) => (params ? accept("path", params(joinRest(raw))) : undefined),
    query: (raw) => (query ? accept("query", query(readQuery(raw, querySchema))) : undefined),
    body: (raw) => (body ? accept("body", body(raw ?? {})) : undefined),
    checkAnswer(value) {
      const checked = answer?.(value);
      if (checked && !checked.ok) throw new Error(`the answer breaks its schema: ${checked.problem}`);
    },
  };
}

function decoderOf(name: SchemaName | undefined): Decode | undefined {
  return name === undefined ? undefined : validator<unknown>(SCHEMAS[name]);
}

function accept(part: string, decoded: Decoded<unknown>): unknown {
  if (decoded.ok) return decoded.value;
  throw new OctopusError("request.invalid", `The ${part} is not valid: ${decoded.problem}.`, { part });
}

/** Express gives the rest of a path as a list of segments. */
function joinRest(raw: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]),
  );
}
