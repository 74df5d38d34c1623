import type { Frame } from "../../core/model/frame.ts";
import type { Draft, Stage } from "../draft.ts";
import { aliasFrame } from "../steer/alias-frame.ts";
import { aliasUse } from "../steer/alias-use.ts";
import { allFrame } from "../steer/all-frame.ts";
import { channelFrame } from "../steer/channel-frame.ts";
import { conditionFirst } from "../steer/condition-first.ts";
import { explainFrame } from "../steer/explain-frame.ts";
import { forgetAlias } from "../steer/forget-alias.ts";
import { howFrame } from "../steer/how-frame.ts";
import { labelFrame } from "../steer/label-frame.ts";
import { limitFrame } from "../steer/limit-frame.ts";
import { listedMachines } from "../steer/listed-machines.ts";
import { roleOf } from "../steer/names.ts";
import { placeUpkeep } from "../steer/place-upkeep.ts";
import { questionChange } from "../steer/question-change.ts";
import { QUESTION_WORDS, questionFrame, questionOf } from "../steer/question-frame.ts";
import { readSaid } from "../steer/read-said.ts";
import { actionQuestion } from "../steer/readers/action-question.ts";
import { findPeriod } from "../steer/stretch.ts";
import { taskUpkeep } from "../steer/task-upkeep.ts";
import { updateFrame } from "../steer/update-frame.ts";
import { userFrame } from "../steer/user-frame.ts";
import { FILLERS, usualWord } from "../steer/usual-words.ts";
import { verbFrame } from "../steer/verb-frame.ts";
import { VERB_WORDS } from "../steer/verbs.ts";
import type { Token } from "../text/token.ts";

/** Longer messages are no commands. */
const LONGEST = 120;

/** Sentences about Octopus itself that are understood to the last word; others are left to the meanings. */
export const steer: Stage = (draft) => {
  const { tokens } = draft;
  if (draft.frame || tokens.length === 0 || tokens.length > LONGEST || isQuotedLine(draft.message)) return draft;
  const said = tokens.some(isComma) ? tokens.filter((token) => !isComma(token)) : tokens;
  const frame =
    forgetAlias(draft, tokens) ??
    alias(draft, tokens) ??
    conditionFirst(draft, tokens) ??
    (isOneSentence(said) ? command(draft, withoutEnd(said), withoutEnd(tokens)) : undefined);
  if (!frame || isAside(draft, frame)) return draft;
  return { ...draft, frame, trace: [...draft.trace, { stage: "steer", note: `every word fits ${frame.intent}` }] };
};

const isComma = ({ kind }: Token): boolean => kind === "comma";

const isQuotedLine = (message: string): boolean => /^\s{0,20}(?:>|&gt;)/.test(message);

/** A full stop or a line break inside: what is said around it may take it back. */
function isOneSentence(tokens: readonly Token[]): boolean {
  const last = withoutEnd(tokens).length;
  return !tokens.slice(0, last).some(({ kind, text }) => kind === "stop" && text !== ":");
}

/** Signs at the end ask or shout. */
function withoutEnd(tokens: readonly Token[]): readonly Token[] {
  let end = tokens.length;
  while (end > 0 && tokens[end - 1]?.kind === "stop") end -= 1;
  return end === tokens.length ? tokens : tokens.slice(0, end);
}

const alias = (draft: Draft, tokens: readonly Token[]): Frame | undefined =>
  aliasUse(draft, tokens) ?? aliasFrame(draft, withoutEnd(tokens));

/** `listed`: with the commas, which part machines and times. */
function command(draft: Draft, tokens: readonly Token[], listed: readonly Token[]): Frame | undefined {
  const own =
    channelFrame(draft, listed) ??
    labelFrame(draft, listed) ??
    limitFrame(draft, listed) ??
    upkeep(draft, tokens) ??
    allFrame(draft, tokens);
  if (own) return own;
  const closed = isClosed(draft, tokens);
  const said = closed || tokens.some(({ text }) => PEOPLE.test(text)) ? saidOf(draft, tokens) : undefined;
  const known = closed && said ? verbFrame(draft, tokens, said) : undefined;
  return (
    known ??
    (closed ? questionChange(draft, tokens) : undefined) ??
    (said && userFrame(draft, tokens, said)) ??
    updateFrame(draft, listed) ??
    (listed.length > tokens.length ? updateFrame(draft, tokens) : undefined) ??
    asked(draft, tokens, closed) ??
    explainFrame(draft, tokens)
  );
}

const upkeep = (draft: Draft, tokens: readonly Token[]): Frame | undefined =>
  taskUpkeep(draft, tokens) ?? placeUpkeep(draft, tokens) ?? listedMachines(draft, tokens) ?? howFrame(draft, tokens);

function asked(draft: Draft, tokens: readonly Token[], closed: boolean): Frame | undefined {
  const ofAction = tokens.slice(0, 4).some(({ text }) => ASKING.test(text));
  const question = closed || ofAction ? questionOf(draft, tokens) : undefined;
  if (!question) return undefined;
  return (closed ? questionFrame(question) : undefined) ?? (ofAction ? actionQuestion(question) : undefined);
}

const saidOf = (draft: Draft, tokens: readonly Token[]) =>
  readSaid(draft, tokens, findPeriod(tokens, draft.setting), []);

const PEOPLE = /^(?:user|users|account|person|member|role|admin|administrator|operator|approver|viewer|requester)$/;
const ASKING = /^(?:who|which|when|has|have|did|was|were|any|show|list|what)$/;

/** Every word is one that steers, or a name: all but these sentences are left alone at the cost of a look per word. */
function isClosed({ known }: Draft, tokens: readonly Token[]): boolean {
  return tokens.every(({ kind, text }) => {
    if (kind !== "word") return true;
    if (FILLERS.has(text) || VERB_WORDS.has(text) || QUESTION_WORDS.has(text)) return true;
    if (known.nameWords.has(text) || TIME_WORDS.has(text) || known.taskStems.has(text)) return true;
    if (roleOf(text) !== undefined) return true;
    const usual = usualWord(text);
    return VERB_WORDS.has(usual) || QUESTION_WORDS.has(usual);
  });
}

const TIME_WORDS = new Set(
  "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today tomorrow yesterday tonight overnight morning afternoon evening night noon midday midnight weekend week month year quarter hour hours minute minutes second seconds day days weeks months years until till til since before after between during next last past previous this coming following further notice half an couple few one two three four five six seven eight nine ten twelve twenty thirty am pm o'clock first third fourth fifth number except excluding without but not it that them those these anywhere everywhere is christmas xmas within".split(
    " ",
  ),
);

/** Among people, in a thread that was never about work: only what names something of ours is meant for the bot. */
function isAside({ context }: Draft, frame: Frame): boolean {
  const { addressed, question, lastFrame, lastRun, lastTask, lastList, lastQuestion } = context;
  if (addressed || (question ?? lastFrame ?? lastRun ?? lastTask ?? lastList ?? lastQuestion) !== undefined)
    return false;
  const names = frame.ref ?? frame.targets ?? frame.query?.task ?? frame.query?.agent ?? frame.action;
  return names === undefined && !OWN.has(frame.intent);
}

/** These speak of what only the bot has. */
const OWN: ReadonlySet<string> = new Set([
  "task.list",
  "agent.list",
  "plugin.list",
  "freeze.list",
  "limit.list",
  "alias.list",
  "user.list",
  "stats.show",
  "freeze.start",
  "freeze.end",
]);
