import { msToDuration } from "../../core/kernel/duration.ts";
import type { Notify, Policy } from "../../core/model/policy.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { durationAt } from "../time/durations.ts";

export interface PolicyFound {
  readonly policy: Policy;
  readonly used: readonly { readonly from: number; readonly to: number }[];
}

interface Piece {
  readonly to: number;
  readonly policy: Policy;
}

interface Rule {
  readonly first: ReadonlySet<string>;
  readonly read: (tokens: readonly Token[], at: number) => Piece | undefined;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const text = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? "";

/** Skips any of these words. */
function skip(tokens: readonly Token[], at: number, pattern: RegExp): number {
  let end = at;
  while (pattern.test(text(tokens, end))) end += 1;
  return end;
}

function countAt(tokens: readonly Token[], at: number): { readonly value: number; readonly end: number } | undefined {
  const token = tokens[at];
  if (token?.text === "once") return { value: 1, end: at + 1 };
  if (token?.text === "twice") return { value: 2, end: at + 1 };
  const times = /^(\d{1,3})x$/.exec(token?.text ?? "")?.[1];
  if (times !== undefined) return { value: Number(times), end: at + 1 };
  const value = token?.kind === "number" ? token.value : numberWord(token?.text ?? "");
  if (value === undefined || !Number.isInteger(value)) return undefined;
  return { value, end: skip(tokens, at + 1, /^(?:more|times|time|retries|retry|x)$/) };
}

/** A count or a share of the machines. */
function countOrPercent(
  tokens: readonly Token[],
  at: number,
): { readonly value: number | string; readonly end: number } | undefined {
  const token = tokens[at];
  if (token?.kind === "percent") return { value: token.text, end: at + 1 };
  const count = token?.kind === "number" ? token.value : numberWord(token?.text ?? "");
  if (count === undefined || !Number.isInteger(count) || count < 1) return undefined;
  const percent = /^(?:%|percent)$/.test(text(tokens, at + 1));
  return percent ? { value: `${count}%`, end: at + 2 } : { value: count, end: at + 1 };
}

const retries: Rule = {
  first: words("retry retrying with try up no do and"),
  read(tokens, at) {
    if (/^(?:no retries|no retry)$/.test(`${text(tokens, at)} ${text(tokens, at + 1)}`))
      return { to: at + 2, policy: { retries: 0 } };
    if (["do", "not", "retry"].every((word, index) => text(tokens, at + index) === word))
      return { to: at + 3, policy: { retries: 0 } };
    const lead = skip(tokens, at, /^(?:and|with)$/);
    if (/^retry(?:ing)?$/.test(text(tokens, lead)))
      return retryTail(tokens, skip(tokens, lead + 1, /^(?:it|up|to|at|most)$/));
    if (text(tokens, at) !== "with") return undefined;
    const count = countAt(tokens, skip(tokens, at + 1, /^(?:up|to)$/));
    return count && /^retr/.test(text(tokens, count.end - 1))
      ? { ...retryPause(tokens, count.end, { retries: count.value }) }
      : undefined;
  },
};

function retryTail(tokens: readonly Token[], at: number): Piece | undefined {
  const ifFails = (from: number): number =>
    /^(?:if it fails|on failure)/.test(
      tokens
        .slice(from, from + 3)
        .map((one) => one.text)
        .join(" "),
    )
      ? from + (text(tokens, from) === "on" ? 2 : 3)
      : from;
  const from = ifFails(at);
  const count = countAt(tokens, from);
  if (!count) return undefined;
  return retryPause(tokens, ifFails(count.end), { retries: count.value });
}

/** "after 30 seconds", "with 1 minute between", "every 10s", "with exponential backoff", in either order. */
function retryPause(tokens: readonly Token[], at: number, policy: Policy): Piece {
  const first = retryDelay(tokens, at) ?? backoffAt(tokens, at);
  const second = first && (retryDelay(tokens, first.to) ?? backoffAt(tokens, first.to));
  return { to: second?.to ?? first?.to ?? at, policy: { ...policy, ...second?.policy, ...first?.policy } };
}

const PAUSE_LEAD = /^(?:after|every|with|waiting|and|wait)$/;

function pauseLead(tokens: readonly Token[], at: number): number | undefined {
  return PAUSE_LEAD.test(text(tokens, at)) ? at + 1 : undefined;
}

function retryDelay(tokens: readonly Token[], at: number): Piece | undefined {
  const from = pauseLead(tokens, at);
  if (from === undefined) return undefined;
  const span =
    durationAt(tokens, skip(tokens, from, /^(?:a|wait|waiting|delay|of|pause)$/)) ?? durationAt(tokens, from);
  const ofMachines = /^between (?:machines|servers|hosts|batches)/.test(
    `${text(tokens, span?.end ?? at)} ${text(tokens, (span?.end ?? at) + 1)}`,
  );
  if (!span || ofMachines) return undefined;
  const to = skip(tokens, span.end, /^(?:between|in|tries|attempts|them|apart|each|delay)$/);
  return { to, policy: { retryDelay: msToDuration(span.ms) } };
}

function backoffAt(tokens: readonly Token[], at: number): Piece | undefined {
  const from = pauseLead(tokens, at);
  const kind = from === undefined ? "" : text(tokens, skip(tokens, from, /^(?:a|an)$/));
  if (from === undefined || (kind !== "exponential" && kind !== "fixed")) return undefined;
  const to = skip(tokens, skip(tokens, from, /^(?:a|an)$/) + 1, /^(?:backoff|back-off|back|off|delay)$/);
  return { to, policy: { backoff: kind } };
}

const timeout: Rule = {
  first: words("timeout time with give abort kill for and at"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:and|with|a)$/);
    const two = `${text(tokens, lead)} ${text(tokens, lead + 1)}`;
    let from: number | undefined;
    if (text(tokens, lead) === "timeout") from = lead + 1;
    else if (/^(?:time limit|time out|give up)$/.test(two)) from = lead + 2;
    else if (/^(?:abort|kill)$/.test(text(tokens, lead))) from = skip(tokens, lead + 1, /^(?:it|that)$/);
    else if (/^(?:at most)$/.test(two)) from = lead + 2;
    if (from === undefined) return undefined;
    const begin = skip(tokens, from, /^(?:of|after|at|is|in|it)$/);
    const span = durationAt(tokens, begin);
    return span && { to: span.end, policy: { timeout: msToDuration(span.ms) } };
  },
};

