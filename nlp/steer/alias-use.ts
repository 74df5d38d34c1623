import type { Frame } from "../../core/model/frame.ts";
import { riskOf } from "../../core/plugin-api/manifest.ts";
import type { CatalogAlias } from "../catalog.ts";
import { mustConfirm } from "../decide/confirm-rule.ts";
import { type Draft, mask } from "../draft.ts";
import { findTargets } from "../target/find-targets.ts";
import type { Token } from "../text/token.ts";
import { FILLERS } from "./usual-words.ts";

const LEAD = /^(?:run|do|start|execute|perform|trigger|please|the|my|our|again)$/;

/** A message that is the name of an alias, alone or with other machines, another time or a policy. */
export function aliasUse(draft: Draft, tokens: readonly Token[]): Frame | undefined {
  const { aliases } = draft.known;
  if (aliases.length === 0) return undefined;
  const words = tokens.map(({ text }) => text);
  for (let from = 0; from < words.length; from += 1) {
    const alias = aliases.find(({ name }) => startsWith(words, from, name));
    const frame = alias && expanded(draft, tokens, alias, from);
    if (frame) return frame;
    if (!LEAD.test(words[from] ?? "")) return undefined;
  }
  return undefined;
}

const startsWith = (words: readonly string[], from: number, name: string): boolean =>
  name.split(" ").every((word, offset) => words[from + offset] === word);

function expanded(
  draft: Draft,
  tokens: readonly Token[],
  { name, frame }: CatalogAlias,
  from: number,
): Frame | undefined {
  const end = from + name.split(" ").length;
  const besides = besidesName(draft, tokens, end);
  if (!besides || draft.schedule.unclear) return undefined;
  const { spans: _spans, said: _said, score: _score, confirm, assumed: _assumed, ref, ...kept } = frame;
  const isOwn = frame.intent === "alias.create";
  const targets = besides.targets ?? frame.targets;
  const schedule = draft.schedule.schedule ?? frame.schedule;
  const policy = { ...frame.policy, ...draft.policy.policy };
  const action = draft.known.catalog.actions.find((one) => one.name === frame.action);
  const risk = action ? riskOf(action, frame.params ?? {}) : "read";
  const asks = mustConfirm({ risk, guessed: draft.repaired.length > 0, targets }) || confirm === true;
  const spans = spanOf(tokens, from, end);
  return {
    ...kept,
    ...(!isOwn && ref !== undefined && { ref }),
    intent: isOwn ? "task.create" : frame.intent,
    ...(targets && { targets }),
    ...(schedule && { schedule }),
    ...(Object.keys(policy).length > 0 && { policy }),
    ...(asks && { confirm: true }),
    spans,
    score: 0.97,
    said: ["action"],
    assumed: [`"${name}" is the name of this request`, ...draft.time.assumed, ...draft.schedule.assumed],
  };
}

function spanOf(tokens: readonly Token[], from: number, end: number): Frame["spans"] {
  const [first, last] = [tokens[from], tokens[end - 1]];
  return first && last ? [{ start: first.start, end: last.end, slot: "action" }] : [];
}

/** What is said behind the name: machines, a time, a policy; undefined where there is anything else. */
function besidesName({ policy, time, known }: Draft, tokens: readonly Token[], end: number) {
  const used = [{ from: 0, to: end }, ...policy.used, ...time.used];
  const found = findTargets(tokens, mask(tokens.length, used), known);
  const covered = mask(tokens.length, [...used, ...found.used]);
  const rest = tokens.filter(({ kind }, at) => !covered[at] && kind !== "comma" && kind !== "stop");
  const bare = rest.filter(({ text }) => known.agents.has(text));
  if (!rest.every((token) => bare.includes(token) || FILLERS.has(token.text) || token.text === "too")) return undefined;
  const include = [...found.include, ...bare.map(({ text }) => `host:${text}`)];
  return include.length + found.exclude.length > 0 ? { targets: { include, exclude: found.exclude } } : {};
}
