import { riskOf } from "../../core/plugin-api/manifest.ts";
import { type Draft, mask } from "../draft.ts";
import type { Candidate } from "../match/candidate.ts";
import { ARTICLES, FINITE, OPENERS, REASONS, TRAILERS } from "../match/words.ts";
import type { Token } from "../text/token.ts";
import { isTakenBack } from "./taken-back.ts";

/** One candidate in its sentence, for the rules below. */
interface Said {
  readonly draft: Draft;
  readonly candidate: Candidate;
  /** Of the message, from the start of the sentence to the request. */
  readonly before: readonly Token[];
  /** Place of the first word of the request among the tokens of the message. */
  readonly at: number;
  /** It only looks: then a question about it is a request. */
  readonly harmless: boolean;
}

type Rule = (said: Said) => boolean;

/** Why words that fit an action or a command are no request. In order; the first that holds is told. */
const RULES: readonly (readonly [string, Rule])[] = [
  ["it is quoted", isQuotedLine],
  ["somebody else is named before the colon", isReported],
  ["it is an example", isExample],
  ["it asks whether to do it", asksWhether],
  ["it tells what somebody is going to do", announces],
  ["it tells what came of it", tellsOutcome],
  ["it is a thing, not a request", isNoun],
  ["nobody spoke to the bot", isAside],
  ["it is taken back in the same message", ({ draft, at }) => isTakenBack(draft.tokens, at)],
];

/** Intents that only look. */
const LOOKING =
  /^(?:.*\.(?:list|show|results)|why|explain|help|stats\.show|confirm|deny|select|smalltalk|undo|out_of_scope)$/;

/** Only an imperative or a polite request may act: the reason why this is neither, or undefined. */
export function heldBack(draft: Draft, candidate: Candidate): string | undefined {
  const first = candidate.stream[candidate.match.from];
  const at = first ? draft.tokens.findIndex((token) => token.start === first.start && token.text === first.text) : -1;
  if (at < 0) return undefined;
  const harmless =
    candidate.kind === "action"
      ? riskOf(candidate.action, candidate.match.params) === "read"
      : LOOKING.test(candidate.intent);
  const said = { draft, candidate, before: draft.tokens.slice(sentenceStart(draft.tokens, at), at), at, harmless };
  return RULES.find(([, holds]) => holds(said))?.[0];
}

function sentenceStart(tokens: readonly Token[], at: number): number {
  let from = at;
  while (from > 0 && tokens[from - 1]?.kind !== "stop") from -= 1;
  return from;
}

