import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { type HoleReader, wordPattern } from "../text/word-pattern.ts";

interface Named {
  readonly name: string;
  readonly other: string;
}

const nameAs =
  (slot: keyof Named): HoleReader<Named> =>
  (tokens, at) => {
    const token = tokens[at];
    const isName = token?.kind === "word" || token?.kind === "name";
    return token && isName ? { values: { [slot]: token.text }, end: at + 1 } : undefined;
  };
const HOLES = { name: nameAs("name"), other: nameAs("other") };
const percent: HoleReader<object> = (tokens, at) => {
  const token = tokens[at];
  if (token?.kind === "percent") return { values: {}, end: at + 1 };
  const sign = /^(?:%|percent|pct)$/.test(tokens[at + 1]?.text ?? "");
  return token?.kind === "number" ? { values: {}, end: sign ? at + 2 : at + 1 } : undefined;
};

const LEAD = "[please|ok|okay|hey|and|octopus] [please|just]";
const DOWN = "(is|be) (down|stopped|dead|off|crashed|inactive|unhealthy|not [running|up|active|started|working])";
const START = "(start|restart|bounce)";
/** "if redis is down on cache-1, start it" */
const IF_DOWN = wordPattern<Named>(
  `${LEAD} (if|in case|should) [the] {name} [service|daemon] ${DOWN} [then] [please|just] ${START} (it|that|[the] {other})`,
  HOLES,
);
/** "start redis on cache-1 if it is down" */
const DOWN_IF = wordPattern<Named>(
  `${LEAD} ${START} [the] {name} [service|daemon] [but] [only] (if|in case) (it|that|[the] {other}) ${DOWN}`,
  HOLES,
);
/** "check if redis is running on cache-1 and start it if not" */
const IF_NOT = wordPattern<Named>(
  `${LEAD} (check|see|look|make sure|verify) (if|whether|that) [the] {name} [service|daemon] is [running|up|active|alive|ok|okay] [and|then] ${START} (it|that|[the] {other}) if (not|it is not|it is down)`,
  HOLES,
);
/** "if the disk is over 90%", without the place. */
const VALUE = wordPattern<object>(
  "(if|in case|provided) [the|its] (disk|memory|mem|ram|cpu|load|swap) [usage|use|space|load] (is|gets|goes) (over|above|under|below|at least|at most|more than|less than|higher than|lower than) {percent}",
  { percent },
);
const SUBJECT = /^(?:disk|memory|mem|ram|cpu|load|swap)$/;

/**
 * A condition that stands before what it decides about, as the two steps it means: first what it asks about is looked at,
 * then the act follows where the answer fits. Never the act alone. Undefined where it is no such sentence.
 */
export function conditionFirst(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { readPart, time, policy } = draft;
  const asks = tokens.length <= 40 && tokens.some(({ text }) => /^(?:if|case|provided|should)$/.test(text));
  if (!asks || !readPart) return undefined;
  const aside = [...placesOf(draft, tokens), ...time.used, ...policy.used];
  const words = tokens.filter(
    ({ kind }, at) => kind !== "comma" && kind !== "stop" && !aside.some(({ from, to }) => at >= from && at < to),
  );
  return serviceFirst(draft, tokens, words) ?? valueFirst(draft, tokens, words);
}

/** Where machines are named, from the word that leads to them: "not running on cache-1" leaves none out here. */
const placesOf = ({ targets }: Draft, tokens: readonly Token[]): Ranges =>
  targets.used.map(({ from, to }) => {
    const led = tokens.slice(from, to).findIndex(({ text }) => /^(?:on|in|at|from|across)$/.test(text));
    return { from: from + Math.max(led, 0), to };
  });

/** What is down is started: a restart would also hit the machines on which it runs. */
function serviceFirst(draft: Draft, tokens: readonly Token[], words: readonly Token[]): Frame | undefined {
  const found = [IF_DOWN, DOWN_IF, IF_NOT]
    .map((pattern) => pattern.match(words, 0))
    .find((one) => one?.end === words.length);
  const { name, other = name } = found?.values ?? {};
  if (name === undefined || other !== name || PRONOUN.test(name)) return undefined;
  const { time, policy } = draft;
  const texts = (used: Ranges): string => used.map((range) => ` ${textOf(draft, tokens, range)}`).join("");
  const asked = `check if ${name} is running${texts(placesOf(draft, tokens))}, if not start ${name}`;
  const frame = draft.readPart?.([texts(time.used), asked, texts(policy.used)].join(" ").trim());
  const steps = frame?.then?.length ?? 0;
  if (frame?.intent !== "task.create" || (frame.outcome === "act" && steps !== 1)) return undefined;
  const plain: Frame = { ...frame, spans: [] };
  // Everywhere would be a guess: "if nginx is down, restart it" may as well be talk about one machine.
  return plain.outcome === "act" && !plain.targets ? { ...plain, outcome: "clarify", clarify: "target" } : plain;
}

