import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseQuestion } from "../../../../bot/conversation/choose-question.ts";
import type { PendingRow } from "../../../../core/store/tables/conversation-table.ts";

const NOW = 1_000;
function aQuestion(overrides: Partial<PendingRow> = {}): PendingRow {
  return {
    id: "P-1",
    seq: 1,
    conversation_id: "cnv_1",
    user_id: "ada",
    message_id: "msg_1",
    kind: "confirm",
    state: "open",
    plan: {},
    plan_hash: "",
    created_at: 0,
    expires_at: NOW + 1,
    answered_at: null,
    ...overrides,
  };
}
const said = { userId: "ada", ref: undefined, named: undefined, conversationId: "cnv_1", open: [], now: NOW };

describe("a yes or no", () => {
  it("that names nothing is about the one question that waits for this person", () => {
    const mine = aQuestion();
    const others = [aQuestion({ id: "P-2", user_id: "bob" }), aQuestion({ id: "P-3", expires_at: NOW })];
    expect(chooseQuestion({ ...said, open: [mine, ...others] })).toEqual({ kind: "one", row: mine, expired: false });
  });

  it("that names nothing never picks one of several", () => {
    const question = fc.record({
      user_id: fc.constantFrom("ada", "bob"),
      kind: fc.constantFrom("confirm", "clarify"),
      expires_at: fc.constantFrom(NOW - 1, NOW, NOW + 1),
    });
    fc.assert(
      fc.property(fc.array(question, { maxLength: 6 }), (list) => {
        const open = list.map((one, index) => aQuestion({ ...one, id: `P-${index}` }));
        const live = open.filter((row) => row.kind === "confirm" && row.expires_at > NOW && row.user_id === "ada");
        const choice = chooseQuestion({ ...said, open });
        return (choice.kind === "one") === (live.length === 1) && (choice.kind === "which") === live.length > 1;
      }),
    );
  });

  it("that names a question of another conversation finds nothing", () => {
    const named = aQuestion({ conversation_id: "cnv_2" });
    expect(chooseQuestion({ ...said, ref: "P-1", named }).kind).toBe("unknown");
  });

  it("that names a question finds it expired, closed or another person's", () => {
    const choose = (overrides: Partial<PendingRow>) =>
      chooseQuestion({ ...said, ref: "P-1", named: aQuestion(overrides) });
    expect(choose({ expires_at: NOW })).toMatchObject({ kind: "one", expired: true });
    expect(choose({ state: "used" })).toMatchObject({ kind: "closed" });
    expect(choose({ user_id: "bob" })).toMatchObject({ kind: "not-yours" });
  });
});
