import type { Frame } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Draft } from "../draft.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

const NOUN = /^(?:label|labels|tag|tags)$/;
const VERB = /^(?:label|tag|mark|relabel|retag)$/;
const GIVES = /^(?:add|assign|give|set|put|attach|apply|stick|append|use|make)$/;
const JOINT = /^(?:and|&|as|with|the|a|an|also|called|named|:|=|please|new|now|it)$/;
const BEFORE_MACHINES = /^(?:to|on|for|at|onto|in|across)$/;
const ON: Token = { kind: "word", text: "on", raw: "on", start: 0, end: 0 };

const LONGEST = 40;
const LABEL = /^[a-z0-9][a-z0-9._:=/-]{0,59}$/;

interface Parts {
  readonly labels: readonly Token[];
  readonly machines: readonly Token[];
}

/** "label web-3 as canary", "add the labels edge and canary to web-4", "give build-1 the label ci". */
export function labelFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const words = tokens.filter(({ kind }) => kind !== "stop");
  const parts = words.length > LONGEST ? undefined : partsOf(draft, words);
  const labels = parts && labelNames(parts.labels, draft.message);
  if (!parts || !labels) return undefined;
  const targets = machinesOf(draft, parts.machines);
  if (targets === "unclear" || (labels.length === 0 && !targets)) return undefined;
  const missing = labels.length === 0 ? "labels" : targets ? undefined : "target";
  return steerFrame(draft, tokens, NOTHING_NAMED, "agent.assign", {
    ...(missing !== undefined && { outcome: "clarify", clarify: missing }),
    ...(labels.length > 0 && { params: { labels } }),
    ...(targets && { targets }),
  });
}

function partsOf(draft: Draft, words: readonly Token[]): Parts | undefined {
  const [first] = words;
  if (!first) return undefined;
  if (VERB.test(first.text)) return verbParts(draft, words);
  return GIVES.test(first.text) ? nounParts(words) : undefined;
}

/** "label web-3 [as|with] canary": machines first, then the labels. */
function verbParts(draft: Draft, words: readonly Token[]): Parts | undefined {
  const rest = words.slice(1);
  const as = rest.findIndex(({ text }) => text === "as" || text === "with");
  const cut = as > 0 ? as : rest.findIndex(({ text }) => NOUN.test(text));
  if (cut > 0) return { machines: rest.slice(0, cut), labels: rest.slice(cut).filter(({ text }) => !NOUN.test(text)) };
  const found = findTargets([ON, ...rest], [], draft.known).used.find(({ from }) => from === 0);
  if (!found) return undefined;
  return { machines: rest.slice(0, found.to - 1), labels: rest.slice(found.to - 1) };
}

/** "add [the label] edge [label] to web-1", "give web-1 the label edge", "set label backup on db-2". */
function nounParts(words: readonly Token[]): Parts | undefined {
  const noun = words.findIndex(({ text }) => NOUN.test(text));
  if (noun < 1) return undefined;
  const between = words.slice(1, noun).filter(({ text }) => !JOINT.test(text));
  const rest = words.slice(noun + 1);
  const to = rest.findIndex(({ text }) => BEFORE_MACHINES.test(text));
  const after = to < 0 ? rest : rest.slice(0, to);
  const machines = to < 0 ? [] : rest.slice(to + 1);
  if (between.length === 0) return { labels: after, machines };
  if (after.length > 0 && machines.length === 0) return { labels: after, machines: between };
  if (after.length > 0) return undefined;
  return { labels: between, machines };
}

/** As they were typed: "postgres" is a label here, and not another name of a service. */
function labelNames(tokens: readonly Token[], message: string): readonly string[] | undefined {
  const names = tokens.filter(({ text, kind }) => !JOINT.test(text) && kind !== "comma");
  const typed = names.map(({ text, start, end }) => {
    const said = message.slice(start, end).toLowerCase();
    return LABEL.test(said) ? said : text;
  });
  return typed.every((name) => LABEL.test(name)) && names.length <= 10 ? typed : undefined;
}

function machinesOf(draft: Draft, tokens: readonly Token[]): TargetSelector | "unclear" | undefined {
  const said = tokens.filter(({ text }) => !/^(?:please|now|too|also)$/.test(text));
  if (said.length === 0) return undefined;
  const general = said.every(({ text }) => /^(?:the|a|an|machine|server|host|it|that)$/.test(text));
  if (general) return undefined;
  const { include, exclude, used } = findTargets([ON, ...said], [], draft.known);
  const covered = used.reduce((sum, { from, to }) => sum + to - from, 0);
  return include.length > 0 && covered === said.length + 1 ? { include, exclude } : "unclear";
}
