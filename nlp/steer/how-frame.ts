import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { wordPattern } from "../text/word-pattern.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

const HOW = wordPattern(
  "[please|hey|hi|hello|so|ok|and] [tell me|show me|explain|can you explain|can you tell me] (how (do|can|could|would|should|might) (i|we|you|one)|how to|how does one|what do i (say|type|write) to|what is the (way|command|sentence) to) [ask you to|tell you to|get you to]",
  {},
);

/** "how do I drain a machine": what it is about is what the rest would ask for; help shows sentences that do. */
export function howFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { message, readPart, context } = draft;
  const asks = tokens.length <= 20 && tokens.some(({ text }) => text === "how" || text === "what");
  if (!asks || !context.addressed || !readPart) return undefined;
  const end = HOW.match(tokens, 0)?.end;
  const [first, last] = [tokens[end ?? tokens.length], tokens.at(-1)];
  if (!first || !last || first.text === "i") return undefined;
  const asked = readPart(message.slice(first.start, last.end));
  const topic = asked.action ?? asked.intent;
  if (asked.outcome === "ignore" || NO_TOPIC.test(topic)) return undefined;
  return steerFrame(draft, tokens, NOTHING_NAMED, "help", { ref: topic });
}

const NO_TOPIC = /^(?:out_of_scope|smalltalk|confirm|deny|select|help|undo|why|explain)$/;
