interface ErrorKind {
  /** HTTP status of the problem document. */
  readonly status: number;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** What is always true of this code; safe to show to a person. */
  readonly title: string;
}

const kind = (status: number, title: string, retryable = false): ErrorKind => ({ status, retryable, title });

/** Every code that can leave the program. docs/errors.md lists the same ones; a test compares. */
export const ERROR_CODES = {
  "request.invalid": kind(400, "The request does not have the expected shape."),
  "request.too-large": kind(413, "The request is larger than the limit."),
  "request.conflict": kind(409, "The request contradicts the present state."),
  "request.not-found": kind(404, "There is no such address."),
  "request.wrong-method": kind(405, "This address does not take that method."),
  "request.wrong-type": kind(415, "The body is not of a kind that is understood."),
  "request.key-reused": kind(422, "This Idempotency-Key was used for another request."),
  "request.rate-limited": kind(429, "Too many requests.", true),
  "access.unauthenticated": kind(401, "Sign in first."),
  "access.denied": kind(403, "You may not do this."),
  "approval.needed": kind(403, "Another person must say yes first."),
  "approval.not-found": kind(404, "There is no such approval."),
  "approval.nobody": kind(409, "There is nobody who could say yes to this."),
  "protection.not-found": kind(404, "There is no such protected place."),
  "access.foreign-origin": kind(403, "The request came from another site."),
  "setup.required": kind(401, "No administrator exists yet; open the set-up link."),
  "setup.done": kind(409, "Set-up is already done."),
  "setup.wrong-code": kind(403, "The set-up code is wrong or has expired."),
  "task.not-found": kind(404, "There is no such task."),
  "task.illegal-move": kind(409, "The task's state does not allow this."),
  "task.too-many": kind(409, "There are as many schedules as this server takes."),
  "run.not-found": kind(404, "There is no such run."),
  "run.no-machine": kind(409, "No machine matches the target."),
  "run.queue-full": kind(503, "Too much waits for its machines already.", true),
  "execution.not-found": kind(404, "There is no such execution."),
  "execution.illegal-move": kind(409, "The execution's state does not allow this."),
  "calendar.not-found": kind(404, "There is no such calendar."),
  "freeze.not-found": kind(404, "There is no such freeze."),
  "limit.not-found": kind(404, "There is no such limit."),
  "agent.not-found": kind(404, "There is no such machine."),
  "agent.illegal-move": kind(409, "The machine's state does not allow this."),
  "agent.name-taken": kind(409, "Another machine has this name."),
  "agent.join-refused": kind(403, "The join token is wrong, used up or expired."),
  "agent.proof-refused": kind(401, "The machine could not prove its identity."),
  "agent.cloned": kind(403, "Two machines use one identity; both are quarantined."),
  "agent.disabled": kind(403, "The machine is disabled.", true),
  "agent.protocol-mismatch": kind(426, "Server and agent speak different protocol versions."),
  "agent.message-invalid": kind(400, "A message of the agent does not have the expected shape."),
  "plugin.not-found": kind(404, "There is no such plugin."),
  "plugin.version-changed": kind(409, "This version exists with other content; versions are immutable."),
  "action.unknown": kind(404, "No installed plugin has this action."),
  "user.not-found": kind(404, "There is no such user."),
  "user.name-taken": kind(409, "Another user has this name."),
  "user.wrong-credentials": kind(401, "Name or password is wrong."),
  "user.last-admin": kind(409, "The last administrator cannot be removed."),
  "user.weak-password": kind(400, "The password is too weak."),
  "token.not-found": kind(404, "There is no such token."),
  "link.refused": kind(403, "The link is wrong, used up or expired."),
  "link.not-found": kind(404, "There is no such link."),
  "conversation.not-found": kind(404, "There is no such conversation."),
  "storage.unavailable": kind(503, "The database cannot take this now.", true),
  "storage.low": kind(503, "Too little disk space is left for new work.", true),
  "storage.full": kind(503, "The disk is full.", true),
  "storage.newer": kind(500, "The database was written by a newer version."),
  "storage.locked": kind(500, "Another server uses this data folder."),
  "storage.not-writable": kind(500, "The data folder cannot be written."),
  "storage.corrupt": kind(500, "The database is damaged."),
  "config.invalid": kind(500, "The configuration is not valid."),
  "server.port-in-use": kind(500, "The port is in use."),
  "server.unreachable": kind(502, "The server cannot be reached.", true),
  "server.bug": kind(500, "Something went wrong in the server."),
  "server.stopping": kind(503, "The server is stopping.", true),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CODES;
