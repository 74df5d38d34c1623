import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store } from "../../core/store/rows.ts";
import { assertPassword } from "../../core/users/assert-password.ts";
import type { PasswordHasher } from "../../core/users/password-hasher.ts";
import type { SessionService } from "../../core/users/session-service.ts";
import type { SetupService } from "../../core/users/setup-service.ts";
import type { SignIn } from "../../core/users/sign-in.ts";
import type { TokenService } from "../../core/users/token-service.ts";
import type { UserQueries } from "../../core/users/user-queries.ts";
import type { UserService } from "../../core/users/user-service.ts";
import type { AccountUseCases, UserChange } from "../api/account-handlers.ts";
import { sessionUseCases } from "./session-use-cases.ts";

const DAY_MS = 24 * 3_600_000;

interface Services {
  readonly store: Store;
  readonly hasher: PasswordHasher;
  readonly users: UserService;
  readonly userQueries: UserQueries;
  readonly sessions: SessionService;
  readonly tokens: TokenService;
  readonly setup: SetupService;
  readonly signIn: SignIn;
  readonly audit: AuditRecorder;
  /** Called once, after the first administrator was made. */
  onFirstAdmin(): Promise<void>;
}

/** People, sessions and tokens as the web asks for them: each request is one unit of work. */
export function accountUseCases(services: Services): AccountUseCases {
  const { store, hasher, users, userQueries, tokens, setup, signIn } = services;
  const change = async (actor: Actor, id: string, wanted: UserChange) => {
    const { role, state, password, timeZone } = wanted;
    if (password !== undefined) assertPassword(password, (await userQueries.get(id)).name);
    const hash = password === undefined ? undefined : await hasher.hash(password);
    await store.write(async (writer) => {
      if (role !== undefined) await users.setRole(writer, actor, id, role);
      if (state === "disabled") await users.disable(writer, actor, id);
      if (state === "active") await users.enable(writer, actor, id);
      if (hash !== undefined) await users.setPassword(writer, actor, id, hash);
      if (timeZone !== undefined) await users.setTimeZone(writer, actor, id, timeZone);
    });
    return await userQueries.get(id);
  };
  return {
    setupNeeded: () => setup.needed(),
    async completeSetup({ code, username, password }) {
      const user = await setup.complete(code, username, password);
      await services.onFirstAdmin();
      return user;
    },
    verifyPassword: (username, password) => signIn.verify(username, password),
    ...sessionUseCases(services),
    async changePassword(actor, current, next) {
      const user = await signIn.verifyAgain(actor.userId ?? "", current);
      assertPassword(next, user.name);
      const hash = await hasher.hash(next);
      await store.write((writer) => users.setPassword(writer, actor, user.id, hash));
    },
    getUser: (id) => userQueries.get(id),
    listUsers: (page) => userQueries.list(page),
    async createUser(actor, { name, password, role }) {
      assertPassword(password, name);
      const passwordHash = await hasher.hash(password);
      return await store.write((writer) => users.create(writer, actor, { name, role, passwordHash }));
    },
    changeUser: change,
    listTokens: (actor) => tokens.list(actor),
    createToken: (actor, { name, expiresInDays }) =>
      store.write((writer) => {
        const life = expiresInDays === undefined ? {} : { lifeMs: expiresInDays * DAY_MS };
        return tokens.create(writer, actor, { name, ...life });
      }),
    deleteToken: (actor, id) => store.write((writer) => tokens.revoke(writer, actor, id)),
  };
}