/** "> restart nginx", as chat quotes a line; "$ systemctl stop redis", as it stood in a terminal. */
function isQuotedLine({ draft, at }: Said): boolean {
  const start = draft.tokens[at]?.start ?? 0;
  const line = draft.message.slice(draft.message.lastIndexOf("\n", start - 1) + 1, start);
  return /^\s{0,20}(?:>|&gt;|[$#] )/.test(line);
}

/** "anna: restart nginx", "the plan: ..."; not "on web-1: ..." or "octopus: ...". */
function isReported({ draft, before, at }: Said): boolean {
  const colon = at - before.length - 1;
  if (draft.tokens[colon]?.text !== ":") return false;
  const taken = mask(draft.tokens.length, [...draft.time.used, ...draft.targets.used, ...draft.policy.used]);
  for (let index = sentenceStart(draft.tokens, colon); index < colon; index += 1) {
    const token = draft.tokens[index];
    if (token && !taken[index] && isContent(token)) return true;
  }
  return false;
}

const isContent = ({ kind, text }: Token): boolean =>
  kind !== "comma" && !OPENERS.has(text) && !TRAILERS.has(text) && !text.startsWith("@");

/** "e.g. restart nginx" */
function isExample({ draft, before, at }: Said): boolean {
  const word = draft.tokens[at - before.length - 2]?.text ?? "";
  return /^(?:e\.g|i\.e|eg|ie)$/.test(word);
}

const SPEAKERS = /^(?:i|we|you|they|it|there)$/;

/** "do we need to ...", "is it ok to ...", "would it help to ...". */
function asksWhether({ before, harmless }: Said): boolean {
  const [first = "", second = "", third = ""] = before.filter(isWordLike).map((token) => token.text);
  if (/^(?:do|does|did|are|am)$/.test(first)) return SPEAKERS.test(second);
  if (/^(?:is|was|would|will|could|might)$/.test(first) && /^(?:it|there|that)$/.test(second)) return true;
  return !harmless && /^(?:can|could|may|will|would)$/.test(first) && /^(?:i|we)$/.test(second) && third !== "ask";
}

/** "I'll ...", "we would ...", "I have to ...": somebody does it themselves. "I would like to" and "I need" are wishes. */
function announces({ before }: Said): boolean {
  const words = before.filter(isWordLike).map((token) => token.text);
  const speaker = words.findIndex((word) => word === "i" || word === "we");
  const [verb = "", next = ""] = words.slice(speaker + 1);
  if (speaker < 0) return false;
  if (verb === "have" || verb === "must" || verb === "will") return true;
  if (verb === "would") return !/^(?:like|love|want|need|appreciate|be)$/.test(next);
  const asked = /^(?:can|could|may|let)$/.test(words[speaker - 1] ?? "");
  return verb === "could" && !asked;
}

const WELCOME = /^(?:great|nice|good|cool|awesome|appreciated|lovely|perfect|helpful|fine|wonderful|amazing|super)$/;

/** "... would be dangerous", "... did not help": also where a list of values would have swallowed it. */
function tellsOutcome({ candidate }: Said): boolean {
  const { stream, match } = candidate;
  const rest = stream.slice(match.to);
  const would = rest.findIndex(
    ({ text }, index) => /^(?:would|could|might|will)$/.test(text) && rest[index + 1]?.text === "be",
  );
  if (would >= 0 && !WELCOME.test(rest[would + 2]?.text ?? "")) return true;
  if (candidate.kind === "control") return false;
  return match.holes.some(({ from, to }) => {
    const before = stream[from - 1];
    const tells = stream.slice(from, to).some((token, index) => {
      const last = stream[from + index - 1];
      return isVerb(token) && (index === 0 || (last !== undefined && token.start - last.end > FAR));
    });
    return tells || (before?.kind === "comma" && to - from > 3);
  });
}

const isVerb = ({ kind, text }: Token): boolean => kind === "word" && FINITE.has(text);
/** Characters between two words that stand apart because something between them was understood otherwise. */
const FAR = 2;

/** "a show on Broadway", "the restart of nginx": not where a state is asked for ("the status of nginx"). */
function isNoun({ candidate, before, harmless }: Said): boolean {
  const article = before.at(-1);
  if (article?.kind !== "word" || !ARTICLES.has(article.text)) return false;
  if (before.some(({ text }) => WANTS.test(text))) return false;
  return article.text !== "the" || !harmless || candidate.match.missing !== undefined;
}

/** "schedule a restart", "I want a restart" */
const WANTS = /^(?:schedule|run|do|set|make|create|add|plan|want|need|like|have|perform|start|trigger)$/;

/** Words about what the bot keeps; without one of them a message among people is about something else. */
const OWN =
  /^(?:octopus|runs?|tasks?|executions?|machines?|agents?|servers?|hosts?|schedules?|scheduled|plugins?|actions?|users?|failed|failures|jobs?|stats|statistics|fleet|inventory)$/;

/** Among people, in a thread that was never about work: "what's going on", "cancel", half a request. */
function isAside({ draft, candidate }: Said): boolean {
  const { addressed, question, lastFrame, lastRun, lastTask, lastList } = draft.context;
  if (addressed || (question ?? lastFrame ?? lastRun ?? lastTask ?? lastList) !== undefined) return false;
  const { stream, match } = candidate;
  if (draft.targets.include.length > 0) return false;
  if (candidate.kind === "action") return match.missing !== undefined;
  if (candidate.intent === "smalltalk" || candidate.intent === "confirm" || candidate.intent === "deny") return false;
  return match.holes.length === 0 && !stream.slice(match.from, match.to).some(({ text }) => OWN.test(text));
}

const isWordLike = ({ kind, text }: Token): boolean => kind !== "comma" && !text.startsWith("@") && !REASONS.has(text);
