import type { RouteName } from "../../contract/routes.ts";
import { API_PREFIX, ROUTES } from "../../contract/routes.ts";
import type { Dto } from "../../contract/schema.ts";
import type { SCHEMAS } from "../../contract/schemas.ts";
import { ApiError } from "./api-error.ts";
import { fillPath } from "./fill-path.ts";

type Schemas = typeof SCHEMAS;
type Named<Name> = Name extends keyof Schemas ? Dto<Schemas[Name]> : never;
type RouteOf<Name extends RouteName> = (typeof ROUTES)[Name];
type Answer<Name extends RouteName> =
  RouteOf<Name> extends { readonly response: infer Response } ? Named<Response> : undefined;
type Part<Name extends RouteName, Field extends "params" | "query" | "body"> =
  RouteOf<Name> extends { readonly [F in Field]: infer Schema } ? Named<Schema> : undefined;

/** What a call needs, by the contract: parameters of the path, query, body. */
export interface Parts<Name extends RouteName> {
  readonly params?: Part<Name, "params">;
  readonly query?: Part<Name, "query">;
  readonly body?: Part<Name, "body">;
  readonly signal?: AbortSignal;
}

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Hears of every answer "you are not signed in"; returns how to stop hearing. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Calls one route of the contract. Rejects with ApiError, also when no server answers. */
export async function call<Name extends RouteName>(name: Name, parts: Parts<Name> = {}): Promise<Answer<Name>> {
  const route = ROUTES[name];
  const path = fillPath(route.path, parts.params ?? {}, parts.query ?? {});
  const response = await send(`${API_PREFIX}${path}`, route.method, parts.body, parts.signal);
  if (!response.ok) throw await problemOf(response, name);
  // The contract says what the server sends; its own tests hold it to that.
  return (response.status === 204 ? undefined : await response.json()) as Answer<Name>;
}

async function send(url: string, method: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  const init: RequestInit = { method, credentials: "same-origin", headers: { accept: "application/json" } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: "application/json", "content-type": "application/json" };
  }
  if (signal) init.signal = signal;
  try {
    return await fetch(url, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    const detail = "Octopus cannot be reached from here at the moment.";
    throw new ApiError({ status: 0, code: "network.unreachable", detail, retryable: true });
  }
}

async function problemOf(response: Response, name: RouteName): Promise<ApiError> {
  const problem = await response.json().catch(() => undefined);
  if (response.status === 401 && name !== "session.create" && name !== "setup.complete") {
    for (const listener of signedOutListeners) listener();
  }
  const status = response.status;
  if (typeof problem?.detail === "string")
    return new ApiError({ code: "unknown", retryable: false, ...problem, status });
  const detail = `The server answered with ${status} and no explanation.`;
  return new ApiError({ status, code: "unknown", detail, retryable: status >= 500 });
}
