import { isOctopusError, OctopusError } from "../../core/kernel/errors.ts";
import type { Page, PageRequest } from "../../core/model/page.ts";
import { decideAccess } from "../../core/model/permission.ts";
import type { Actor, Role, User } from "../../core/model/user.ts";
import type { FlatCapability } from "../contract/route.ts";
import type { ACCOUNT_ROUTES } from "../contract/routes/account-routes.ts";
import type { SessionDto, UserDto } from "../contract/user.ts";
import type { RateLimits } from "../http/rate-limits.ts";
import { pageRequest } from "./page-request.ts";
import type { Handlers, NewSession, Visitor } from "./route-handler.ts";
import { SignInFailures } from "./sign-in-failures.ts";
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
  /** Audited; `rule`: "password", "set-up", "new-password". */
  openSession(user: User, opening: SessionOpening): Promise<NewSession>;
  /** Audited. */
  closeSession(actor: Actor, secret: string): Promise<void>;
  /** Writes down that somebody gave a wrong password for this name. */
  recordFailedSignIn(username: string, visitor: Pick<Visitor, "address" | "userAgent">): Promise<void>;
  /** One's own, the latest first; `secret` tells which one asks. */
  listSessions(actor: Actor, secret: string | undefined): Promise<readonly OpenSession[]>;
  /** One's own. Throws `request.not-found`, also for those of others. */
  revokeSession(actor: Actor, id: string): Promise<void>;
  revokeOtherSessions(actor: Actor, secret: string | undefined): Promise<void>;
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

export interface SessionOpening extends Pick<Visitor, "address" | "userAgent"> {
  readonly rule: string;
}

export interface OpenSession {
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly userAgent: string;
  readonly current: boolean;
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
  /** Passwords may cross the network in the clear. */
  readonly insecureHttp: boolean;
}

export function accountHandlers(deps: Deps): Handlers<keyof typeof ACCOUNT_ROUTES> {
  const { accounts, limits } = deps;
  const failures = new SignInFailures();
  return {
    "setup.state": async () => ({ needed: await accounts.setupNeeded() }),

    "setup.complete": async ({ body, visitor, setSession }) => {
      if (!visitor.loopback) {
        const sentence = "Set-up is only possible from the server's own machine; open the link there.";
        throw new OctopusError("access.denied", sentence);
      }
      const user = await accounts.completeSetup(body);
      setSession(await accounts.openSession(user, opening(visitor, "set-up")));
      return sessionDto(user, deps);
    },

    "session.create": async ({ body, visitor, setSession, sessionSecret, actor }) => {
      assertPrivate(visitor, deps);
      const { username, password } = body;
      const verify = async () => {
        try {
          return await accounts.verifyPassword(username, password);
        } catch (error) {
          const wrong = isOctopusError(error, "user.wrong-credentials");
          const line = wrong && (await failures.isWorthALine(username, visitor.address));
          if (line) await accounts.recordFailedSignIn(username, visitor);
          throw error;
        }
      };
      const user = await countingTries(limits, loginKey(username, visitor), verify);
      // Whoever had this browser before is out, and no session of before the sign-in lives on after it.
      if (sessionSecret !== undefined && actor) await accounts.closeSession(actor, sessionSecret);
      setSession(await accounts.openSession(user, opening(visitor, "password")));
      return sessionDto(user, deps);
    },

    "session.show": async ({ actor }) => sessionDto(await accounts.getUser(actor.userId ?? ""), deps),

    "session.delete": async ({ actor, sessionSecret, setSession }) => {
      if (sessionSecret !== undefined) await accounts.closeSession(actor, sessionSecret);
      setSession(undefined);
      return undefined;
    },

    "session.password": async ({ actor, body, visitor, setSession, sessionSecret }) => {
      assertPrivate(visitor, deps);
      const { current, next } = body;
      await countingTries(limits, loginKey(actor.name, visitor), () => accounts.changePassword(actor, current, next));
      if (sessionSecret !== undefined) {
        const user = await accounts.getUser(actor.userId ?? "");
        setSession(await accounts.openSession(user, opening(visitor, "new-password")));
      }
      return undefined;
    },
    "session.list": async ({ actor, sessionSecret }) => ({
      items: (await accounts.listSessions(actor, sessionSecret)).map((session) => ({ ...session })),
    }),
    "session.revoke": async ({ actor, params }) => {
      await accounts.revokeSession(actor, params.id);
      return undefined;
    },
    "session.revoke-others": async ({ actor, sessionSecret }) => {
      await accounts.revokeOtherSessions(actor, sessionSecret);
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

/** A password in the clear belongs to everybody on the way. */
function assertPrivate(visitor: Visitor, { insecureHttp }: Deps): void {
  if (visitor.loopback || visitor.secure || insecureHttp) return;
  const advice = "put TLS in front of this server (trustedProxies, publicUrl), or allow it with insecureHttp";
  throw new OctopusError("access.denied", `Passwords are not taken over plain HTTP from other machines; ${advice}.`);
}

function opening({ address, userAgent }: Visitor, rule: string): SessionOpening {
  return { address, userAgent, rule };
}

function loginKey(username: string, visitor: Visitor): string {
  return `${username.toLowerCase()} from ${visitor.address}`;
}

const EVERY_FLAT: Readonly<Record<FlatCapability, true>> = {
  see: true,
  "alias.teach": true,
  "freeze.start": true,
  "approval.decide": true,
  "approval.override": true,
  "protection.manage": true,
  "agent.drain": true,
  "agent.manage": true,
  "plugin.manage": true,
  "user.see": true,
  "user.manage": true,
  "token.own": true,
  "audit.see": true,
  "settings.manage": true,
};
const FLAT = Object.keys(EVERY_FLAT) as readonly FlatCapability[];

function sessionDto(user: User, deps: Deps): SessionDto {
  const actor: Actor = { userId: user.id, name: user.name, role: user.role, via: "web" };
  const may = FLAT.filter((name) => decideAccess(actor, { name }).allowed);
  return { user: userDto(user), may, timeZone: user.timeZone ?? deps.timeZone, version: deps.version };
}

function userDto(user: User): UserDto {
  const { id, name, role, state, timeZone, createdAt } = user;
  return withoutUndefined({ id, name, role, state, timeZone, createdAt });
}
