import type { Draft } from "../draft.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { readSaid } from "./read-said.ts";
import type { Said } from "./said.ts";
import { findAsked, findPeriod } from "./stretch.ts";

/** A sentence with its names taken out: "skip TIME TASK". */
export interface Shape {
  /** Words in lower case, one blank between them; TASK, ID, PLACE, NUMBER and TIME stand for what was named. */
  readonly text: string;
  readonly said: Said;
}

/** The shape of a sentence, for tables of whole sentences. Pure. */
export function shapeOf(draft: Draft, tokens: readonly Token[]): Shape {
  const time = findPeriod(tokens, draft.setting) ?? findAsked(tokens, draft.setting, true);
  const said = readSaid(draft, tokens, time, []);
  const words: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const span = said.spans.find(({ from }) => from === at);
    const word = span ? wordFor(span.slot, said) : plainWord(tokens[at]);
    const before = words.at(-1);
    if (word === "TIME" && before !== undefined && LEADS_TIME.has(before)) words.pop();
    if (word !== undefined && !(NAMED.has(word) && words.at(-1) === word)) words.push(word);
    at = span ? Math.max(span.to, at + 1) : at + 1;
  }
  return { text: words.join(" "), said };
}

const NAMED = new Set(["TIME", "PLACE"]);
/** "on friday" is the time, too. */
const LEADS_TIME = new Set(["on", "at", "for", "during", "this", "in"]);

function plainWord(token: Token | undefined): string | undefined {
  if (!token || token.kind === "comma" || token.kind === "stop") return undefined;
  const counts = token.kind === "number" || (token.text !== "one" && numberWord(token.text) !== undefined);
  return counts ? "NUMBER" : token.text;
}

function wordFor(slot: string, { tasks }: Said): string {
  if (slot === "query") return "TIME";
  if (slot === "targets" || slot === "exclude") return "PLACE";
  return tasks.length > 0 ? "TASK" : "ID";
}
