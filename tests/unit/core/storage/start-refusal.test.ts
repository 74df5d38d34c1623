import { expect, it } from "vitest";
import { OctopusError } from "../../../../core/kernel/errors.ts";
import { startRefusal } from "../../../../core/storage/start-refusal.ts";

it.each([
  [
    "nobody compiled it",
    "Could not locate the bindings file. Tried:\n → /app/build/better_sqlite3.node",
    "MODULE_NOT_FOUND",
  ],
  [
    "it is for another Node.js",
    "was compiled against a different Node.js version using NODE_MODULE_VERSION 115",
    "ERR_DLOPEN_FAILED",
  ],
  ["it is for another system", "better_sqlite3.node: invalid ELF header", "ERR_DLOPEN_FAILED"],
  ["it is not installed", "SQLite package has not been found installed. Please run npm install.", undefined],
])("says how to get the database driver when %s", (_, message, code) => {
  const error = Object.assign(new Error(message), { code });
  expect(startRefusal("/data", error)).toMatchObject({
    code: "storage.unavailable",
    message: expect.stringContaining("npm rebuild better-sqlite3"),
    cause: error,
  });
});

it("says how to restore a backup when the database is damaged", () => {
  const damaged = Object.assign(new Error("malformed"), { code: "SQLITE_CORRUPT" });
  const refused = startRefusal("/data", damaged) as OctopusError;
  expect(refused.code).toBe("storage.corrupt");
  expect(refused.message).toMatch(/\/data.*octopus restore/);
});

it("leaves what already says what to do, and what it does not know, as they are", () => {
  const locked = new OctopusError("storage.locked", "Stop it first.");
  const bug = new TypeError("x is not a function");
  expect(startRefusal("/data", locked)).toBe(locked);
  expect(startRefusal("/data", bug)).toBe(bug);
});
