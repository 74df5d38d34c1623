import { numberWord } from "./number-words.ts";
import type { Token } from "./token.ts";

/** Times that have a plainer name: the words, and what they are read as. Business hours end at 17:00. */
const SAME: readonly (readonly [said: readonly string[], plain: readonly string[]])[] = [
  [
    ["first", "thing", "in", "the", "morning"],
    ["in", "the", "morning"],
  ],
  [
    ["first", "thing"],
    ["in", "the", "morning"],
  ],
  [
    ["at", "close", "of", "business"],
    ["at", "17:00"],
  ],
  [
    ["at", "the", "close", "of", "business"],
    ["at", "17:00"],
  ],
  [
    ["at", "end", "of", "business"],
    ["at", "17:00"],
  ],
  [
    ["at", "the", "end", "of", "business"],
    ["at", "17:00"],
  ],
  [
    ["at", "cob"],
    ["at", "17:00"],
  ],
];
const UNIT = /^(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)$/;

/** "two and a half hours" as 2.5 hours, "first thing tomorrow" as in the morning; other tokens are left as they are. */
export function withPlainTimes(tokens: readonly Token[]): readonly Token[] {
  const read: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const found = halfAt(tokens, at) ?? sameAt(tokens, at);
    const token = tokens[at];
    if (found) read.push(...found.tokens);
    else if (token) read.push(token);
    at = found?.end ?? at + 1;
  }
  return read.length === tokens.length && at === tokens.length && read.every((one, index) => one === tokens[index])
    ? tokens
    : read;
}

interface Read {
  readonly tokens: readonly Token[];
  readonly end: number;
}

/** A count with "and a half" before its unit. */
function halfAt(tokens: readonly Token[], at: number): Read | undefined {
  const count = tokens[at];
  const whole = count && (count.kind === "number" ? count.value : numberWord(count.text));
  const last = tokens[at + 3];
  const said = tokens[at + 1]?.text === "and" && tokens[at + 2]?.text === "a" && last?.text === "half";
  if (!count || whole === undefined || !said || !last || !UNIT.test(tokens[at + 4]?.text ?? "")) return undefined;
  const text = String(whole + 0.5);
  return {
    tokens: [{ kind: "number", text, raw: text, value: whole + 0.5, start: count.start, end: last.end }],
    end: at + 4,
  };
}

function sameAt(tokens: readonly Token[], at: number): Read | undefined {
  if (!/^(?:first|at)$/.test(tokens[at]?.text ?? "")) return undefined;
  for (const [said, plain] of SAME) {
    if (!said.every((word, index) => tokens[at + index]?.text === word && tokens[at + index]?.kind !== "quoted"))
      continue;
    const [first, last] = [tokens[at], tokens[at + said.length - 1]];
    if (!first || !last) return undefined;
    const { start } = first;
    const { end } = last;
    return {
      tokens: plain.map((text) => ({ kind: text.includes(":") ? "clock" : "word", text, raw: text, start, end })),
      end: at + said.length,
    };
  }
  return undefined;
}
