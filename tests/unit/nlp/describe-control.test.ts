import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, INTENTS } from "../../../core/model/frame.ts";
import { describeFrame } from "../../../nlp/describe/describe-frame.ts";
import { builtInActions, frameOf } from "../../support/language.ts";
import { anyControl, type Control } from "../../support/random-control-frames.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const frame = (said: Control): Frame => ({
  outcome: said.intent === "smalltalk" ? "ignore" : "act",
  spans: [],
  score: 1,
  said: [],
  ...said,
});

/** What a message means, without how sure we are and whether it is asked about; no parameters are as good as none. */
const meant = ({ intent, outcome, action, params, targets, schedule, policy, ref, query }: Frame) => {
  const some = params && Object.keys(params).length > 0 ? params : undefined;
  return JSON.parse(JSON.stringify({ intent, outcome, action, params: some, targets, schedule, policy, ref, query }));
};

describe("the sentence for anything that asks or steers", () => {
  it("means that again", { timeout: nightly ? 3_600_000 : 300_000 }, () => {
    fc.assert(
      fc.property(anyControl, (said) => {
        const sentence = describeFrame(frame(said), builtInActions) ?? "";
        const read = frameOf(sentence, { lastList: ["1", "2", "3"] });
        expect({ sentence, ...meant(read) }).toEqual({ sentence, ...meant(frame(said)) });
      }),
      { numRuns: nightly ? 100_000 : 2_000 },
    );
  });

  it.each([
    ["retry the failed ones of R-92", { intent: "task.retry", ref: "R-92", query: { status: "failed" } }],
    ["show the draining machines", { intent: "agent.list", query: { status: "draining" } }],
    ["show my runs on windows machines", { intent: "run.list", query: { owner: "me" } }],
    ['show the runs of "restart nginx"', { intent: "run.list", action: "service.restart" }],
    ["show the machines on all machines except web-3", { targets: { include: ["all"], exclude: ["host:web-3"] } }],
    ["never more than 2 disk.usage runs at once", { intent: "freeze.start", action: "disk.usage" }],
    [
      "show the tasks from 22 November 2026 at 00:00 to 23 November 2026 at 00:00",
      { query: { from: "2026-11-22T00:00:00", to: "2026-11-23T00:00:00" } },
    ],
    [
      "change task 17 to run every day at 09:00 in March, April and July",
      { intent: "task.update", schedule: { kind: "cron", cron: "0 9 * 3,4,7 *" } },
    ],
  ])("%s", (sentence, said) => {
    expect(frameOf(sentence)).toMatchObject(said);
  });

  it("exists for every intent but for what means nothing here", () => {
    const refs: Readonly<Record<string, string>> = { select: "2", "task.update": "17" };
    const silent = INTENTS.filter((intent) => {
      const said: Control = {
        intent,
        ref: refs[intent] ?? "web-1",
        ...(intent === "task.create" && { action: "disk.usage" }),
        ...(intent === "task.update" && { policy: { retries: 2 } }),
        ...(intent === "agent.assign" && {
          params: { labels: ["canary"] },
          targets: { include: ["host:web-1"], exclude: [] },
        }),
      };
      return describeFrame(frame(said), builtInActions) === undefined;
    });
    expect(silent).toEqual(["out_of_scope"]);
  });
});
