import type { AuditRecorder } from "../../core/audit/audit-recorder.ts";
import { OctopusError } from "../../core/kernel/errors.ts";
import type { Actor } from "../../core/model/user.ts";
import type { Store } from "../../core/store/rows.ts";
import { actorOf } from "../../core/users/actor-of.ts";
import { digestOf } from "../../core/users/secret.ts";
import type { SessionService } from "../../core/users/session-service.ts";
import type { UserQueries } from "../../core/users/user-queries.ts";
import type { AccountUseCases } from "../api/account-handlers.ts";

interface Services {
  readonly store: Store;
  readonly sessions: SessionService;
  readonly userQueries: UserQueries;
  readonly audit: AuditRecorder;
}

type SessionUseCases = Pick<
  AccountUseCases,
  "openSession" | "closeSession" | "recordFailedSignIn" | "listSessions" | "revokeSession" | "revokeOtherSessions"
>;

/** Signing in and out, each with its line in the audit log in the same unit. */
export function sessionUseCases({ store, sessions, userQueries, audit }: Services): SessionUseCases {
  const ended = (id: string, rule: string) =>
    ({ action: "session.end", object: id.slice(0, SHOWN), decision: "allowed", rule }) as const;
  return {
    openSession: (user, { address, userAgent, rule }) =>
      store.write(async (writer) => {
        const opened = await sessions.open(writer, user.id, userAgent);
        const detail = { address, userAgent, session: digestOf(opened.secret).slice(0, SHOWN) };
        const fact = { action: "session.create", object: user.id, decision: "allowed", rule, detail } as const;
        await audit.record(writer, actorOf(user, "web"), fact);
        return opened;
      }),
    closeSession: (actor, secret) =>
      store.write(async (writer) => {
        await sessions.close(writer, secret);
        await audit.record(writer, actor, ended(digestOf(secret), "sign-out"));
      }),
    async recordFailedSignIn(username, { address, userAgent }) {
      // A name that nobody has may be a password that was typed into the wrong field: it is not written down.
      const user = await userQueries.byName(username);
      const actor: Actor = { userId: undefined, name: user?.name ?? "somebody", role: "viewer", via: "web" };
      const fact = { action: "session.create", object: user?.id ?? "unknown", decision: "refused" } as const;
      const detail = { address, userAgent };
      await store.write((writer) => audit.record(writer, actor, { ...fact, rule: "wrong-credentials", detail }));
    },
    async listSessions(actor, secret) {
      const current = secret === undefined ? undefined : digestOf(secret);
      const open = await sessions.list(actor.userId ?? "");
      return open.slice(0, MOST_SHOWN).map((session) => ({ ...session, current: session.id === current }));
    },
    revokeSession: (actor, id) =>
      store.write(async (writer) => {
        if (!(await sessions.revoke(writer, actor.userId ?? "", id))) {
          throw new OctopusError("request.not-found", "You have no such session.");
        }
        await audit.record(writer, actor, ended(id, "own"));
      }),
    async revokeOtherSessions(actor, secret) {
      const current = secret === undefined ? undefined : digestOf(secret);
      const others = (await sessions.list(actor.userId ?? "")).filter(({ id }) => id !== current);
      await store.write(async (writer) => {
        for (const { id } of others) await sessions.revoke(writer, actor.userId ?? "", id);
        const detail = { count: others.length };
        await audit.record(writer, actor, {
          ...ended(actor.userId ?? "", "own"),
          action: "session.end-others",
          detail,
        });
      });
    },
  };
}

/** As much of a digest as is needed to tell sessions apart in the log. */
const SHOWN = 16;
const MOST_SHOWN = 1000;
