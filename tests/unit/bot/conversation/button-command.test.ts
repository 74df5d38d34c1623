import { describe, expect, it } from "vitest";
import { buttonCommand } from "../../../../bot/conversation/button-command.ts";
import { SAMPLE_CARDS } from "../../../support/conversation-cards.ts";

describe("a button", () => {
  it.each(["waiting", "running", "one-result", "failed", "many-results", "plan", "task"])(
    "of the card %s types a sentence that needs no parser",
    (name) => {
      const buttons = SAMPLE_CARDS[name]?.buttons ?? [];
      expect(buttons.length).toBeGreaterThan(0);
      for (const { say } of buttons) expect(buttonCommand(say), say).toBeDefined();
    },
  );

  it("names what it is about", () => {
    expect(buttonCommand("confirm P-311")).toMatchObject({ frame: { intent: "confirm", ref: "P-311" } });
    expect(buttonCommand(" cancel r-92 ")).toMatchObject({ frame: { intent: "execution.cancel", ref: "R-92" } });
    expect(buttonCommand("mark E-7 as failed")).toEqual({ kind: "settle", executionId: "E-7", as: "failed" });
  });

  it("is not seen in what merely resembles one", () => {
    for (const text of ["cancel", "confirm P-1 and P-2", "do not cancel R-9", "confirm p", "retry the failed ones"]) {
      expect(buttonCommand(text)).toBeUndefined();
    }
  });
});