const PRONOUN = /^(?:it|that|this|something|anything|everything|he|she|they|the|one|which|what|site)$/;

type Ranges = readonly { readonly from: number; readonly to: number }[];

/** As it was typed, without the comma before it. */
function textOf({ message }: Draft, tokens: readonly Token[], { from, to }: Ranges[number]): string {
  const part = tokens.slice(from, to).filter(({ kind }) => kind !== "comma");
  return message.slice(part[0]?.start ?? 0, part.at(-1)?.end ?? 0);
}

/** "restart nginx on web-1 only if the disk is over 90%", "if the disk on web-1 is over 90%, restart nginx" */
function valueFirst(draft: Draft, tokens: readonly Token[], words: readonly Token[]): Frame | undefined {
  const at = words.findIndex((_word, place) => VALUE.match(words, place) !== undefined);
  const end = at < 0 ? undefined : VALUE.match(words, at)?.end;
  if (!draft.readPart || end === undefined || (at > 0 && end < words.length)) return undefined;
  const [first, last] = [words[at], words[end - 1]];
  const said = words.slice(at, end);
  const subject = said.find(({ text }) => SUBJECT.test(text));
  const compared = said[said.findIndex(({ text }) => /^(?:is|gets|goes)$/.test(text)) + 1];
  if (!first || !last || !subject || !compared) return undefined;
  const act = actOf(draft, tokens, at === 0 ? { from: last.end } : { to: first.start });
  const own = draft.readPart(act);
  if (act === "" || own.intent !== "task.create" || own.action === undefined || own.then) return undefined;
  const inside = placesOf(draft, tokens).filter((range) => {
    const start = tokens[range.from]?.start ?? 0;
    return start > first.start && start < last.start;
  });
  const place = inside.map((range) => ` ${textOf(draft, tokens, range)}`).join("");
  const value = draft.message.slice(compared.start, last.end);
  const looked = draft.readPart(`check the ${subject.text}${place}, and if it is ${value} ${act}`);
  if (looked.outcome !== "act" || looked.then?.length !== 1 || !looked.then[0]?.if) return incomplete(own, looked);
  return joined(own, looked);
}

/** What is to be done, without the words that only lead to the condition. */
function actOf({ message }: Draft, tokens: readonly Token[], { from = 0, to = message.length }): string {
  const inside = tokens.filter(({ start, end }) => start >= from && end <= to);
  const leads = (token: Token | undefined): boolean =>
    token?.kind === "comma" || token?.kind === "stop" || /^(?:then|please|but|only|and)$/.test(token?.text ?? "");
  while (inside.length > 0 && leads(inside[0])) inside.shift();
  while (inside.length > 0 && leads(inside.at(-1))) inside.pop();
  return message.slice(inside[0]?.start ?? 0, inside.at(-1)?.end ?? 0);
}

/** The act with its own place and time; what is looked at stands before it. */
function joined(own: Frame, looked: Frame): Frame {
  const { targets: _targets, schedule: _schedule, policy: _policy, spans: _spans, assumed: _assumed, ...asks } = looked;
  const targets = looked.targets ?? own.targets;
  const steps = (looked.then ?? []).map(({ targets: _own, ...step }) =>
    looked.targets && own.targets && !sameTargets(looked.targets, own.targets)
      ? { ...step, targets: own.targets }
      : step,
  );
  const assumed = [...new Set([...(own.assumed ?? []), ...(looked.assumed ?? [])])];
  return {
    ...asks,
    ...(targets && { targets }),
    ...(own.schedule && { schedule: own.schedule }),
    ...(own.policy && { policy: own.policy }),
    // biome-ignore lint/suspicious/noThenProperty: the frame contract names the field
    then: steps,
    confirm: true,
    spans: [],
    ...(assumed.length > 0 && { assumed }),
    said: [...new Set([...looked.said, ...own.said])],
  };
}

const sameTargets = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The act that lacks something is asked about as such; it never stands without its condition. */
const incomplete = (own: Frame, looked: Frame): Frame | undefined =>
  looked.outcome === "clarify"
    ? { ...looked, spans: [] }
    : own.outcome === "clarify"
      ? { ...own, spans: [] }
      : undefined;
