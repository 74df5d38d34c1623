import type { ErrorCode } from "../../kernel/error-codes.ts";
import { isOctopusError, OctopusError } from "../../kernel/errors.ts";

const SENTENCES = {
  "storage.unavailable": "The database cannot take this now; nothing was changed.",
  "storage.full": "The disk with the database is full; nothing was changed.",
  "storage.corrupt": "The database is damaged; nothing was changed.",
  "storage.not-writable": "The database cannot be written; nothing was changed.",
} as const satisfies Partial<Record<ErrorCode, string>>;
type StorageCode = keyof typeof SENTENCES;

/** First match wins. SQLite's extended codes start with their primary one; PostgreSQL's classes are two characters. */
const CODES: readonly (readonly [RegExp, StorageCode])[] = [
  [/^(SQLITE_FULL|53100)/, "storage.full"],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00[12])/, "storage.corrupt"],
  [/^(SQLITE_READONLY|25006)/, "storage.not-writable"],
  [/^(SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|NOMEM|PROTOCOL)|08|53|57|58|40|55P03|25P03)/, "storage.unavailable"],
  [/^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|EHOST|EAI_)/, "storage.unavailable"],
];
const BROKEN_CONNECTION = /connection (terminated|ended|error)|not queryable|timeout exceeded when trying to connect/i;

/** The code the database gave, from TypeORM's wrapping or from the driver itself. */
export function databaseCode(error: unknown): string {
  const inner = (error as { driverError?: unknown }).driverError ?? error;
  const code = (inner as { code?: unknown }).code;
  return typeof code === "string" ? code : "";
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(databaseCode(error));
}

export function isUniqueViolation(error: unknown): boolean {
  return /^(SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|23505)$/.test(databaseCode(error));
}

/** Undefined when the statement itself was at fault and the database is well. */
export function storageError(error: unknown): OctopusError | undefined {
  if (isOctopusError(error) && error.code.startsWith("storage.")) return error;
  if (!(error instanceof Error)) return undefined;
  const code = databaseCode(error);
  const known = CODES.find(([pattern]) => pattern.test(code))?.[1];
  const found = known ?? (BROKEN_CONNECTION.test(error.message) ? "storage.unavailable" : undefined);
  return found && new OctopusError(found, SENTENCES[found], { database: code }, { cause: error });
}

/** For where only the database can be at fault. */
export function storageErrorOr(error: unknown): OctopusError {
  const cause = { cause: error };
  return storageError(error) ?? new OctopusError("storage.unavailable", SENTENCES["storage.unavailable"], {}, cause);
}
