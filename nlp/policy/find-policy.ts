import type { Notify, Policy } from "../../core/model/policy.ts";
import type { Token } from "../text/token.ts";
import { LIMIT_RULES } from "./limit-rules.ts";
import { notifyReader } from "./notify-words.ts";
import { policyPair } from "./policy-pair.ts";
import type { PolicyRule } from "./policy-rule.ts";
import { REPEAT_RULES } from "./repeat-rules.ts";
import { RETRY_RULES } from "./retry-rules.ts";
import { ROLLOUT_RULES } from "./rollout-rules.ts";
import { TIMING_RULES } from "./timing-rules.ts";

export interface PolicyFound {
  readonly policy: Policy;
  readonly used: readonly { readonly from: number; readonly to: number }[];
}

interface Piece {
  readonly policy: Policy;
  readonly end: number;
}

const RULES: readonly PolicyRule[] = [
  ...RETRY_RULES,
  ...LIMIT_RULES,
  ...ROLLOUT_RULES,
  ...REPEAT_RULES,
  ...TIMING_RULES,
];
const BY_WORD = new Map<string, PolicyRule[]>();
for (const rule of RULES) {
  for (const word of rule.pattern.first) BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), rule]);
}
const OPEN_RULES = RULES.filter(({ pattern }) => pattern.open);
/** Before a piece these belong to it. */
const LEADS = /^(?:and|but|also|then|please|with|so|plus)$/;
const REPEATS = /^(?:every|each|hourly|daily|weekly|nightly|monthly)$/;

/** Finds how something shall run: retries, limits, one at a time, whom to tell. The longest wording wins. */
export function findPolicy(tokens: readonly Token[], users: ReadonlySet<string>): PolicyFound {
  const readNotify = notifyReaderOf(users);
  const repeats = tokens.some((token) => REPEATS.test(token.text));
  let policy: Policy = {};
  const used: { from: number; to: number }[] = [];
  let at = 0;
  while (at < tokens.length) {
    const { piece, end } = ledPiece(tokens, at, policy, readNotify, repeats);
    if (piece) {
      policy = merged(policy, piece.policy);
      used.push({ from: at, to: end });
    }
    at = end;
  }
  return { policy, used };
}

type NotifyReader = ReturnType<typeof notifyReader>;
const READERS = new WeakMap<ReadonlySet<string>, NotifyReader>();

function notifyReaderOf(users: ReadonlySet<string>): NotifyReader {
  const reader = READERS.get(users) ?? notifyReader(users);
  READERS.set(users, reader);
  return reader;
}

/** A piece with the joining words before it; without one the place from which on another may begin. */
function ledPiece(
  tokens: readonly Token[],
  from: number,
  before: Policy,
  readNotify: NotifyReader,
  repeats: boolean,
): { readonly piece?: Piece; readonly end: number } {
  for (let at = from; at < tokens.length; at += 1) {
    const piece = pieceAt(tokens, at, before, readNotify, repeats);
    if (piece) return { piece, end: piece.end };
    const isLead = LEADS.test(tokens[at]?.text ?? "") || (tokens[at]?.kind === "comma" && at > 0);
    if (!isLead) return { end: at + 1 };
  }
  return { end: tokens.length };
}

function pieceAt(
  tokens: readonly Token[],
  at: number,
  before: Policy,
  readNotify: NotifyReader,
  repeats: boolean,
): Piece | undefined {
  const token = tokens[at];
  if (!token || token.kind === "quoted" || token.kind === "comma") return undefined;
  const pair = policyPair(token);
  if (pair) return { policy: pair, end: at + 1 };
  const pieces = rulesAt(token).map((rule) => (rule.once && repeats ? undefined : pieceOf(rule, tokens, at, before)));
  const told = readNotify(tokens, at);
  const all = [...pieces, told && { policy: { notify: told.notify }, end: told.end }];
  return all.reduce<Piece | undefined>((best, one) => (one && one.end > (best?.end ?? at) ? one : best), undefined);
}

function rulesAt({ kind, text }: Token): readonly PolicyRule[] {
  const rules = BY_WORD.get(text) ?? [];
  const isValue = kind === "number" || kind === "percent" || kind === "amount" || COUNTS.test(text);
  return isValue ? [...rules, ...OPEN_RULES] : rules;
}

function pieceOf(rule: PolicyRule, tokens: readonly Token[], at: number, before: Policy): Piece | undefined {
  const found = rule.pattern.match(tokens, at);
  const next = found && tokens[found.end];
  if (rule.last && next && next.kind !== "stop") return undefined;
  const policy = found && rule.policy(found.values, before);
  return found && policy && { policy, end: found.end };
}

/** Words a count, a share or a length can begin with. */
const COUNTS =
  /^(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|once|twice|thrice|half|quarter|third)$/;

/** Several people may be told of several things. */
function merged(policy: Policy, more: Policy): Policy {
  const notify: readonly Notify[] = [...(policy.notify ?? []), ...(more.notify ?? [])];
  return { ...policy, ...more, ...(notify.length > 0 && { notify }) };
}