const concurrency: Rule = {
  first: words("one two three four five six eight ten in batches rolling serially sequentially with max at"),
  read: (tokens, at) => readConcurrency(tokens, at),
};

function readConcurrency(tokens: readonly Token[], at: number): Piece | undefined {
  const first = text(tokens, at);
  if (first === "serially" || first === "sequentially") return { to: at + 1, policy: { concurrency: 1 } };
  const phrase = tokens
    .slice(at, at + 4)
    .map((one) => one.text)
    .join(" ");
  if (phrase.startsWith("one by one")) return { to: at + 3, policy: { concurrency: 1 } };
  if (phrase.startsWith("one after another") || phrase.startsWith("one after the"))
    return { to: at + (phrase.includes("the") ? 4 : 3), policy: { concurrency: 1 } };
  const batch = /^(?:in )?batches of/.exec(phrase)?.[0];
  if (batch !== undefined) {
    const size = countOrPercent(tokens, at + batch.split(" ").length);
    return size && { to: size.end, policy: { concurrency: size.value } };
  }
  const count = countOrPercent(tokens, at);
  const noun = count ? skip(tokens, count.end, /^(?:machine|machines|server|servers|hosts|boxes|host)$/) : at;
  const atTime = ["at", "a", "time"].every((word, index) => text(tokens, noun + index) === word);
  if (!count || !atTime) return undefined;
  return { to: noun + 3, policy: { concurrency: count.value } };
}

