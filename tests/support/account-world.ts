import { AuditLog } from "../../core/audit/audit-log.ts";
import type { CoreEvents } from "../../core/events/core-events.ts";
import { EventBus } from "../../core/kernel/event-bus.ts";
import { silentLogger } from "../../core/kernel/logger.ts";
import type { Actor, Role, User } from "../../core/model/user.ts";
import { createMemoryStore } from "../../core/storage/memory/memory-store.ts";
import type { Store, Writer } from "../../core/store/rows.ts";
import { actorOf, SYSTEM_ACTOR } from "../../core/users/actor-of.ts";
import type { PasswordHasher } from "../../core/users/password-hasher.ts";
import { SessionService } from "../../core/users/session-service.ts";
import { SetupService } from "../../core/users/setup-service.ts";
import { SignIn } from "../../core/users/sign-in.ts";
import { TokenService } from "../../core/users/token-service.ts";
import { UserQueries } from "../../core/users/user-queries.ts";
import { UserService } from "../../core/users/user-service.ts";
import { countingRandomness } from "./counting-randomness.ts";
import { FakeClock } from "./fake-clock.ts";
import { fakeHasher } from "./fake-hasher.ts";

export const GOOD_PASSWORD = "a long enough secret";

/** The services for people, over an empty memory store (or the one given) and a clock that stands at nine. */
export function anAccountWorld(options: { readonly hasher?: PasswordHasher; readonly store?: Store } = {}) {
  const { hasher = fakeHasher, store = createMemoryStore() } = options;
  const clock = new FakeClock();
  const events = new EventBus<CoreEvents>((error) => {
    throw error;
  });
  const logger = silentLogger;
  const randomness = countingRandomness();
  const audit = new AuditLog({ store, clock, key: "audit key of the tests" });
  const deps = { store, clock, events, logger, randomness, audit, hasher, reader: store };
  const users = new UserService(deps);
  const write = <T>(unit: (writer: Writer) => Promise<T>) => store.write(unit);
  const aUser = async (name: string, role: Role): Promise<User> => {
    const passwordHash = await fakeHasher.hash(GOOD_PASSWORD);
    return await write((writer) => users.create(writer, SYSTEM_ACTOR, { name, role, passwordHash }));
  };
  return {
    ...deps,
    users,
    queries: new UserQueries(store),
    sessions: new SessionService(deps),
    tokens: new TokenService(deps),
    signIn: new SignIn(deps),
    setup: new SetupService({ ...deps, users }),
    write,
    /** Somebody with GOOD_PASSWORD. */
    aUser,
    async anActorFor(name: string, role: Role): Promise<Actor> {
      return actorOf(await aUser(name, role), "test");
    },
    async auditActions(): Promise<readonly string[]> {
      const { items } = await audit.list({}, { limit: 500 });
      return items.map((entry) => entry.action).reverse();
    },
  };
}
