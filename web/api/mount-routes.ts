import { type Request, type Response, Router } from "express";
import type { Clock } from "../../core/kernel/clock.ts";
import { isOctopusError, OctopusError } from "../../core/kernel/errors.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Route } from "../contract/route.ts";
import { ROUTES } from "../contract/routes.ts";
import { authenticate, type Caller, type CredentialChecks } from "../http/authenticate.ts";
import { writeSessionCookie } from "../http/cookies.ts";
import type { Metrics } from "../http/metrics.ts";
import type { RateLimits } from "../http/rate-limits.ts";
import { readBody } from "../http/read-body.ts";
import { type ProxyTrust, requestSource } from "../http/request-source.ts";
import { admit, refusal } from "./admit.ts";
import { type RouteCodec, routeCodec } from "./route-codec.ts";
import type { Bytes, Handlers, NewSession, Visitor } from "./route-handler.ts";

export interface MountDeps {
  readonly handlers: Handlers;
  readonly credentials: CredentialChecks;
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Whose X-Forwarded headers are believed. */
  readonly trust: ProxyTrust;
  /** Served over TLS: decides name and flags of the cookie. */
  readonly secure: boolean;
  /** Hold answers against their schemas; on in tests and development. */
  readonly checkAnswers: boolean;
  /** Whether the first administrator is still missing. */
  setupNeeded(): Promise<boolean>;
  recordRefusal(actor: Actor, route: string, rule: string): Promise<void>;
}

type AnyInput = Record<string, unknown>;
type AnyHandler = (input: AnyInput) => Promise<unknown>;

interface Mounted {
  readonly name: string;
  readonly route: Route;
  readonly codec: RouteCodec;
  readonly handle: AnyHandler;
}

/** Makes the router from the table of routes: what is not in the table cannot be reached. */
export function mountRoutes(deps: MountDeps): Router {
  const router = new RouterByName();
  const methods = new Map<string, string[]>();
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const handle = deps.handlers[name as keyof Handlers] as unknown as AnyHandler;
    const mounted = { name, route, handle, codec: routeCodec(route) };
    for (const path of [route.path, ...(route.aliases ?? [])].map(expressPath)) {
      methods.set(path, [...(methods.get(path) ?? []), route.method]);
      const method = route.method.toLowerCase() as "get" | "post" | "patch" | "delete";
      router.of(path)[method](path, (request, response) => answer(deps, mounted, request, response));
    }
  }
  for (const [path, allowed] of methods) {
    router.of(path).all(path, (_request, response) => {
      response.setHeader("Allow", allowed.join(", "));
      throw new OctopusError("request.wrong-method", `This address takes ${allowed.join(" and ")}.`);
    });
  }
  return router.whole;
}

const firstName = (path: string) => path.split("/", 2)[1] ?? "";

/** A router for each first name of a path: Express tries its routes one after the other, and there are many. */
class RouterByName {
  readonly whole = Router({ caseSensitive: true, strict: false });
  readonly #byName = new Map<string, Router>();

  constructor() {
    this.whole.use((request, response, next) => {
      const router = this.#byName.get(firstName(request.path));
      if (router) router(request, response, next);
      else next();
    });
  }

  /** The one that has this path. Its first name must be a plain word. */
  of(path: string): Router {
    const name = firstName(path);
    const router = this.#byName.get(name) ?? Router({ caseSensitive: true, strict: false });
    this.#byName.set(name, router);
    return router;
  }
}

/** "/plugins/{name}/files/{path+}" -> "/plugins/:name/files/*path" */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\+\}/g, "*$1").replace(/\{(\w+)\}/g, ":$1");
}

async function answer(deps: MountDeps, mounted: Mounted, request: Request, response: Response): Promise<void> {
  const { route, codec } = mounted;
  const startedAt = deps.clock.monotonic();
  response.setHeader("Cache-Control", "no-store");
  response.once("finish", () => {
    deps.metrics.requestAnswered(mounted.name, response.statusCode, deps.clock.monotonic() - startedAt);
  });
  const caller = await authenticate(request.headers, deps.credentials, { secure: deps.secure });
  const source = requestSource(request, deps.trust);
  await deps.limits.takeRequest(limitKey(caller, source.address));
  await assertAdmitted(deps, mounted, caller, request.params);
  const input: AnyInput = {
    actor: caller.kind === "person" ? caller.actor : undefined,
    agentId: caller.kind === "agent" ? caller.agentId : undefined,
    params: codec.params(request.params),
    query: codec.query(request.query),
    body: route.body === undefined ? undefined : codec.body(await readBody(request, response)),
    visitor: { ...source, userAgent: (request.headers["user-agent"] ?? "").slice(0, 300) } satisfies Visitor,
    requestKey: requestKeyOf(route, request),
    sessionSecret: caller.kind === "person" ? caller.sessionSecret : undefined,
    setSession: (session: NewSession | undefined) => writeSessionCookie(response, session, deps.secure),
  };
  const output = await recordingRefusals(deps, mounted, caller, () => mounted.handle(input));
  if (deps.checkAnswers) codec.checkAnswer(output);
  send(response, route, output);
}

async function assertAdmitted(
  deps: MountDeps,
  { name, route }: Mounted,
  caller: Caller,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const admission = admit(route, caller, params);
  if (admission.kind === "admitted") return;
  if (admission.kind === "denied") await deps.recordRefusal(admission.actor, name, admission.rule);
  if (admission.kind === "unauthenticated" && (await deps.setupNeeded())) {
    throw new OctopusError(
      "setup.required",
      "No administrator exists yet. Open the set-up link that the server printed.",
    );
  }
  throw refusal(admission);
}

/** A refusal by a service undid its unit, record included; so it is written down here. */
async function recordingRefusals(
  deps: MountDeps,
  { name }: Mounted,
  caller: Caller,
  act: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (caller.kind === "person" && isOctopusError(error, "access.denied")) {
      const { rule } = error.details;
      await deps.recordRefusal(caller.actor, name, typeof rule === "string" ? rule : "service");
    }
    throw error;
  }
}

function send(response: Response, route: Route, output: unknown): void {
  if (route.response === undefined) response.status(204).end();
  else if (route.response === "bytes") {
    const { contents, type } = output as Bytes;
    response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
    response.setHeader("Content-Type", type);
    response.send(Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength));
  } else response.status(route.status ?? 200).json(output);
}

function limitKey(caller: Caller, address: string): string {
  if (caller.kind === "person") return `person:${caller.actor.userId ?? caller.actor.name}`;
  return caller.kind === "agent" ? `agent:${caller.agentId}` : `address:${address}`;
}

/** Throws for a key that is too long to be one, or came twice. */
function requestKeyOf(route: Route, request: Request): string | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined || !route.takesKey) return undefined;
  if (typeof key === "string" && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new OctopusError("request.invalid", "The Idempotency-Key has 1 to 200 letters, digits or signs, and no blank.");
}
