import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../core/model/frame.ts";
import { describeFrame } from "../../../nlp/describe/describe-frame.ts";
import { builtInActions, frameOf } from "../../support/language.ts";
import { anyRequest } from "../../support/random-frames.ts";

const nightly = process.env["OCTOPUS_TEST_TIER"] === "nightly";
const BLANK = { intent: "task.create", outcome: "act", spans: [], score: 1, said: [] } as const;

/** What a request asks for, without how sure we are and where it was said. */
const asked = ({ intent, outcome, action, params, targets, schedule, policy, then: steps }: Frame) =>
  JSON.parse(JSON.stringify({ intent, outcome, action, params, targets, schedule, policy, steps }));

describe("the sentence for any request", () => {
  it("means that request again", { timeout: nightly ? 3_600_000 : 300_000 }, () => {
    fc.assert(
      fc.property(anyRequest, (said) => {
        const sentence = describeFrame({ ...BLANK, ...said }, builtInActions) ?? "";
        expect({ sentence, ...asked(frameOf(sentence)) }).toEqual({ sentence, ...asked({ ...BLANK, ...said }) });
      }),
      { numRuns: nightly ? 100_000 : 2_000 },
    );
  });
});
