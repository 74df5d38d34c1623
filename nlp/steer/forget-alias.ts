import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

const LEAD = "[please|ok|okay] [can you|could you|please]";
const FORGET = "(forget|delete|remove|drop|unlearn|unteach|erase|get rid of)";
const NOUNS = "(alias|phrase|shortcut|shorthand|abbreviation)";
const NAMED_FIRST = wordPattern(`${LEAD} ${FORGET} [the|my|our|that] ${NOUNS} [called|named|for]`, {});
const NAMED_LAST = wordPattern(`${LEAD} ${FORGET} [the|my|our]`, {});
const WHAT_MEANS = wordPattern(`${LEAD} forget what`, {});

const OPENS = /^(?:forget|alias|phrase|shortcut|shorthand|abbreviation)$/;
const NOUN = /^(?:alias|phrase|shortcut|shorthand|abbreviation)$/;
const POLITE = /^(?:please|thanks|again)$/;
const NO_NAME = /^(?:the|it|that|this|all|every|an?|aliases)$/;

/** "forget the alias morning check", "forget the morning check alias", "forget what netcheck means" */
export function forgetAlias(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (tokens.length > 20 || !tokens.some(({ text }) => OPENS.test(text))) return undefined;
  const said = tokens.filter(({ kind }) => kind !== "comma" && kind !== "stop");
  while (POLITE.test(said.at(-1)?.text ?? "")) said.pop();
  const name = nameIn(said)
    .map(({ text }) => text)
    .join(" ");
  if (name === "" || name.length > 80 || NO_NAME.test(name)) return undefined;
  return steerFrame(draft, tokens, NOTHING_NAMED, "alias.forget", { ref: name });
}

function nameIn(said: readonly Token[]): readonly Token[] {
  const first = NAMED_FIRST.match(said, 0);
  if (first && first.end < said.length) return said.slice(first.end);
  const last = said.at(-1)?.text ?? "";
  const before = NOUN.test(last) ? NAMED_LAST.match(said, 0) : undefined;
  if (before) return said.slice(before.end, -1);
  const what = WHAT_MEANS.match(said, 0);
  if (!what) return [];
  if (last === "means") return said.slice(what.end, -1);
  return last === "for" && said.at(-2)?.text === "stands" ? said.slice(what.end, -2) : [];
}
