import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planLost, planResult } from "../../../../core/dispatch/plan-result.ts";
import { EXECUTION_MOVES, type ExecutionState } from "../../../../core/model/states.ts";
import type { ResultMessage } from "../../../../core/protocol/messages.ts";
import { anExecutionRow } from "../../../support/execution-rows.ts";

const facts = { now: 1000, fraction: 0.5, policy: {} };

function aResult(outcome: ResultMessage["outcome"], attempt = 1): ResultMessage {
  return { type: "result", execution: "E-1", attempt, outcome, durationMs: 5, ranAs: "nobody", logChunks: 0 };
}

describe("what a result makes of its execution", () => {
  it("takes the end as it is reported", () => {
    for (const outcome of ["succeeded", "failed", "timed_out", "cancelled"] as const) {
      expect(planResult(anExecutionRow(), aResult(outcome), facts)?.state).toBe(outcome);
    }
  });

  it("P7: a late result of an attempt that was replaced changes nothing", () => {
    expect(planResult(anExecutionRow({ attempt: 2 }), aResult("succeeded", 1), facts)).toBeUndefined();
  });

  it("P7: a late result of the current attempt heals unknown", () => {
    expect(planResult(anExecutionRow({ state: "unknown" }), aResult("succeeded"), facts)?.state).toBe("succeeded");
  });

  it("tries again after a failure while tries are left, with the next number and after the said delay", () => {
    const execution = anExecutionRow({ max_attempts: 3 });
    const change = planResult(execution, aResult("failed"), { ...facts, policy: { retries: 2, retryDelay: "PT30S" } });
    expect(change).toMatchObject({ state: "queued", fields: { attempt: 2, not_before: 31_000 } });
  });

  it.each(["arguments", "refused", "missing"])(
    "does not try again what failed for good (%s), and says so",
    (failure) => {
      const response = { ok: false, headline: "there is no such thing here", data: { failure } };
      const change = planResult(anExecutionRow({ max_attempts: 3 }), { ...aResult("failed"), response }, facts);
      const error = "there is no such thing here. It is not tried again, because the same would happen.";
      expect(change).toMatchObject({ state: "failed", fields: { error } });
    },
  );

  it("tries again what failed for any other reason, and what took too long", () => {
    const response = { ok: false, headline: "connection refused", data: { failure: "network" } };
    const execution = anExecutionRow({ max_attempts: 3 });
    expect(planResult(execution, { ...aResult("failed"), response }, facts)?.state).toBe("queued");
    expect(planResult(execution, aResult("timed_out"), facts)?.state).toBe("queued");
  });

  it("spreads unspecified retry delays over all of the growing ceiling", () => {
    const execution = anExecutionRow({ max_attempts: 5, attempt: 3 });
    const delayAt = (fraction: number) =>
      (planResult(execution, aResult("failed", 3), { ...facts, fraction })?.fields?.not_before ?? 0) - facts.now;
    expect([delayAt(0), delayAt(1)]).toEqual([0, 20_000]);
  });

  it("takes the word of somebody on the machine who cancelled before or while it ran, and does not try again", () => {
    const result = { ...aResult("cancelled"), error: "It was cancelled on the machine." };
    for (const state of ["offered", "running"] as const) {
      const change = planResult(anExecutionRow({ state, max_attempts: 3 }), result, facts);
      expect(change).toMatchObject({ state: "cancelled", fields: { error: result.error } });
    }
  });

  it("does not try again what a person cancelled", () => {
    const execution = anExecutionRow({ state: "cancelling", max_attempts: 3 });
    expect(planResult(execution, aResult("failed"), facts)?.state).toBe("failed");
  });

  it("P5: an attempt that broke off is repeated only when the action is retry-safe", () => {
    expect(planResult(anExecutionRow({ idempotent: true }), aResult("interrupted"), facts)?.state).toBe("queued");
    expect(planResult(anExecutionRow({ idempotent: false }), aResult("interrupted"), facts)?.state).toBe("unknown");
    expect(planResult(anExecutionRow({ idempotent: false }), aResult("never_started"), facts)?.state).toBe("queued");
  });

  it("says what the machine says of an attempt that broke off", () => {
    const error = "2 of its processes could not be ended and may still run.";
    const result = { ...aResult("interrupted"), error };
    const change = planResult(anExecutionRow({ idempotent: false, max_attempts: 3 }), result, facts);
    expect(change).toMatchObject({ state: "unknown", fields: { error } });
  });

  it("calls it a failure when a machine reports a result for work that it was not told to start", () => {
    expect(planResult(anExecutionRow({ state: "offered" }), aResult("succeeded"), facts)?.state).toBe("failed");
  });

  it("only ever asks for moves that the table has", () => {
    const states = fc.constantFrom(...(Object.keys(EXECUTION_MOVES) as ExecutionState[]));
    const outcomes = fc.constantFrom(
      ...(["succeeded", "failed", "timed_out", "cancelled", "interrupted", "lost_lease", "never_started"] as const),
    );
    fc.assert(
      fc.property(
        states,
        outcomes,
        fc.boolean(),
        fc.integer({ min: 1, max: 4 }),
        (state, outcome, idempotent, attempt) => {
          const execution = anExecutionRow({ state, idempotent, attempt, max_attempts: 3 });
          const change = planResult(execution, aResult(outcome, attempt), facts);
          if (change && change.state !== state) expect(EXECUTION_MOVES[state]).toContain(change.state);
        },
      ),
    );
  });
});

describe("a lost lease", () => {
  it("P5 P8: becomes a new attempt when repeating is safe, and unknown when it is not", () => {
    expect(planLost(anExecutionRow({ idempotent: true }), 0, "silent")?.state).toBe("queued");
    expect(planLost(anExecutionRow({ idempotent: false }), 0, "silent")).toMatchObject({
      state: "unknown",
      fields: { error: "silent", lease_until: null },
    });
  });

  it("P9: of something that was being cancelled is unknown, never cancelled", () => {
    expect(planLost(anExecutionRow({ state: "cancelling", idempotent: true }), 0, "silent")?.state).toBe("unknown");
  });

  it("gives up repeating after three attempts", () => {
    expect(planLost(anExecutionRow({ idempotent: true, attempt: 3 }), 0, "silent")?.state).toBe("unknown");
  });
});
