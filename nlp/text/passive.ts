import { baseForm } from "./base-form.ts";
import type { Token } from "./token.ts";
import { wordPattern } from "./word-pattern.ts";

/** "i'd like nginx restarted", "can we get the disk checked": what is wished comes before what shall be done. */
const WISH = wordPattern<object>(
  "[please] ((i|we) would like [to (have|get)]|[i|we] (want|need) [to (have|get)]|(can|could|may) (i|we|you) [please] (get|have)|(get|have)|[it] would be (great|nice|good) to (have|get)) [the|our|my]",
  {},
);
const IRREGULAR: Readonly<Record<string, string>> = { run: "run", read: "read" };
/** Words between the wish and what shall be done. */
const LONGEST_OBJECT = 4;

/** The wish as an order: "restart nginx"; the same tokens where none is. `isVerb` knows the words of actions. */
export function withoutPassive(tokens: readonly Token[], isVerb: (word: string) => boolean): readonly Token[] {
  const from = WISH.match(tokens, 0)?.end;
  if (from === undefined) return tokens;
  for (let at = from + 1; at <= from + LONGEST_OBJECT; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === "stop" || /^(?:on|in|at|from|for|to)$/.test(token.text)) return tokens;
    const verb = token.kind === "word" ? verbOf(token.text, isVerb) : undefined;
    if (verb === undefined) continue;
    const order: Token = { ...token, text: verb, raw: verb };
    return [order, ...tokens.slice(from, at), ...tokens.slice(at + 1)];
  }
  return tokens;
}

/** "restarted" -> restart, "stopped" -> stop, "updated" -> update. */
function verbOf(word: string, isVerb: (word: string) => boolean): string | undefined {
  if (!word.endsWith("ed")) return IRREGULAR[word];
  return baseForm(`${word.slice(0, -2)}ing`, isVerb);
}
