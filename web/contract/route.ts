import type { SchemaName } from "./schemas.ts";

/**
 * Rights that depend on the role alone; the router decides them before a handler runs. Those that depend on owner, risk
 * or targets (`task.change`, `run.cancel`, `run`, `schedule`, `execution.output`) are decided by the services.
 */
export type FlatCapability =
  | "see"
  | "alias.teach"
  | "freeze.start"
  | "approval.decide"
  | "approval.override"
  | "protection.manage"
  | "agent.drain"
  | "agent.manage"
  | "plugin.manage"
  | "user.see"
  | "user.manage"
  | "token.own"
  | "audit.see"
  | "settings.manage";
export type OwnedCapability = "run" | "task.change" | "run.cancel" | "execution.output" | "freeze.end";

/** One address of the REST interface, as data. The router and the OpenAPI document are both made from it. */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1. `{name}` is one segment, `{name+}` the rest. */
  readonly path: string;
  /** Other paths that mean the same. */
  readonly aliases?: readonly string[];
  /** One sentence for the documentation. */
  readonly summary: string;
  /** `public` needs no credentials, `person` a session or a personal token, `agent` the token of that machine. */
  readonly access: "public" | "person" | "agent" | "person-or-agent";
  readonly capability?: FlatCapability | OwnedCapability;
  readonly params?: SchemaName;
  readonly query?: SchemaName;
  readonly body?: SchemaName;
  /** The 2xx answer; `bytes` is a file, absent means no content (204). */
  readonly response?: SchemaName | "bytes";
  readonly status?: 200 | 201 | 202;
  /** Sending it again with the same Idempotency-Key header does nothing again and answers the same. */
  readonly takesKey?: boolean;
}
