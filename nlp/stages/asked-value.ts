import type { Comparison } from "../../core/model/condition.ts";
import type { Token } from "../text/token.ts";
import { type HoleReader, type WordPattern, wordPattern } from "../text/word-pattern.ts";

/** "if the memory is over 80 %": which value of the answer before, and how it must be. */
export interface AskedValue {
  /** What the value was called; empty: "it". */
  readonly subject: string;
  readonly is: Comparison;
  readonly value: number;
  /** "%", "ms"; empty where none was said. */
  readonly unit: string;
}

interface Parts {
  readonly subject: string;
  readonly value: number;
  readonly unit: string;
}

const MOST_WORDS = 4;
const NO_SUBJECT =
  /^(?:it|that|this|is|are|was|gets|goes|stays|has|over|above|below|under|more|less|at|greater|higher|lower|exactly|not|and|or|then|if|when|of|on|in)$/;
const UNITS = new Map([
  ["%", "%"],
  ["percent", "%"],
  ["ms", "ms"],
  ["milliseconds", "ms"],
]);

const subject: HoleReader<Parts> = (tokens, at) => {
  let end = at;
  while (end < at + MOST_WORDS && tokens[end]?.kind === "word" && !NO_SUBJECT.test(tokens[end]?.text ?? "")) end += 1;
  const said = tokens.slice(at, end).map(({ text }) => text);
  return end === at ? undefined : { values: { subject: said.join(" ") }, end };
};

const value: HoleReader<Parts> = (tokens, at) => {
  const token = tokens[at];
  const joined = /^(\d{1,9}(?:\.\d{1,6})?)(%|ms)$/.exec(token?.text ?? "");
  if (joined) return { values: { value: Number(joined[1]), unit: joined[2] ?? "" }, end: at + 1 };
  if (token?.kind === "percent") return { values: { value: token.value ?? Number.NaN, unit: "%" }, end: at + 1 };
  if (token?.kind !== "number" || token.value === undefined) return undefined;
  const unit = UNITS.get(tokens[at + 1]?.text ?? "");
  return { values: { value: token.value, unit: unit ?? "" }, end: unit === undefined ? at + 1 : at + 2 };
};

const WORDS: readonly (readonly [Comparison, string])[] = [
  ["over", "(over|above|beyond|more than|greater than|higher than|larger than|bigger than)"],
  ["at-least", "(at least|no less than|not less than|not under|not below)"],
  ["under", "(under|below|beneath|less than|lower than|smaller than)"],
  ["at-most", "(at most|no more than|not more than|not over|not above)"],
];
const BE = "(is|are|was|were|gets|goes|stays|has been|has)";
const LEAD = "[and|but] [then] [only] (if|when|in case)";
const BEHIND = "[full|used|busy|lost|of it|of memory|of disk]";

/** The rules of one comparison: "if it is over {value}", "if more than {value} is used", "if the memory is over {value}". */
const PATTERNS: readonly (readonly [Comparison, WordPattern<Parts>])[] = WORDS.flatMap(([is, words]) =>
  [
    `${LEAD} [[the|its|their] {subject}|it|that|this] [${BE}] [still|already|now] ${words} {value} ${BEHIND}`,
    `${LEAD} ${words} {value} [of [the|its]] [{subject}] (is|are) (used|full|busy|lost|gone)`,
  ].map((source) => [is, wordPattern<Parts>(source, { subject, value })] as const),
);

/** "if anything is above 85%": whatever was looked at. */
const ANY = /^(?:anything|something|any|one|any of them|one of them|usage|the usage|value|result|the result)$/;

/** A condition on the answer of what was asked for before, and the place behind it. */
export function askedValueAt(
  tokens: readonly Token[],
  at: number,
): { readonly asked: AskedValue; readonly end: number } | undefined {
  let best: { readonly asked: AskedValue; readonly end: number } | undefined;
  for (const [is, pattern] of PATTERNS) {
    const found = pattern.match(tokens, at);
    if (!found || found.end <= (best?.end ?? at) || found.values.value === undefined) continue;
    const { subject: said = "", unit = "", value: number } = found.values;
    best = { asked: { subject: ANY.test(said) ? "" : said, is, value: number, unit }, end: found.end };
  }
  return best;
}
