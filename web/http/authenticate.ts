import type { IncomingHttpHeaders } from "node:http";
import type { Actor } from "../../core/model/user.ts";
import { readCookie, sessionCookieName } from "./cookies.ts";

/** Who asks. What is missing, unknown, expired or revoked is `nobody`; there is no half-known caller. */
export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "person"; readonly actor: Actor; readonly sessionSecret: string | undefined }
  | { readonly kind: "agent"; readonly agentId: string };

/** Each answers undefined for what is unknown, expired or revoked, or belongs to somebody disabled. */
export interface CredentialChecks {
  bySession(secret: string): Promise<Actor | undefined>;
  byToken(secret: string): Promise<Actor | undefined>;
  /** The agent that this REST or plugin-download token belongs to. */
  byAgentToken(secret: string): Promise<string | undefined>;
}

const NOBODY: Caller = { kind: "nobody" };

/**
 * An Authorization header decides alone: with it no cookie is looked at, because it also exempts from the check of the
 * origin.
 */
export async function authenticate(
  headers: IncomingHttpHeaders,
  checks: CredentialChecks,
  options: { readonly secure: boolean },
): Promise<Caller> {
  if (headers.authorization !== undefined) return await byBearer(headers.authorization, checks);
  const secret = readCookie(headers.cookie, sessionCookieName(options.secure));
  const actor = secret === undefined ? undefined : await checks.bySession(secret);
  return actor ? { kind: "person", actor, sessionSecret: secret } : NOBODY;
}

async function byBearer(header: string, checks: CredentialChecks): Promise<Caller> {
  const [, secret] = /^Bearer ([A-Za-z0-9_.~+/=-]{8,300})$/i.exec(header) ?? [];
  if (secret === undefined) return NOBODY;
  if (secret.startsWith("octo_pat_")) {
    const actor = await checks.byToken(secret);
    return actor ? { kind: "person", actor, sessionSecret: undefined } : NOBODY;
  }
  const agentId = await checks.byAgentToken(secret);
  return agentId === undefined ? NOBODY : { kind: "agent", agentId };
}
