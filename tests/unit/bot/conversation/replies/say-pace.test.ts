import { describe, expect, it } from "vitest";
import { runCard } from "../../../../../bot/conversation/replies/run-card.ts";
import { anExecution, aRun, aRunView } from "../../../../support/conversation-cards.ts";
import { TEN } from "../../../../support/conversation-world.ts";

const usual = { medianMs: 12_000, lowMs: 11_000, highMs: 13_000, slowFromMs: 24_000, count: 20 };
const running = anExecution("web-3", { state: "running", startedAt: TEN });
const SLOW = /Slower than usual/;

describe("the pace of a run", () => {
  it("says how long it usually takes while it runs, where that is worth waiting for", () => {
    expect(runCard(aRunView({ executions: [running], usual })).facts).toContainEqual({
      name: "Usually",
      value: "12 s",
    });
    const quick = { ...usual, medianMs: 300 };
    expect(runCard(aRunView({ executions: [running], usual: quick })).facts?.map(({ name }) => name)).not.toContain(
      "Usually",
    );
  });

  it("says once that it is slower than usual, in the same words however long it goes on", () => {
    const at = (now: number) => runCard(aRunView({ executions: [running], usual, now })).lines;
    expect(at(TEN + 24_000)).toEqual([]);
    expect(at(TEN + 24_001)).toEqual(["Slower than usual (usually 12 s)."]);
    expect(at(TEN + 999_000)).toEqual(at(TEN + 24_001));
  });

  it("says at the end how long it took and how long it usually takes", () => {
    const ended = { ...running, state: "succeeded", finishedAt: TEN + 180_000 } as const;
    const card = runCard(
      aRunView({ run: aRun({ state: "succeeded" }), executions: [ended], usual, now: TEN + 999_000 }),
    );
    expect(card.lines).toEqual(["Slower than usual: 3 min, usually 12 s."]);
  });

  it("is no matter where it failed, was quick, or nothing is known", () => {
    const ended = { ...running, state: "succeeded", finishedAt: TEN + 13_000 } as const;
    const failed = { ...ended, state: "failed", finishedAt: TEN + 180_000, error: "no" } as const;
    const lines = [
      ...runCard(aRunView({ run: aRun({ state: "succeeded" }), executions: [ended], usual })).lines,
      ...runCard(aRunView({ run: aRun({ state: "failed" }), executions: [failed], usual })).lines,
      ...runCard(aRunView({ executions: [running], now: TEN + 999_000 })).lines,
    ];
    expect(lines.filter((line) => SLOW.test(line))).toEqual([]);
  });
});
