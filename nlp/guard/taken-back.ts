import type { Token } from "../text/token.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** Alone in a later sentence, these end what was asked before. */
const STRONG = words("no nope nah kidding joking jk nevermind never forget scratch ignore");
const AROUND = words(
  "no nope nah just kidding joking jk nevermind never mind forget scratch ignore it that this i am was wait thanks thank you sorry actually not really oh well lol haha only",
);

/** "restart nginx? no", "... - just kidding", "... wait, never mind": the rest of the message takes it back. */
export function isTakenBack(tokens: readonly Token[], at: number): boolean {
  let from = tokens.findIndex((token, index) => index > at && token.kind === "stop");
  while (from >= 0 && from < tokens.length) {
    const next = tokens.findIndex((token, index) => index > from && token.kind === "stop");
    const sentence = tokens.slice(from + 1, next < 0 ? tokens.length : next).filter(({ kind }) => kind !== "comma");
    const tells = sentence.some(({ text }) => STRONG.has(text)) && sentence.every(({ text }) => AROUND.has(text));
    if (tells) return true;
    from = next;
  }
  return false;
}
