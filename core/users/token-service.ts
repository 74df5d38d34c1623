import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import type { Logger } from "../kernel/logger.ts";
import { type Randomness, randomId } from "../kernel/randomness.ts";
import type { Actor } from "../model/user.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type TokenRow, tokenTable, userTable } from "../store/tables/user-table.ts";
import { actorOf } from "./actor-of.ts";
import { assertAllowed } from "./assert-allowed.ts";
import { digestOf, looksIssued, newSecret } from "./secret.ts";
import { userOf } from "./user-row.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly audit: AuditRecorder;
  readonly logger: Logger;
}

/** A personal access token, without its secret. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

const DAY_MS = 24 * 3_600_000;
export const TOKEN_DEFAULT_LIFE_MS = 90 * DAY_MS;
const TOKEN_LONGEST_LIFE_MS = 366 * DAY_MS;
const TOUCH_EVERY_MS = 60_000;
const MOST_TOKENS = 100;

/** Personal access tokens: `octo_pat_...`, shown once, kept as a digest, worth what their owner is worth at that moment. */
export class TokenService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Lives 90 days unless said otherwise, at most 366. Throws `request.invalid`, `request.conflict` at too many. */
  async create(
    writer: Writer,
    actor: Actor,
    wanted: { readonly name: string; readonly lifeMs?: number },
  ): Promise<{ readonly token: Token; readonly secret: string }> {
    const rule = assertAllowed(actor, { name: "token.own" }, "make access tokens");
    const userId = personOf(actor);
    const lifeMs = wanted.lifeMs ?? TOKEN_DEFAULT_LIFE_MS;
    if (!(lifeMs > 0 && lifeMs <= TOKEN_LONGEST_LIFE_MS)) {
      throw new OctopusError("request.invalid", "A token lives between one moment and 366 days.", { lifeMs });
    }
    if ((await writer.count(tokenTable, { user_id: userId })) >= MOST_TOKENS) {
      const sentence = `You have ${MOST_TOKENS} access tokens already; revoke one first.`;
      throw new OctopusError("request.conflict", sentence);
    }
    const { clock, randomness, audit } = this.#deps;
    const secret = newSecret("octo_pat", randomness);
    const row: TokenRow = {
      id: randomId("tok", randomness),
      digest: digestOf(secret),
      user_id: userId,
      name: wanted.name.slice(0, 60),
      created_at: clock.now(),
      expires_at: clock.now() + lifeMs,
      last_used_at: null,
    };
    await writer.insert(tokenTable, [row]);
    const detail = { name: row.name, expiresAt: row.expires_at };
    await audit.record(writer, actor, { action: "token.create", object: row.id, decision: "allowed", rule, detail });
    return { token: tokenOf(row), secret };
  }

  /** The owner with their present role; undefined when unknown, expired, revoked, or the owner is disabled. */
  async authenticate(secret: string, via = "rest"): Promise<Actor | undefined> {
    if (!secret.startsWith("octo_pat_") || !looksIssued(secret)) return undefined;
    const { store, clock } = this.#deps;
    const [token] = await store.select(tokenTable, { where: { digest: digestOf(secret) } });
    const now = clock.now();
    if (!token || (token.expires_at !== null && token.expires_at <= now)) return undefined;
    const [user] = await store.select(userTable, { where: { id: token.user_id } });
    if (user?.state !== "active") return undefined;
    await this.#touch(token, now);
    return actorOf(userOf(user), via);
  }

  /** One's own, the newest first. */
  async list(actor: Actor): Promise<readonly Token[]> {
    const where = { user_id: personOf(actor) };
    const rows = await this.#deps.store.select(tokenTable, {
      where,
      orderBy: [{ column: "created_at", descending: true }],
    });
    return rows.map(tokenOf);
  }

  /** One's own. Throws `token.not-found`, also for those of others. */
  async revoke(writer: Writer, actor: Actor, id: string): Promise<void> {
    const userId = personOf(actor);
    if ((await writer.delete(tokenTable, { id, user_id: userId })) === 0) {
      throw new OctopusError("token.not-found", `You have no access token ${id}.`, { id });
    }
    const fact = { action: "token.revoke", object: id, decision: "allowed", rule: "own" } as const;
    await this.#deps.audit.record(writer, actor, fact);
  }

  async #touch(token: TokenRow, now: number): Promise<void> {
    if (token.last_used_at !== null && now - token.last_used_at < TOUCH_EVERY_MS) return;
    const { store, logger } = this.#deps;
    const where = { id: token.id };
    await store
      .write((writer) => writer.update(tokenTable, where, { last_used_at: now }))
      .catch((error: unknown) => logger.warn({ error }, "token was not touched"));
  }
}

function personOf(actor: Actor): string {
  if (actor.userId !== undefined) return actor.userId;
  throw new OctopusError("access.denied", "Only a person has access tokens.");
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}
