import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { APPROVAL_MOVES } from "../../core/model/approval.ts";
import { AGENT_MOVES, EXECUTION_MOVES, TASK_MOVES } from "../../core/model/states.ts";

const page = readFileSync(new URL("../../docs/states.md", import.meta.url), "utf8");

function drawn(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} --> ${to}`).sort();
}

function moves(table: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(table)
    .flatMap(([from, ends]) => ends.map((to) => `${from} --> ${to}`))
    .sort();
}

describe("docs/states.md", () => {
  it.each([
    ["Task", TASK_MOVES],
    ["Execution", EXECUTION_MOVES],
    ["Agent", AGENT_MOVES],
    ["Approval", APPROVAL_MOVES],
  ])("draws exactly the moves of %s", (heading, table) => {
    expect(drawn(heading)).toEqual(moves(table));
  });
});
