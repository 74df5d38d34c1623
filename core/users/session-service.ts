import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Randomness } from "../kernel/randomness.ts";
import type { Actor } from "../model/user.ts";
import type { Store, Writer } from "../store/rows.ts";
import { type SessionRow, sessionTable, userTable } from "../store/tables/user-table.ts";
import { actorOf } from "./actor-of.ts";
import { digestOf, newSecret } from "./secret.ts";
import { userOf } from "./user-row.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly logger: Logger;
}

export interface Session {
  /** Digest of the secret: names the session without opening it. */
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly userAgent: string;
}

export const SESSION_IDLE_MS = 8 * 3_600_000;
export const SESSION_LIFE_MS = 7 * 24 * 3_600_000;
const TOUCH_EVERY_MS = 60_000;
const LONGEST_USER_AGENT = 300;

/** Browser sessions. The secret is known to the browser alone; here lives its digest. */
export class SessionService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async open(
    writer: Writer,
    userId: string,
    userAgent: string,
  ): Promise<{ readonly secret: string; readonly expiresAt: number }> {
    const { clock, randomness } = this.#deps;
    const now = clock.now();
    const secret = newSecret("octo_ses", randomness);
    const row: SessionRow = {
      digest: digestOf(secret),
      user_id: userId,
      created_at: now,
      last_seen_at: now,
      expires_at: now + SESSION_LIFE_MS,
      user_agent: userAgent.replaceAll(/\p{C}+/gu, " ").slice(0, LONGEST_USER_AGENT),
    };
    await writer.insert(sessionTable, [row]);
    return { secret, expiresAt: row.expires_at };
  }

  /** As `authenticate`, without prolonging the session: for what asks by itself, such as an open socket. */
  async peek(secret: string, via = "web"): Promise<Actor | undefined> {
    return (await this.#find(secret, via))?.actor;
  }

  /** The person with their present role; undefined when unknown, idle too long, expired, or the person is disabled. */
  async authenticate(secret: string, via = "web"): Promise<Actor | undefined> {
    const found = await this.#find(secret, via);
    if (found) await this.#touch(found.session, this.#deps.clock.now());
    return found?.actor;
  }

  async #find(
    secret: string,
    via: string,
  ): Promise<{ readonly session: SessionRow; readonly actor: Actor } | undefined> {
    if (!secret.startsWith("octo_ses_")) return undefined;
    const { store, clock } = this.#deps;
    const [session] = await store.select(sessionTable, { where: { digest: digestOf(secret) } });
    if (!session || !isAlive(session, clock.now())) return undefined;
    const [user] = await store.select(userTable, { where: { id: session.user_id } });
    return user?.state === "active" ? { session, actor: actorOf(userOf(user), via) } : undefined;
  }

  /** Live sessions of a person, the latest first. */
  async list(userId: string): Promise<readonly Session[]> {
    const { store, clock } = this.#deps;
    const rows = await store.select(sessionTable, {
      where: { user_id: userId },
      orderBy: [{ column: "last_seen_at", descending: true }],
    });
    return rows.filter((row) => isAlive(row, clock.now())).map(sessionOf);
  }

  async close(writer: Writer, secret: string): Promise<void> {
    await writer.delete(sessionTable, { digest: digestOf(secret) });
  }

  async revoke(writer: Writer, userId: string, sessionId: string): Promise<boolean> {
    return (await writer.delete(sessionTable, { digest: sessionId, user_id: userId })) > 0;
  }

  async revokeAll(writer: Writer, userId: string): Promise<number> {
    return await writer.delete(sessionTable, { user_id: userId });
  }

  /** Rarely, and never in the way: a store that cannot write must still let people read. */
  async #touch(session: SessionRow, now: number): Promise<void> {
    if (now - session.last_seen_at < TOUCH_EVERY_MS) return;
    const { store, logger } = this.#deps;
    const where = { digest: session.digest, last_seen_at: session.last_seen_at };
    await store
      .write((writer) => writer.update(sessionTable, where, { last_seen_at: now }))
      .catch((error: unknown) => logger.warn({ error }, "session was not touched"));
  }
}

function isAlive(row: SessionRow, now: number): boolean {
  return now < row.expires_at && now - row.last_seen_at < SESSION_IDLE_MS;
}

function sessionOf(row: SessionRow): Session {
  return {
    id: row.digest,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
  };
}
