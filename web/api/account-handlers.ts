import { OctopusError } from "../../core/kernel/errors.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Actor, Role, User } from "../../core/model/user.ts";
import type { FlatCapability } from "../contract/route.ts";
import type { ACCOUNT_ROUTES } from "../contract/routes/account-routes.ts";
import type { SessionDto, UserDto } from "../contract/user.ts";
import type { RateLimits } from "../http/rate-limits.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers, NewSession, Visitor } from "./route-handler.ts";
import { type AccessToken, toTokenDto } from "./token-dto.ts";
import { withoutUndefined } from "./without-undefined.ts";

/** What the services of core/users do for the web, each in a unit of its own. */
export interface AccountUseCases {
  setupNeeded(): Promise<boolean>;
  /** Throws `setup.done`, `setup.wrong-code`, `user.weak-password`. */
  completeSetup(request: {
    readonly code: string;
    readonly username: string;
    readonly password: string;
  }): Promise<User>;
  /** Throws `user.wrong-credentials`, the same and as slowly for an unknown name. */
  verifyPassword(username: string, password: string): Promise<User>;
  openSession(user: User, userAgent: string): Promise<NewSession>;
  closeSession(secret: string): Promise<void>;
  /** Ends all sessions of the person. */
  changePassword(actor: Actor, current: string, next: string): Promise<void>;
  getUser(id: string): Promise<User>;
  listUsers(page: PageRequest): Promise<Page<User>>;
  createUser(
    actor: Actor,
    user: { readonly name: string; readonly password: string; readonly role: Role },
  ): Promise<User>;
  changeUser(actor: Actor, id: string, change: UserChange): Promise<User>;
  listTokens(actor: Actor): Promise<readonly AccessToken[]>;
  createToken(
    actor: Actor,
    token: { readonly name: string; readonly expiresInDays?: number },
  ): Promise<{ readonly token: AccessToken; readonly secret: string }>;
  deleteToken(actor: Actor, id: string): Promise<void>;
}

export interface UserChange {
  readonly role?: Role;
  readonly state?: "active" | "disabled";
  readonly password?: string;
  readonly timeZone?: string;
}

interface Deps {
  readonly accounts: AccountUseCases;
  readonly limits: RateLimits;
  readonly timeZone: string;
  readonly version: string;
}

export function accountHandlers(deps: Deps): Handlers<keyof typeof ACCOUNT_ROUTES> {
  const { accounts, limits } = deps;
  return {
    "setup.state": async () => ({ needed: await accounts.setupNeeded() }),

    "setup.complete": async ({ body, visitor, setSession }) => {
      if (!visitor.loopback) {
        const sentence = "Set-up is only possible from the server's own machine; open the link there.";
        throw new OctopusError("access.denied", sentence);
      }
      const user = await accounts.completeSetup(body);
      setSession(await accounts.openSession(user, visitor.userAgent));
      return sessionDto(user, deps);
    },

    "session.create": async ({ body, visitor, setSession }) => {
      const { username, password } = body;
      const key = loginKey(username, visitor);
      const user = await countingTries(limits, key, () => accounts.verifyPassword(username, password));
      setSession(await accounts.openSession(user, visitor.userAgent));
      return sessionDto(user, deps);
    },

    "session.show": async ({ actor }) => sessionDto(await accounts.getUser(actor.userId ?? ""), deps),

    "session.delete": async ({ sessionSecret, setSession }) => {
      if (sessionSecret !== undefined) await accounts.closeSession(sessionSecret);
      setSession(undefined);
      return undefined;
    },

    "session.password": async ({ actor, body, visitor, setSession, sessionSecret }) => {
      const { current, next } = body;
      await countingTries(limits, loginKey(actor.name, visitor), () => accounts.changePassword(actor, current, next));
      if (sessionSecret !== undefined) {
        const user = await accounts.getUser(actor.userId ?? "");
        setSession(await accounts.openSession(user, visitor.userAgent));
      }
      return undefined;
    },

    "user.list": async ({ query }) => {
      const page = await accounts.listUsers(pageRequest(query));
      return withoutUndefined({ items: page.items.map(userDto), next: page.next });
    },
    "user.create": async ({ actor, body }) => userDto(await accounts.createUser(actor, body)),
    "user.show": async ({ params }) => userDto(await accounts.getUser(params.id)),
    "user.change": async ({ actor, params, body }) => userDto(await accounts.changeUser(actor, params.id, body)),

    "token.list": async ({ actor }) => ({ items: (await accounts.listTokens(actor)).map(toTokenDto) }),
    "token.create": async ({ actor, body }) => {
      const { token, secret } = await accounts.createToken(actor, body);
      return { token: toTokenDto(token), secret };
    },
    "token.delete": async ({ actor, params }) => {
      await accounts.deleteToken(actor, params.id);
      return undefined;
    },
  };
}

/** Five wrong tries for an account from one address, then silence for a while, even for the right password. */
async function countingTries<T>(limits: RateLimits, key: string, check: () => Promise<T>): Promise<T> {
  await limits.assertMayLogin(key);
  await limits.loginFailed(key);
  const value = await check();
  await limits.loginSucceeded(key);
  return value;
}

function loginKey(username: string, visitor: Visitor): string {
  return `${username.toLowerCase()} from ${visitor.address}`;
}

const FLAT: readonly FlatCapability[] = [
  "see",
  "agent.drain",
  "agent.manage",
  "plugin.manage",
  "user.see",
  "user.manage",
  "token.own",
  "audit.see",
  "settings.manage",
];

function sessionDto(user: User, deps: Deps): SessionDto {
  const actor: Actor = { userId: user.id, name: user.name, role: user.role, via: "web" };
  const may = FLAT.filter((name) => decideAccess(actor, { name }).allowed);
  return { user: userDto(user), may, timeZone: user.timeZone ?? deps.timeZone, version: deps.version };
}

function userDto(user: User): UserDto {
  const { id, name, role, state, timeZone, createdAt } = user;
  return withoutUndefined({ id, name, role, state, timeZone, createdAt });
}
