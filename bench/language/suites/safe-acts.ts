import type { Frame } from "../../../core/model/frame.ts";
import { riskOf } from "../../../core/plugin-api/manifest.ts";
import { corpusText } from "../corpus-file.ts";
import { builtInActions, ourFrame } from "../our-frame.ts";
import type { Suite } from "../suite.ts";
import { type OwnSentence, said, visibleSentences } from "../visible-sentences.ts";

const show = (one: OwnSentence): string => `${said(one)}\n         ${JSON.stringify(ourFrame(one.text, one.context))}`;

const talk = (): readonly OwnSentence[] =>
  ["noise.txt", "measured/noise.txt"].flatMap((file) =>
    corpusText(file)
      .split("\n")
      .filter((text) => text.trim() !== "" && !text.startsWith("#"))
      .map((text) => ({ text, frame: { outcome: "ignore" } })),
  );

/** Talk that asks for nothing does nothing; what lacks something does nothing before it is asked for. */
const falseActs: Suite<OwnSentence> = {
  name: "false actions",
  goal: { share: 1, wrong: 0 },
  cases: () => [...talk(), ...visibleSentences().filter(({ frame }) => frame.outcome !== "act")],
  run: ({ text, context }) => {
    const frame = ourFrame(text, context);
    return isWork(frame) && frame.confirm !== true ? "wrong" : "right";
  },
  show,
};

/** It would do something; "cancel it" with nothing said before points at nothing, and what asks for a yes does not act yet. */
const isWork = (frame: Frame): boolean =>
  frame.outcome === "act" && !HARMLESS.test(frame.intent) && !pointsAtNothing(frame);
const HARMLESS = /^(?:\w+\.(?:list|show|results)|why|explain|help|smalltalk|confirm|deny|select|out_of_scope)$/;
const pointsAtNothing = ({ intent, ref, targets }: Frame): boolean =>
  /^(?:task\.(?:cancel|pause|resume|delete|retry)|execution\.cancel|undo)$/.test(intent) && !ref && !targets;

/** Where a yes must come first, and where something else was meant: nothing is changed without one. */
const unconfirmed: Suite<OwnSentence> = {
  name: "risky actions, confirmed",
  goal: { share: 1, wrong: 0 },
  cases: () => [...talk(), ...visibleSentences()].filter((one) => one.frame.outcome !== "act" || one.frame.confirm),
  run: ({ text, context }) => {
    const frame = ourFrame(text, context);
    return isWork(frame) && frame.confirm !== true && changes(frame) ? "wrong" : "right";
  },
  show,
};

function changes({ action, params, then: steps = [] }: Frame): boolean {
  const works = [{ action, params }, ...steps];
  return works.some(({ action: name, params: values }) => {
    const known = builtInActions().find((one) => one.name === name);
    return !known || riskOf(known, values ?? {}) !== "read";
  });
}

export const safeActs: readonly Suite<OwnSentence>[] = [falseActs, unconfirmed];
