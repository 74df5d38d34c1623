import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../../../core/store/tables/run-table.ts";
import { runTable } from "../../../../../core/store/tables/run-table.ts";
import { ConversationWorld, TEN } from "../../../../support/conversation-world.ts";
import { addRun } from "../../../../support/run-history.ts";

const HOUR = 3_600_000;

/** A task of every day at nine, and rows of its past. */
async function scene(...rows: readonly (Partial<RunRow> & { readonly seq: number })[]): Promise<ConversationWorld> {
  const world = new ConversationWorld();
  await world.say("check disk on web-1 every day at 9");
  for (const { seq, ...row } of rows) {
    await addRun(world.store, { seq, createdAt: TEN, taskId: "T-1", executions: 0 });
    const change = { trigger: "schedule", cause: "on-time", ...row };
    await world.store.write((writer) => writer.update(runTable, { id: `R-${seq}` }, change));
  }
  return world;
}

const missed = (seq: number, due_at: number, reason = "I was not running.") =>
  ({ seq, due_at, state: "missed", cause: "down", reason }) as const;

describe("what was missed", () => {
  it("counts what was expected by its due time, however late the rows were written", async () => {
    const world = await scene(
      missed(10, TEN - 12 * HOUR),
      missed(11, TEN - HOUR),
      { seq: 12, due_at: TEN - 11 * HOUR, state: "succeeded" },
      {
        seq: 13,
        due_at: TEN - 10 * HOUR,
        state: "skipped",
        cause: "overlap",
        reason: "The run before was still under way.",
      },
    );
    const card = await world.answer("what was missed last night");
    expect(card.headline).toBe("2 runs were missed");
    expect(card.lines[1]).toBe("3 expected of schedules: 1 skipped, 1 succeeded, 1 missed.");
    expect(card.table?.rows.map((row) => [row[0], row[3]])).toEqual([
      ["R-13", "overlap"],
      ["R-10", "down"],
    ]);
  });

  it("shows a folded row with its count, also where it reaches into the interval from later", async () => {
    const fold = { due_since: TEN - 13 * HOUR, due_count: 600 };
    const world = await scene({ ...missed(10, TEN - HOUR), ...fold });
    const card = await world.answer("what was missed last night");
    expect(card.headline).toBe("600 runs were missed");
    expect(card.table?.rows[0]?.[1]).toBe("600 times, Fri 20 Nov 22:00 to Sat 21 Nov 10:00");
  });

  it("says that nothing was", async () => {
    const world = await scene({ seq: 12, due_at: TEN - 11 * HOUR, state: "succeeded" });
    expect((await world.answer("what was missed last night")).headline).toBe("Nothing was missed");
  });
});

describe("did it run", () => {
  it("is answered with yes or no, from the latest due time", async () => {
    const yes = await scene({ seq: 10, due_at: TEN - HOUR, state: "succeeded" });
    expect((await yes.answer("did the check run")).headline).toBe("Yes: T-1 (check disk space) ran, and well");
    const no = await scene(missed(10, TEN - HOUR, "It was due 2 h ago, and the limit is 1 h."));
    const card = await no.answer("did the check run");
    expect(card).toMatchObject({ headline: "No: T-1 (check disk space) did not run", id: "R-10" });
    expect(card.lines[0]).toBe("It was due 10:00. It was due 2 h ago, and the limit is 1 h. (down)");
  });
});
