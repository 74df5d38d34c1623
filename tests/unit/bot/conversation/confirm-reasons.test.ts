import { describe, expect, it } from "vitest";
import { confirmReasons } from "../../../../bot/conversation/confirm-reasons.ts";
import type { Risk } from "../../../../core/model/risk.ts";
import type { Schedule } from "../../../../core/model/schedule.ts";
import type { TaskPreview } from "../../../../core/tasks/task-request.ts";
import { anAction } from "../../../support/action-catalog.ts";
import { aMachine } from "../../../support/conversation-world.ts";

function aPreview(risk: Risk, labels: readonly string[], count = 1, schedule?: Schedule): TaskPreview {
  const machines = Array.from({ length: count }, (_, index) => aMachine(`m-${index}`, { labels }));
  return {
    request: {
      action: "x.y",
      params: {},
      targets: { include: ["all"], exclude: [] },
      ...(schedule && { schedule }),
      policy: {},
      // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
      then: [],
      text: "",
    },
    action: anAction(),
    pluginDigest: "",
    risk,
    ownRisk: risk,
    machines,
    order: machines,
    rollout: undefined,
    steps: [],
    offline: [],
    unmatched: [],
    access: { allowed: true, rule: "" },
    nextRuns: [],
    frozen: [],
    problems: [],
  };
}
const daily: Schedule = { kind: "cron", cron: "0 9 * * *" };

describe("a confirmation", () => {
  it.each<[string, TaskPreview, boolean]>([
    ["reading in production", aPreview("read", ["env:production"], 50), false],
    ["reading every day", aPreview("read", [], 1, daily), false],
    ["a change on a test machine", aPreview("change", ["env:test"]), false],
    ["a change in production", aPreview("change", ["env:production"]), true],
    ["a change on what is labelled prod", aPreview("change", ["Prod"]), true],
    ["a change on 20 machines", aPreview("change", [], 20), false],
    ["a change on 21 machines", aPreview("change", [], 21), true],
    ["a change every day", aPreview("change", [], 1, daily), true],
    ["a change once, later", aPreview("change", [], 1, { kind: "once", at: "2026-11-22T09:00:00" }), false],
    ["what destroys, anywhere", aPreview("destructive", []), true],
  ])("is wanted for %s: %#", (_name, preview, wanted) => {
    expect(confirmReasons({}, preview).length > 0).toBe(wanted);
  });

  it("is wanted for whatever was guessed", () => {
    expect(confirmReasons({ confirm: true }, aPreview("read", []))).toEqual(["I had to guess or correct a word"]);
  });
});
