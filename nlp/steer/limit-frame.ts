import type { Frame } from "../../core/model/frame.ts";
import type { TargetSelector } from "../../core/model/target.ts";
import type { Draft } from "../draft.ts";
import { findActions } from "../match/find-actions.ts";
import { findTargets } from "../target/find-targets.ts";
import { numberWord } from "../text/number-words.ts";
import type { Token } from "../text/token.ts";
import { userAt } from "./names.ts";
import { NOTHING_NAMED, type Said } from "./said.ts";
import { steerFrame } from "./steer-frame.ts";

/** What a limit is about, and the words that said it. */
interface About {
  readonly action?: string;
  readonly targets?: TargetSelector;
  readonly owner?: string;
  readonly spans: Said["spans"];
}

const LONGEST = 40;
const CAPS = [
  "never more than",
  "not more than",
  "no more than",
  "at most",
  "maximum of",
  "maximum",
  "max",
  "only",
  "up to",
];
const ENDS = [
  "at once",
  "at one time",
  "at any time",
  "at a time",
  "at the same time",
  "in parallel",
  "simultaneously",
  "concurrently",
];
const LIFTS = /^(?:lift|remove|delete|drop|end|cancel|clear)$/;
const ANYTHING = /^(?:runs?|tasks?|things?|jobs?|executions?|actions?)$/;
const LITTLE = /^(?:please|allow|the|a|an|of|there|must|should|be|may|can|run|running|have|then)$/;
const EACH = /^(?:one|each|every|any|a|per)$/;

/** "never more than 2 backups at once", "at most 3 runs by one person", "lift the limit on backups". */
export function limitFrame(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const place = tokens.findLastIndex(({ text }) => text === "on");
  const words = tokens.filter(({ kind }, at) => kind !== "stop" && (kind !== "comma" || (place >= 0 && at > place)));
  if (words.length < 3 || words.length > LONGEST) return undefined;
  return lifted(draft, tokens, words) ?? limited(draft, tokens, words);
}

function limited(draft: Draft, tokens: readonly Token[], words: readonly Token[]): Frame | undefined {
  const from = words.findIndex(({ text }) => !LITTLE.test(text));
  const cap = from < 0 || from > 3 ? undefined : CAPS.find((phrase) => saysAt(words, from, phrase));
  if (cap === undefined) return undefined;
  const at = from + cap.split(" ").length;
  const most = words[at]?.kind === "number" ? words[at]?.value : numberWord(words[at]?.text ?? "");
  if (most === undefined || !Number.isInteger(most) || most < 1) return undefined;
  const { end, rest } = withoutEnd(words.slice(at + 1));
  const about = aboutOf(draft, rest, at + 1);
  if (!about || !(end || about.owner !== undefined)) return undefined;
  const span = { from: at, to: at + 1, slot: "policy" };
  return frameOf(draft, tokens, "freeze.start", about, { policy: { concurrency: most }, span });
}

function lifted(draft: Draft, tokens: readonly Token[], words: readonly Token[]): Frame | undefined {
  const rest = words.filter(({ text }) => !/^(?:please|the|on|for|of)$/.test(text));
  const noun = rest.findIndex(({ text }) => text === "limit" || text === "limits");
  if (!LIFTS.test(rest[0]?.text ?? "") || (noun !== 1 && noun !== 2)) return undefined;
  const around = [...rest.slice(1, noun), ...rest.slice(noun + 1)];
  const [only] = around;
  const ref = around.length === 1 && only && /^l-\d{1,9}$/.test(only.text) ? only.text.toUpperCase() : "limit";
  const about = ref === "limit" && around.length > 0 ? aboutOf(draft, around, tokens.length) : NOTHING;
  return about && frameOf(draft, tokens, "freeze.end", about, { ref });
}

const NOTHING: About = { spans: [] };

function frameOf(
  draft: Draft,
  tokens: readonly Token[],
  intent: "freeze.start" | "freeze.end",
  { action, owner, spans, targets }: About,
  { span, ...parts }: Partial<Frame> & { readonly span?: Said["spans"][number] },
): Frame {
  const said: Said = { ...NOTHING_NAMED, spans: [...spans, ...(span ? [span] : [])] };
  return steerFrame(draft, tokens, said, intent, {
    ...(action !== undefined && { action }),
    ...(targets && { targets }),
    ...(owner !== undefined && { query: { owner } }),
    ...parts,
  });
}