const overlap: Rule = {
  first: words("skip queue replace allow do if and"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:and)$/);
    const verb = text(tokens, lead);
    const from = skip(tokens, lead + 1, /^(?:it|the|this|that|run|one|new|old|overlap|overlapping|runs)$/);
    if (!/^(?:skip|queue|replace)$/.test(verb)) return undefined;
    const tail = tokens
      .slice(from, from + 7)
      .map((one) => one.text)
      .join(" ");
    const found =
      /^(?:if|when|while) (?:it is |it |the last one is |the previous one is |the previous run is |one is |the last run is )?(?:still )?(?:running|busy|going|active)/.exec(
        tail,
      )?.[0];
    return found === undefined
      ? undefined
      : { to: from + found.split(" ").length, policy: { overlap: verb as "skip" | "queue" | "replace" } };
  },
};

const pauseBetween: Rule = {
  first: words("wait waiting with pause and"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:and)$/);
    const from = skip(tokens, lead + 1, /^(?:a|pause|wait|of|for)$/);
    const span = durationAt(tokens, from) ?? durationAt(tokens, lead + 1);
    if (!/^(?:wait|waiting|pause|with)$/.test(text(tokens, lead)) || !span) return undefined;
    const between = skip(tokens, span.end, /^(?:pause|wait|in)$/);
    if (!/^(?:between|apart)$/.test(text(tokens, between))) return undefined;
    return {
      to: skip(tokens, between + 1, /^(?:each|machines|servers|hosts|batches|them|one|the)$/),
      policy: { stagger: msToDuration(span.ms) },
    };
  },
};

const canary: Rule = {
  first: words("one canary with try a first"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:with|a|try)$/);
    const number = countOrPercent(tokens, lead);
    const from = number && typeof number.value === "number" ? number.end : lead;
    const isCanary =
      /^canar/.test(text(tokens, from)) ||
      (number !== undefined && /^(?:first)$/.test(text(tokens, from)) && text(tokens, at) === "try");
    if (!isCanary) return undefined;
    const value = number && typeof number.value === "number" ? number.value : 1;
    return { to: skip(tokens, from + 1, /^(?:first|then|rollout)$/), policy: { canary: value } };
  },
};

const stopAfter: Rule = {
  first: words("stop abort halt and"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:and)$/);
    if (!/^(?:stop|abort|halt)$/.test(text(tokens, lead))) return undefined;
    const joint = skip(tokens, lead + 1, /^(?:it|everything|all)$/);
    if (!/^(?:if|when|after|as|on)$/.test(text(tokens, joint))) return undefined;
    const from = skip(tokens, joint + 1, /^(?:more|than|at|least|over)$/);
    const count = countOrPercent(tokens, from);
    const tail = count && skip(tokens, count.end, /^(?:of|them|the|machines|servers|hosts)$/);
    return count && tail !== undefined && /^(?:fail|fails|failed|failure|failures|errors?)$/.test(text(tokens, tail))
      ? { to: tail + 1, policy: { stopAfter: count.value } }
      : undefined;
  },
};

const priority: Rule = {
  first: words("with high low at urgent"),
  read(tokens, at) {
    const from = skip(tokens, at, /^(?:with|at)$/);
    const level = text(tokens, from);
    return /^(?:high|low|normal)$/.test(level) && text(tokens, from + 1) === "priority"
      ? { to: from + 2, policy: { priority: level as "high" | "low" | "normal" } }
      : undefined;
  },
};

const dryRun: Rule = {
  first: words("dry as dry-run do simulate and --dry-run"),
  read(tokens, at) {
    const from = skip(tokens, at, /^(?:as|a|do|and)$/);
    if (text(tokens, from) === "dry-run") return { to: from + 1, policy: { dryRun: true } };
    return text(tokens, from) === "dry" && text(tokens, from + 1) === "run"
      ? { to: from + 2, policy: { dryRun: true } }
      : undefined;
  },
};

