import { describe, expect, it } from "vitest";
import { type RunOutcome, shouldPost } from "../../../../bot/conversation/notify-decision.ts";

const quiet: RunOutcome = {
  trigger: "schedule",
  risk: "read",
  state: "succeeded",
  attention: false,
  first: false,
  recovered: false,
  notify: [],
};

describe("a run without a card", () => {
  it.each<[string, Partial<RunOutcome>, boolean]>([
    ["that only looks and found nothing", {}, false],
    ["that only looks and still runs", { state: "running" }, false],
    ["that found something", { attention: true }, true],
    ["that failed", { state: "failed" }, true],
    ["that was missed", { state: "missed" }, true],
    ["whose end is not known", { state: "unknown" }, true],
    ["that is the first of its task", { first: true, state: "running" }, true],
    ["that changes something", { risk: "change", state: "running" }, true],
    ["that somebody asked for", { trigger: "request", state: "running" }, true],
    ["that is always told, and ended", { notify: [{ on: "always" }] }, true],
    ["that is always told, and runs", { notify: [{ on: "always" }], state: "running" }, false],
    ["told on failure, and well", { notify: [{ on: "failure" }], first: true }, false],
    ["told on failure, and failed", { notify: [{ on: "failure" }], state: "failed" }, true],
    ["told on success, and failed", { notify: [{ on: "success" }], state: "failed" }, false],
    ["told on failure, and well again", { notify: [{ on: "failure" }], recovered: true }, true],
    ["told on recovery, and failed", { notify: [{ on: "recovery" }], state: "failed" }, false],
    ["told on recovery, and well again", { notify: [{ on: "recovery" }], recovered: true }, true],
    ["told above a threshold, and above", { notify: [{ on: "threshold" }], attention: true }, true],
  ])("%s: %o is posted: %s", (_name, change, posted) => {
    expect(shouldPost({ ...quiet, ...change })).toBe(posted);
  });
});
