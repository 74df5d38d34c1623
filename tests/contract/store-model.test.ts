import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isOctopusError } from "../../core/kernel/errors.ts";
import type { Where, Writer } from "../../core/store/rows.ts";
import { type TokenRow, tokenTable } from "../../core/store/tables/user-table.ts";
import { storeEngines } from "../support/store-engines.ts";
import { type ModelUnit, type Operation, StoreModel, someUnits } from "../support/store-model.ts";

describe.each(storeEngines())("the $name store", (engine) => {
  beforeAll(() => engine.start());
  afterAll(() => engine.stop());

  it("gives the same answers as an array, whatever is asked of it", async () => {
    const store = await engine.open();
    const runs = { memory: 600, SQLite: 500, PostgreSQL: 120 }[engine.name] ?? 120;
    await fc.assert(
      fc.asyncProperty(someUnits, async (units) => {
        await store.write(async (writer) => {
          await writer.delete(tokenTable, {});
          for (const name of ["run", "task"]) await reset(writer, name);
        });
        const model = new StoreModel();
        const answers = await Promise.all(
          units.map((unit) => store.write((writer) => carryOut(writer, unit)).catch(expectRefusal)),
        );
        expect(answers).toEqual(units.map((unit) => model.run(unit)));
        expect(await store.select(tokenTable, {})).toEqual(model.rows);
      }),
      { numRuns: runs },
    );
  });
});

async function reset(writer: Writer, counter: string): Promise<void> {
  const value = await writer.next(counter);
  await writer.next(counter, -value);
}

class Abort extends Error {}

async function carryOut(writer: Writer, unit: ModelUnit): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const operation of unit.operations) results.push(await carryOutOne(writer, operation));
  if (unit.abort) throw new Abort();
  return results;
}

function carryOutOne(writer: Writer, operation: Operation): Promise<unknown> {
  switch (operation.kind) {
    case "insert":
      return writer.insert(tokenTable, operation.rows);
    case "insertNew":
      return writer.insertNew(tokenTable, operation.row);
    case "update":
      return writer.update(tokenTable, operation.where as Where<TokenRow>, operation.change);
    case "delete":
      return writer.delete(tokenTable, operation.where as Where<TokenRow>);
    case "count":
      return writer.count(tokenTable, operation.where as Where<TokenRow>);
    case "select":
      return writer.select(tokenTable, { where: operation.where as Where<TokenRow>, ...operation.page });
    case "next":
      return writer.next(operation.counter, operation.by);
  }
}

/** Undefined for the two ways in which a unit may fail here; anything else is a finding. */
function expectRefusal(error: unknown): undefined {
  if (error instanceof Abort || isOctopusError(error, "request.conflict")) return undefined;
  throw error;
}
