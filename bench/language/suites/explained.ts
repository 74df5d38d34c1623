import type { Frame } from "../../../core/model/frame.ts";
import { type FrameValue, frameValues } from "../frame-values.ts";
import { ourFrame } from "../our-frame.ts";
import type { Suite } from "../suite.ts";
import { said, visibleSentences } from "../visible-sentences.ts";

interface Explained extends FrameValue {
  readonly text: string;
  readonly frame: Frame;
  /** Something was said before. */
  readonly thread: boolean;
}

/** What a rule decides about the message, and what is asked for because it is not in it. */
const DECIDED = new Set(["confirm", "clarify", "intent"]);

/** Every value of a frame has its place in the message, or a sentence that says where it comes from. */
export const explained: Suite<Explained> = {
  name: "values with a place, an assumption or the thread they come from",
  goal: { share: 1 },
  cases: () =>
    visibleSentences().flatMap((one) => {
      const frame = ourFrame(one.text, one.context);
      const values = frameValues(frame).filter(({ slot }) => !DECIDED.has(slot));
      return values.map((value) => ({ ...value, text: said(one), frame, thread: one.context !== undefined }));
    }),
  run: ({ slot, value, frame, thread }) =>
    placesOf(slot, value, frame) || isAssumed(frame) || (thread && isKept(slot, value, frame)) ? "right" : "silent",
  show: ({ slot, value, text, frame }) =>
    `${text}\n         ${slot} ${value}: ${frame.spans.map((span) => span.slot).join(" ")} | ${(frame.assumed ?? []).join(" ")}`,
};

const nameOf = (value: string): string => value.slice(0, value.indexOf("="));

/** Not said here, and said to be so: it comes from the thread. */
const isKept = (slot: string, value: string, frame: Frame): boolean =>
  !frame.said.includes(slot) && !frame.said.includes(nameOf(value));

function placesOf(slot: string, value: string, { spans }: Frame): boolean {
  return spans.some(
    (span) =>
      span.slot === slot ||
      (slot === "params" && span.slot === nameOf(value)) ||
      (slot === "targets" && span.slot === "exclude") ||
      (slot === "ref" && /^(?:targets|agent|task)$/.test(span.slot)),
  );
}

const isAssumed = ({ assumed = [] }: Frame): boolean => assumed.length > 0;
