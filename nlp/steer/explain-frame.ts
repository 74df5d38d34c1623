import type { Frame } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import { NOTHING_NAMED } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

const LEADS = [
  "explain to me",
  "explain me",
  "explain",
  "how would you read",
  "how would you understand",
  "how do you read",
  "how do you understand",
  "what would you do if i said",
  "what would you do if i say",
  "what would you do if i typed",
  "what would you do with",
  "what would happen if i said",
  "what would happen if i typed",
  "what does it mean when i say",
  "what do you understand by",
  "what do you make of",
].map((line) => line.split(" "));

/** "explain restart nginx on web-4": what such a sentence would mean, without doing it. */
export function explainFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  if (!/^(?:explain|how|what)$/.test(tokens[0]?.text ?? "")) return undefined;
  const lead = LEADS.find((words) => words.every((word, at) => tokens[at]?.text === word));
  const rest = lead && tokens.slice(tokens[lead.length]?.kind === "stop" ? lead.length + 1 : lead.length);
  const [first] = rest ?? [];
  const last = rest?.filter(({ kind }) => kind !== "stop").at(-1);
  if (!rest || !first || !last || !draft.readPart) return undefined;
  const said = rest.length === 1 && first.kind === "quoted" ? first.raw : draft.message.slice(first.start, last.end);
  if (first.kind !== "quoted") {
    const frame = draft.readPart(said);
    if (frame.outcome === "ignore" || frame.intent === "explain") return undefined;
  }
  return steerFrame(draft, tokens, NOTHING_NAMED, "explain", { ref: said });
}
