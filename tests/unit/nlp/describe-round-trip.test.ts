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

  it("means what lacks something again, and asks for the same", { timeout: nightly ? 3_600_000 : 300_000 }, () => {
    fc.assert(
      fc.property(anyRequest, (said) => {
        const missing = lacking(said.action);
        fc.pre(missing !== undefined);
        const { [missing ?? ""]: _left, ...params } = said.params ?? {};
        const frame: Frame = { ...BLANK, ...said, params, outcome: "clarify", clarify: missing ?? "" };
        const sentence = describeFrame(frame, builtInActions);
        fc.pre(sentence !== undefined);
        const read = frameOf(sentence ?? "");
        expect({ sentence, ...asked(read), clarify: read.clarify }).toEqual({
          sentence,
          ...asked(frame),
          clarify: missing,
        });
      }),
      { numRuns: nightly ? 20_000 : 500 },
    );
  });
});

/** The one parameter that must be said of an action, where a noun can stand for it. */
function lacking(name: string | undefined): string | undefined {
  const { required = [], properties = {} } = builtInActions.find((one) => one.name === name)?.params ?? {};
  const [only, more] = required;
  const slot = properties[only ?? ""]?.["x-slot"] ?? "";
  return more === undefined && /^(?:service|host|url|path)$/.test(slot) ? only : undefined;
}
