import { describe, expect, it } from "vitest";
import { runCard } from "../../../../../bot/conversation/replies/run-card.ts";
import type { ExecutionState } from "../../../../../core/model/states.ts";
import { anExecution, aRun, aRunView } from "../../../../support/conversation-cards.ts";
import { aMachine, TEN } from "../../../../support/conversation-world.ts";

describe("the card of a run", () => {
  it("says what it waits for, since when, and when it gives up", () => {
    const away = aMachine("web-3", { liveness: "offline", lastSeenAt: TEN - 60_000 });
    const card = runCard(aRunView({ machines: new Map([["agt_web-3", away]]) }));
    expect(card.lines).toEqual(["Waiting for web-3: offline since 09:59, given up at 10:10."]);
  });

  it("says nothing of waiting while a connected machine is about to take it", () => {
    const card = runCard(aRunView({ machines: new Map([["agt_web-3", aMachine("web-3")]]) }));
    expect(card).toMatchObject({ tone: "understood", lines: [] });
  });

  it("counts elapsed time from the first start, and only while it runs", () => {
    const running = anExecution("web-3", { state: "running", startedAt: TEN + 5 });
    expect(runCard(aRunView({ executions: [running] })).startedAt).toBe(TEN + 5);
    const ended = { ...running, state: "succeeded", finishedAt: TEN + 9 } as const;
    expect(runCard(aRunView({ run: aRun({ state: "succeeded" }), executions: [ended] })).startedAt).toBeUndefined();
  });

  it.each<[ExecutionState, string]>([
    ["failed", "Check disk space on web-3 failed"],
    ["timed_out", "Check disk space on web-3 timed out"],
    ["expired", "Check disk space on web-3 did not start"],
    ["cancelled", "Check disk space on web-3 was cancelled"],
  ])("of one machine that %s gives a reason as a sentence", (state, headline) => {
    const run = aRun({ state: state === "cancelled" ? "cancelled" : "failed" });
    const card = runCard(aRunView({ run, executions: [anExecution("web-3", { state })] }));
    expect(card.headline).toBe(headline);
    expect(card.lines[0]).toMatch(/\.$/);
  });

  it("shows on many machines those that need a look first", () => {
    const ok = { ok: true, headline: "fine", data: {} };
    const executions = [
      anExecution("a", { state: "succeeded", response: ok }),
      anExecution("b", { state: "succeeded", response: { ...ok, attention: true } }),
      anExecution("c", { state: "timed_out" }),
    ];
    const card = runCard(aRunView({ run: aRun({ state: "failed" }), executions }));
    expect(card.headline).toBe("Check disk space: 2 of 3 succeeded");
    expect(card.table?.rows.map((row) => row[0])).toEqual(["c", "b", "a"]);
  });

  it("of a run without executions says why there were none", () => {
    const run = aRun({ state: "missed", reason: "The server was down at 09:00.", executionCount: 0 });
    expect(runCard(aRunView({ run, executions: [] }))).toMatchObject({
      tone: "attention",
      lines: ["The server was down at 09:00."],
    });
  });
});
