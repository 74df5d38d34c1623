import { describe, expect, it } from "vitest";
import type { ExecutionDto } from "../../../web/contract/execution.ts";
import type { JournalLine } from "../../support/journal-plugin.ts";
import { judgeJournal } from "../../support/journal-referee.ts";

const line = (what: JournalLine["what"], attempt = 1): JournalLine => ({ what, execution: "E-1", attempt });

const anExecution = (change: Partial<ExecutionDto>): ExecutionDto => ({
  id: "E-1",
  runId: "R-1",
  taskId: "T-1",
  agentId: "agt_1",
  agentName: "web-1",
  state: "succeeded",
  attempt: 1,
  maxAttempts: 1,
  idempotent: false,
  timeoutMs: 1,
  notBefore: 0,
  expiresAt: 1,
  ...change,
});

describe("the referee of the journal", () => {
  it("has nothing to say where all went well", () => {
    expect(judgeJournal([line("start"), line("tick"), line("end")], [anExecution({})])).toEqual([]);
    const twice = [line("start"), line("tick"), line("start", 2), line("end", 2)];
    expect(judgeJournal(twice, [anExecution({ idempotent: true, attempt: 2 })])).toEqual([]);
  });

  it.each<[string, readonly JournalLine[], Partial<ExecutionDto>]>([
    ["E-1/1 started twice", [line("start"), line("start"), line("end")], {}],
    [
      "E-1/1 was still at work after E-1/2 had begun",
      [line("start"), line("start", 2), line("tick"), line("end", 2)],
      { idempotent: true },
    ],
    ["E-1 must not be repeated, and was begun 2 times", [line("start"), line("start", 2), line("end", 2)], {}],
    ["E-1 is still running", [line("start")], { state: "running" }],
    ["E-1 did not end, yet succeeded", [line("start")], {}],
    ["E-1 began, and is said to be expired", [line("start")], { state: "expired" }],
  ])("sees: %s", (sentence, lines, change) => {
    expect(judgeJournal(lines, [anExecution(change)])).toEqual([sentence]);
  });
});
