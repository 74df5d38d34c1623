import { describe, expect, it } from "vitest";
import { OctopusError } from "../../../../../core/kernel/errors.ts";
import {
  isBusy,
  isUniqueViolation,
  storageError,
  storageErrorOr,
} from "../../../../../core/storage/sql/storage-errors.ts";

const withCode = (code: string) => Object.assign(new Error("details for the log"), { code });
const wrapped = (code: string) => Object.assign(new Error("query failed"), { driverError: withCode(code) });

describe("what a database's refusal means", () => {
  it.each([
    ["SQLITE_FULL", "storage.full"],
    ["53100", "storage.full"],
    ["SQLITE_CORRUPT_VTAB", "storage.corrupt"],
    ["SQLITE_NOTADB", "storage.corrupt"],
    ["XX001", "storage.corrupt"],
    ["SQLITE_READONLY_DBMOVED", "storage.not-writable"],
    ["SQLITE_BUSY_SNAPSHOT", "storage.unavailable"],
    ["SQLITE_IOERR_WRITE", "storage.unavailable"],
    ["08006", "storage.unavailable"],
    ["57P01", "storage.unavailable"],
    ["40P01", "storage.unavailable"],
    ["ECONNRESET", "storage.unavailable"],
  ])("%s is %s, bare or wrapped", (code, expected) => {
    expect(storageError(withCode(code))?.code).toBe(expected);
    expect(storageError(wrapped(code))?.code).toBe(expected);
  });

  it("knows a connection that broke without a code", () => {
    expect(storageError(new Error("Connection terminated unexpectedly"))?.code).toBe("storage.unavailable");
  });

  it.each(["SQLITE_CONSTRAINT_NOTNULL", "SQLITE_ERROR", "42601", "23502"])(
    "%s is the statement's own fault",
    (code) => {
      expect(storageError(withCode(code))).toBeUndefined();
    },
  );

  it("keeps what is already decided, and the cause of the rest", () => {
    const decided = new OctopusError("storage.full", "Full.");
    const cause = withCode("SQLITE_IOERR");
    expect(storageError(decided)).toBe(decided);
    expect(storageError(cause)?.cause).toBe(cause);
    expect(storageErrorOr("not even an error")).toMatchObject({ code: "storage.unavailable" });
    expect(storageError(cause)?.message).not.toContain("details for the log");
  });
});

it("tells a taken key from other broken rules", () => {
  const codes = [
    "SQLITE_CONSTRAINT_UNIQUE",
    "SQLITE_CONSTRAINT_PRIMARYKEY",
    "23505",
    "SQLITE_CONSTRAINT_CHECK",
    "23503",
  ];
  expect(codes.map((code) => isUniqueViolation(wrapped(code)))).toEqual([true, true, true, false, false]);
});

it("waits only for a lock", () => {
  expect(["SQLITE_BUSY", "SQLITE_LOCKED_SHAREDCACHE", "SQLITE_IOERR"].map((code) => isBusy(withCode(code)))).toEqual([
    true,
    true,
    false,
  ]);
});
