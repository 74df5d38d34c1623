import type { Actor } from "../../core/model/user.ts";
import type { ROUTES, RouteName } from "../contract/routes.ts";
import type { Dto } from "../contract/schema.ts";
import type { SCHEMAS, SchemaName } from "../contract/schemas.ts";
import type { RequestSource } from "../http/request-source.ts";

/** Where a request came from. Its host was checked to be one of ours. */
export interface Visitor extends RequestSource {
  readonly userAgent: string;
}

export interface NewSession {
  readonly secret: string;
  readonly expiresAt: number;
}

/** A file to be sent as it is. */
export interface Bytes {
  readonly contents: Uint8Array;
  readonly type: string;
}

type Spec<Name extends RouteName> = (typeof ROUTES)[Name];
type Named<Schema> = Schema extends SchemaName ? Dto<(typeof SCHEMAS)[Schema]> : undefined;
type Field<Name extends RouteName, Key extends string> =
  Spec<Name> extends { readonly [K in Key]: infer Schema } ? Named<Schema> : undefined;

/** What a handler gets: everything checked, nothing of Express. */
export interface RouteInput<Name extends RouteName> {
  /** On a public route: whoever happens to be signed in. */
  readonly actor: Spec<Name>["access"] extends "person" ? Actor : Actor | undefined;
  readonly agentId: Spec<Name>["access"] extends "agent" ? string : undefined;
  readonly params: Field<Name, "params">;
  readonly query: Field<Name, "query">;
  readonly body: Field<Name, "body">;
  readonly visitor: Visitor;
  /** The secret of the session cookie that this request came with, if that is how the person is known. */
  readonly sessionSecret: string | undefined;
  /** The Idempotency-Key, on the routes that take one. */
  readonly requestKey: string | undefined;
  /** Sets the session cookie of the answer, or ends it. */
  setSession(session: NewSession | undefined): void;
}

export type RouteOutput<Name extends RouteName> =
  Spec<Name> extends { readonly response: infer Schema } ? (Schema extends "bytes" ? Bytes : Named<Schema>) : undefined;

export type RouteHandler<Name extends RouteName> = (input: RouteInput<Name>) => Promise<RouteOutput<Name>>;

/** One handler for each of these routes: forgetting one does not compile. */
export type Handlers<Names extends RouteName = RouteName> = { readonly [Name in Names]: RouteHandler<Name> };