const notify: Rule = {
  first: words("tell notify let alert ping message post warn and"),
  read(tokens, at) {
    const lead = skip(tokens, at, /^(?:and)$/);
    const verb = text(tokens, lead);
    const who = /^(?:tell|notify|alert|warn|message|ping|post)$/.test(verb)
      ? whoAt(tokens, lead + 1)
      : letKnow(tokens, lead);
    if (!who) return undefined;
    const when = whenAt(tokens, who.end);
    if (!when) return undefined;
    const { end: _end, ...target } = who;
    return { to: when.end, policy: { notify: [{ on: when.on, ...target } as Notify] } };
  },
};

function whoAt(tokens: readonly Token[], at: number) {
  const from = skip(tokens, at, /^(?:to|in|it|the|result|results)$/);
  if (text(tokens, from) === "me" || text(tokens, from) === "us") return { user: "me", end: from + 1 };
  if (tokens[from]?.kind === "channel") return { channel: text(tokens, from), end: from + 1 };
  const user = /^@([\w.-]{1,60})$/.exec(text(tokens, from))?.[1];
  return user === undefined ? undefined : { user, end: from + 1 };
}

function letKnow(tokens: readonly Token[], at: number) {
  return text(tokens, at) === "let" && text(tokens, at + 1) === "me" && text(tokens, at + 2) === "know"
    ? { user: "me", end: at + 3 }
    : undefined;
}

const WHEN: readonly (readonly [RegExp, Notify["on"]])[] = [
  [/^(?:if|when|in case) (?:it|that|this|something|anything|one)? ?(?:fails|breaks|goes wrong)/, "failure"],
  [/^(?:on|only on|about) (?:failure|failures|errors?)/, "failure"],
  [/^(?:if|when) (?:it|that) (?:succeeds|works)|^on success/, "success"],
  [/^(?:if|when|once) (?:it|that) (?:recovers|is back)|^on recovery/, "recovery"],
  [
    /^(?:when|once) (?:it is|it|this is|that is) (?:done|finished|finishes|complete|over|ready)|^when (?:done|finished|ready)|^(?:always|either way|in any case)|^afterwards/,
    "always",
  ],
];

function whenAt(tokens: readonly Token[], at: number): { readonly on: Notify["on"]; readonly end: number } | undefined {
  const tail = tokens
    .slice(at, at + 6)
    .map((one) => one.text)
    .join(" ");
  for (const [pattern, on] of WHEN) {
    const found = pattern.exec(tail)?.[0];
    if (found !== undefined) return { on, end: at + found.trim().split(" ").length };
  }
  return undefined;
}

const RULES = [
  notify,
  retries,
  timeout,
  stopAfter,
  canary,
  concurrency,
  pauseBetween,
  overlap,
  priority,
  dryRun,
] as const;

/** Finds how something shall run: retries, limits, one at a time, whom to tell. */
export function findPolicy(tokens: readonly Token[]): PolicyFound {
  let policy: Policy = {};
  const used: { from: number; to: number }[] = [];
  let at = 0;
  while (at < tokens.length) {
    const piece = pieceAt(tokens, at);
    if (piece) {
      policy = merged(policy, piece.policy);
      used.push({ from: at, to: piece.to });
    }
    at = piece?.to ?? at + 1;
  }
  return { policy, used };
}

function pieceAt(tokens: readonly Token[], at: number): Piece | undefined {
  const word = text(tokens, at);
  const kind = tokens[at]?.kind;
  for (const rule of RULES) {
    const numeric = rule === concurrency && (kind === "number" || kind === "percent");
    const piece = numeric || rule.first.has(word) ? rule.read(tokens, at) : undefined;
    if (piece && piece.to > at) return piece;
  }
  return undefined;
}

/** Several people may be told of several things. */
function merged(policy: Policy, more: Policy): Policy {
  const notify = policy.notify && more.notify ? { notify: [...policy.notify, ...more.notify] } : {};
  return { ...policy, ...more, ...notify };
}