const saysAt = (words: readonly Token[], at: number, phrase: string): boolean =>
  phrase.split(" ").every((word, index) => words[at + index]?.text === word);

/** "at once" where it stands last, or before "on web". */
function withoutEnd(words: readonly Token[]): { readonly end: boolean; readonly rest: readonly Token[] } {
  for (const phrase of ENDS) {
    const length = phrase.split(" ").length;
    const at = words.findIndex((_, place) => saysAt(words, place, phrase));
    if (at >= 0) return { end: true, rest: [...words.slice(0, at), ...words.slice(at + length)] };
  }
  return { end: false, rest: words };
}

/** Every word is one of a noun, a person and machines; `from` is the place of the first in the sentence. */
function aboutOf(draft: Draft, words: readonly Token[], from: number): About | undefined {
  const noun = words[0];
  if (!noun) return undefined;
  const any = ANYTHING.test(noun.text);
  const action = any ? undefined : actionOf(draft, noun);
  if (!any && action === undefined) return undefined;
  const behind = action !== undefined && ANYTHING.test(words[1]?.text ?? "") ? 2 : 1;
  const person = personOf(draft, words.slice(behind));
  const machines = machinesOf(draft, person.rest);
  if (machines === "unclear") return undefined;
  const everywhere = any && person.owner === undefined && !machines;
  const targets = everywhere ? { include: ["all"], exclude: [] } : machines;
  return {
    spans: [{ from, to: from + 1, slot: "action" }],
    ...(action !== undefined && { action }),
    ...(person.owner !== undefined && { owner: person.owner }),
    ...(targets && { targets }),
  };
}

/** "by one person", "per user", "by ada". */
function personOf(draft: Draft, words: readonly Token[]): { readonly owner?: string; readonly rest: readonly Token[] } {
  const at = words.findIndex(({ text }) => text === "by" || text === "per" || text === "for");
  if (at < 0) return { rest: words };
  const each = words.findIndex(({ text }, place) => place > at && /^(?:person|user|human|body)$/.test(text));
  const between = each < 0 ? [] : words.slice(at + 1, each);
  if (each > at && between.every(({ text }) => EACH.test(text))) {
    return { owner: "each", rest: [...words.slice(0, at), ...words.slice(each + 1)] };
  }
  const named = words[at + 1];
  const owner = named && userAt(named, draft.known);
  return owner === undefined ? { rest: words } : { owner, rest: [...words.slice(0, at), ...words.slice(at + 2)] };
}

const IRREGULAR = new Map([["backups", "back up"]]);
const LEAST = 0.5;

/** "backups", "restarts", "updates": the action of which it is the noun. */
function actionOf({ known, message }: Draft, { kind, text }: Token): string | undefined {
  if (known.catalog.actions.some(({ name }) => name === text)) return text;
  if (kind !== "word" || text.length < 4) return undefined;
  const verb = IRREGULAR.get(text) ?? text.replace(/s$/, "");
  const spoken = verb.split(" ").map((word): Token => ({ kind: "word", text: word, raw: word, start: 0, end: 0 }));
  const [best, second] = findActions(spoken, message, known);
  if (!best || best.score < LEAST || (second && second.score >= best.score)) return undefined;
  return best.action.name;
}

const ON: Token = { kind: "word", text: "on", raw: "on", start: 0, end: 0 };

function machinesOf(draft: Draft, words: readonly Token[]): TargetSelector | "unclear" | undefined {
  const said = words.filter(({ text }) => !/^(?:on|in|at|across)$/.test(text));
  if (said.length === 0) return undefined;
  const { include, exclude, used } = findTargets([ON, ...said], [], draft.known);
  const covered = used.reduce((sum, { from, to }) => sum + to - from, 0);
  return include.length > 0 && covered === said.length + 1 ? { include, exclude } : "unclear";
}
