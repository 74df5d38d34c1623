import { describe, expect, it } from "vitest";
import { runFile } from "../../../../bot/conversation/run-file.ts";
import { logChunkTable } from "../../../../core/store/tables/run-table.ts";
import { ConversationWorld } from "../../../support/conversation-world.ts";
import { endLatest } from "../../../support/task-runs.ts";

async function fileOf(texts: readonly string[], state: "succeeded" | "failed" = "succeeded"): Promise<string> {
  const world = new ConversationWorld();
  await world.say("check disk on web-1");
  await endLatest(world, state);
  const at = { execution_id: "E-1", attempt: 1, stream: "out", at: world.now } as const;
  const rows = texts.map((text, seq) => ({ ...at, seq, text }));
  await world.store.write((writer) => writer.insert(logChunkTable, rows));
  return (await runFile(world.runQueries, "R-1")).text;
}

describe("the file of a run", () => {
  it("has the answer and all of the output, over many chunks, in order", async () => {
    const lines = Array.from({ length: 1_200 }, (_, index) => `line ${index}\n`);
    const text = await fileOf(lines);
    expect(text).toMatch(/^== web-1: .+ ==\n12 GiB free\n-- output --\nline 0\n/);
    expect(text.split("\n").filter((line) => line.startsWith("line "))).toHaveLength(1_200);
  });

  it("says why it failed", async () => {
    expect(await fileOf([], "failed")).toContain("df is not installed");
  });

  it("ends with a note where there is more than a file holds", async () => {
    const text = await fileOf(Array.from({ length: 30 }, () => "x".repeat(40_000)));
    expect(text.length).toBeLessThan(1_000_200);
    expect(text).toMatch(/the rest is too long for a file; all of it is in the console\.\n$/);
  });

  it("holds nothing that acts on a terminal", async () => {
    expect(await fileOf(["\u001b[2J\u001b[31mred\u202e\n"])).toContain("-- output --\nred\n");
  });
});
