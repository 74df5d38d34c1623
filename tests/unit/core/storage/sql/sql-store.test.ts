import { expect, it } from "vitest";
import { type Clock, systemClock } from "../../../../../core/kernel/clock.ts";
import type { Logger } from "../../../../../core/kernel/logger.ts";
import { silentLogger } from "../../../../../core/kernel/logger.ts";
import { sqliteDialect } from "../../../../../core/storage/sql/dialect.ts";
import type { SqlEngine, SqlResult } from "../../../../../core/storage/sql/sql-connection.ts";
import { SqlStore } from "../../../../../core/storage/sql/sql-store.ts";
import { metaTable } from "../../../../../core/store/tables/meta-table.ts";

/** A database that writes down what it is told, and fails where the test wants. */
function scriptedEngine(fail: (text: string) => unknown = () => undefined) {
  const said: string[] = [];
  const run = async (text: string): Promise<SqlResult> => {
    said.push(text.split(" (")[0] ?? text);
    const failure = fail(text);
    if (failure) throw failure;
    return { rows: [], changes: 1 };
  };
  const engine: SqlEngine = {
    dialect: sqliteDialect,
    reader: { run },
    async begin() {
      await run("BEGIN");
      return {
        run,
        commit: async () => void (await run("COMMIT")),
        rollback: async () => void said.push("ROLLBACK"),
      };
    },
    close: async () => void said.push("CLOSE"),
  };
  return { engine, said };
}

function setup(fail?: (text: string) => unknown, logger: Logger = silentLogger, clock: Clock = systemClock) {
  const { engine, said } = scriptedEngine(fail);
  const store = new SqlStore(engine, { clock, logger });
  const put = (name: string) => store.write((writer) => writer.insert(metaTable, [{ name, value: "" }]));
  return { store, said, put };
}

const failing = (code: string) => Object.assign(new Error(`database says ${code}`), { code });

it("commits a lone unit without a savepoint", async () => {
  const { said, put } = setup();
  await put("a");
  expect(said).toEqual(["BEGIN", 'INSERT INTO "meta"', "COMMIT"]);
});

it("commits all units that wait in one transaction, each in a savepoint of its own", async () => {
  const { said, put } = setup();
  await Promise.all([put("a"), put("b")]);
  const insert = 'INSERT INTO "meta"';
  const unit = ["RELEASE SAVEPOINT unit", "SAVEPOINT unit", insert];
  expect(said).toEqual(["BEGIN", "SAVEPOINT unit", insert, ...unit, "COMMIT"]);
});

it("gives back only the unit that failed", async () => {
  const { store, said, put } = setup();
  const bad = store.write(async () => {
    throw new Error("no");
  });
  const outcomes = await Promise.allSettled([bad, put("a"), put("b")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(said.filter((text) => text.includes("SAVEPOINT"))).toEqual([
    "SAVEPOINT unit",
    "ROLLBACK TO SAVEPOINT unit",
    "RELEASE SAVEPOINT unit",
    "SAVEPOINT unit",
  ]);
});

it("takes a unit that arrives during a group into the next one", async () => {
  const { store, said, put } = setup();
  let inner: Promise<void> | undefined;
  await store.write(async () => {
    inner = put("later");
  });
  await inner;
  expect(said).toEqual(["BEGIN", "COMMIT", "BEGIN", 'INSERT INTO "meta"', "COMMIT"]);
});

it("bounds a group, so that other work of the process gets its turn", async () => {
  const { said, put } = setup();
  await Promise.all(Array.from({ length: 600 }, (_, at) => put(String(at))));
  expect(said.filter((text) => text === "COMMIT")).toHaveLength(3);
});

it("rejects every unit of a group whose commit fails, and runs none of their acts", async () => {
  let commits = 0;
  const { store, said, put } = setup((text) => text === "COMMIT" && commits++ === 0 && failing("SQLITE_IOERR_FSYNC"));
  const acts: string[] = [];
  const withAct = store.write(async (writer) => writer.afterCommit(() => acts.push("a")));
  const outcomes = await Promise.allSettled([withAct, put("b")]);
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { code: "storage.unavailable", retryable: true } },
    { status: "rejected", reason: { code: "storage.unavailable" } },
  ]);
  expect(acts).toEqual([]);
  expect(said.at(-1)).toBe("ROLLBACK");
  await put("c");
});

it("gives the whole group up when the transaction is gone, by the reason of the unit in which it went", async () => {
  const { said, put } = setup((text) => {
    if (text.startsWith("INSERT")) return failing("SQLITE_FULL");
    return text.startsWith("ROLLBACK TO") && failing("SQLITE_ERROR");
  });
  const outcomes = await Promise.allSettled([put("a"), put("b")]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: "storage.full" } });
  expect(said).not.toContain("COMMIT");
});

it("rejects by a code when no transaction can be had, and works when one can", async () => {
  let tries = 0;
  const { put } = setup((text) => text === "BEGIN" && tries++ === 0 && failing("ECONNREFUSED"));
  await expect(put("a")).rejects.toMatchObject({ code: "storage.unavailable" });
  await put("b");
});

it("gives up a unit that waits for another unit, refuses its writer, and lets the others go on", async () => {
  const timers: (() => void)[] = [];
  const clock: Clock = {
    ...systemClock,
    after(_, act) {
      timers.push(act);
      return () => void timers.splice(timers.indexOf(act), 1);
    },
  };
  const { store, said, put } = setup(undefined, silentLogger, clock);
  let late: Promise<void> | undefined;
  const stuck = store.write(async (writer) => {
    late = put("inner").then(() => writer.insert(metaTable, [{ name: "late", value: "" }]));
    await late;
  });
  await expect.poll(() => timers).toHaveLength(1);
  timers[0]?.();
  await expect(stuck).rejects.toMatchObject({ code: "storage.unavailable" });
  await expect(late).rejects.toThrow("has ended");
  expect(said.join()).toBe('BEGIN,ROLLBACK,BEGIN,INSERT INTO "meta",COMMIT');
  expect(timers).toEqual([]);
});

it("reports an act that threw, and still runs the next one", async () => {
  const reported: unknown[] = [];
  const logger: Logger = { ...silentLogger, error: ({ err }) => void reported.push(err) };
  const { store } = setup(undefined, logger);
  const seen: string[] = [];
  await store.write(async (writer) => {
    writer.afterCommit(() => {
      throw new Error("listener");
    });
    writer.afterCommit(() => seen.push("second"));
  });
  expect(reported).toMatchObject([{ message: "listener" }]);
  expect(seen).toEqual(["second"]);
});

it("finds itself unwell when the database does not take a write", async () => {
  const { store } = setup((text) => text === "COMMIT" && failing("SQLITE_FULL"));
  await expect(store.check()).rejects.toMatchObject({ code: "storage.full" });
});

it("closes the database once, after what waits", async () => {
  const { store, said, put } = setup();
  const written = put("a");
  await Promise.all([store.close(), store.close()]);
  await written;
  expect(said).toEqual(["BEGIN", 'INSERT INTO "meta"', "COMMIT", "CLOSE"]);
});
