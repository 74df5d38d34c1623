import type { Frame } from "../../../core/model/frame.ts";
import { type FrameValue, frameValues } from "../frame-values.ts";
import { ourFrame } from "../our-frame.ts";
import type { Suite } from "../suite.ts";
import { said, visibleSentences } from "../visible-sentences.ts";

interface Explained extends FrameValue {
  readonly text: string;
  readonly frame: Frame;
}

/** What a rule decides about the message, and what is asked for because it is not in it. */
const DECIDED = new Set(["confirm", "clarify", "intent"]);

/** Every value of a frame has its place in the message, or a sentence that says where it comes from. */
export const explained: Suite<Explained> = {
  name: "values with a place in the message or an assumption",
  goal: { share: 1 },
  cases: () =>
    visibleSentences().flatMap((one) => {
      const frame = ourFrame(one.text, one.context);
      const values = frameValues(frame).filter(({ slot }) => !DECIDED.has(slot));
      return values.map((value) => ({ ...value, text: said(one), frame }));
    }),
  run: ({ slot, value, frame }) => (placesOf(slot, value, frame) || isAssumed(frame) ? "right" : "silent"),
  show: ({ slot, value, text, frame }) =>
    `${text}\n         ${slot} ${value}: ${frame.spans.map((span) => span.slot).join(" ")} | ${(frame.assumed ?? []).join(" ")}`,
};

function placesOf(slot: string, value: string, { spans }: Frame): boolean {
  const name = value.slice(0, value.indexOf("="));
  return spans.some((span) => span.slot === slot || (slot === "params" && span.slot === name));
}

const isAssumed = ({ assumed = [] }: Frame): boolean => assumed.length > 0;
