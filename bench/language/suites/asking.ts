import { isDeepStrictEqual } from "node:util";
import type { Frame } from "../../../core/model/frame.ts";
import { builtInActions, ourFrame } from "../our-frame.ts";
import { plainFrame } from "../plain-frame.ts";
import type { Suite } from "../suite.ts";
import { type OwnSentence, said, visibleSentences } from "../visible-sentences.ts";

const right = ({ text, context, frame }: OwnSentence): boolean =>
  isDeepStrictEqual(plainFrame(ourFrame(text, context)), plainFrame(frame));

const show = (one: OwnSentence): string => {
  const { outcome, intent, action, clarify } = ourFrame(one.text, one.context);
  return `${said(one)}\n         wanted ${one.frame.clarify ?? "no question"}, got ${JSON.stringify({ outcome, intent, action, clarify })}`;
};

/** What says everything is not asked about. */
const complete: Suite<OwnSentence> = {
  name: "complete sentences, no question",
  goal: { share: 0.97 },
  cases: () => visibleSentences().filter(({ frame }) => frame.outcome === "act"),
  run: ({ text, context }) => (ourFrame(text, context).outcome === "clarify" ? "silent" : "right"),
  show,
};

/** Acting is wrong; another question, and none, are misses. */
function asks(one: OwnSentence) {
  const { outcome, clarify } = ourFrame(one.text, one.context);
  if (outcome === "clarify" && clarify === one.frame.clarify) return "right";
  return outcome === "act" ? "wrong" : "silent";
}

const incomplete: Suite<OwnSentence> = {
  name: "incomplete sentences, right question",
  goal: { share: 0.95, wrong: 0 },
  cases: () => visibleSentences().filter(({ frame }) => frame.outcome === "clarify"),
  run: asks,
  show,
};

/** The same sentences with a noun instead of one value that must be said ("restart the service on web-1"). */
const unnamed: Suite<OwnSentence> = {
  name: "sentences with one value unnamed, right question",
  goal: { share: 0.95, wrong: 0 },
  cases: () => visibleSentences().flatMap((one) => cutOne(one, (action, name) => NOUNS[action] ?? NOUNS[name] ?? "")),
  run: asks,
  show,
};

const NOUNS: Readonly<Record<string, string>> = {
  service: "the service",
  host: "the host",
  url: "the site",
  source: "the files",
  command: "",
  path: "the file",
  "script.run": "the script",
};

/** And with nothing in its place ("run on build-1"), where asking what to do is as good: it may be said of several things. */
const cut: Suite<OwnSentence> = {
  name: "sentences with one value taken out, right question",
  goal: { share: 0.95, wrong: 0 },
  cases: () => visibleSentences().flatMap((one) => cutOne(one, () => "").filter(({ before }) => !NO_VERB.test(before))),
  run: (one) => {
    const { outcome, clarify } = ourFrame(one.text);
    return outcome === "clarify" && clarify === "action" ? "right" : asks(one);
  },
  show,
};

/** Nobody leaves the name out here: "is ... running", "the status of ...", "get ... restarted". */
const NO_VERB = /(?:^|[:,?]|\b(?:is|are|if|whether|that|of|a|an|the|get|need|like|sure|give|have))\s{0,9}$/i;

type Instead = (action: string, name: string) => string;

interface CutSentence extends OwnSentence {
  /** What stands before the value. */
  readonly before: string;
}

/** Only of a sentence that is understood, as where its value stands is known from how it was read. */
function cutOne(one: OwnSentence, instead: Instead): readonly CutSentence[] {
  if (one.frame.outcome !== "act" || one.frame.intent !== "task.create" || one.context || !right(one)) return [];
  return required(one.frame).flatMap((name) => {
    const [span, more] = ourFrame(one.text).spans.filter(({ slot }) => slot === name);
    if (!span || more) return [];
    const before = one.text.slice(0, span.start);
    const noun = instead(one.frame.action ?? "", name);
    const words = ` ${/\b(?:the|a|command)\s+$/i.test(before) ? noun.replace(/^(?:the|a) /, "") : noun} `;
    const text = `${before}${words}${one.text.slice(span.end)}`.replace(/\s+/g, " ").trim();
    return [{ text, before, frame: { outcome: "clarify", clarify: name } }];
  });
}

const required = ({ action, params = {} }: Partial<Frame>): readonly string[] =>
  (builtInActions().find(({ name }) => name === action)?.params.required ?? []).filter((name) => name in params);

export const asking: readonly Suite<OwnSentence>[] = [complete, incomplete, unnamed, cut];
