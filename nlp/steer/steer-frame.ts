import type { Frame, FrameQuery, Intent, Span } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Token } from "../text/token.ts";
import type { Said } from "./said.ts";

type Parts = Omit<Partial<Frame>, "intent" | "spans" | "score" | "said">;

/** Sure: every word was understood. */
const SCORE = 0.97;

/** The frame of a sentence every word of which was understood. */
export function steerFrame(draft: Draft, tokens: readonly Token[], said: Said, intent: Intent, parts: Parts): Frame {
  const assumed = [
    ...draft.repaired.map((note) => `I read ${note}`),
    ...(parts.assumed ?? []),
    ...said.assumed,
    ...(parts.query && said.time?.assumed !== undefined ? [said.time.assumed] : []),
  ];
  const guessed = CHANGING.has(intent) && (draft.repaired.length > 0 || said.assumed.length > 0);
  const { assumed: _assumed, outcome = "act", ...slots } = parts;
  return {
    intent,
    outcome,
    ...slots,
    ...(guessed && outcome === "act" && { confirm: true }),
    spans: spansOf(tokens, said),
    score: SCORE,
    said: ["intent", ...Object.keys(slots)],
    ...(assumed.length > 0 && { assumed }),
  };
}

/** Of these a corrected word or half a name is confirmed. */
const CHANGING: ReadonlySet<Intent> = new Set<Intent>([
  "task.cancel",
  "task.delete",
  "task.pause",
  "task.update",
  "task.retry",
  "execution.cancel",
  "agent.disable",
  "agent.drain",
  "agent.approve",
  "agent.assign",
  "user.add",
  "user.role",
  "freeze.start",
  "freeze.end",
]);

/** Names where they stand, and every other word as what steers. */
function spansOf(tokens: readonly Token[], said: Said): readonly Span[] {
  const spans: Span[] = [];
  const slots = new Map<number, string>();
  for (const { from, to, slot } of said.spans) for (let at = from; at < to; at += 1) slots.set(at, slot);
  let before: string | undefined;
  tokens.forEach((token, at) => {
    if (token.kind === "stop" || token.kind === "comma") return;
    const slot = slots.get(at) ?? "action";
    const last = spans.at(-1);
    if (last && before === slot && token.start - last.end <= 1) spans[spans.length - 1] = { ...last, end: token.end };
    else spans.push({ start: token.start, end: token.end, slot });
    before = slot;
  });
  return spans.filter(({ start, end }) => end > start);
}

/** Only where something is in it. */
export const queryWith = (query: FrameQuery): { readonly query?: FrameQuery } =>
  Object.keys(query).length > 0 ? { query } : {};

/** The one machine, where exactly one is named. */
export function onlyMachine({ targets }: Said): string | undefined {
  const [first] = targets?.include ?? [];
  if (targets?.include.length !== 1 || targets.exclude.length > 0 || !first?.startsWith("host:")) return undefined;
  return /[*?]/.test(first) ? undefined : first.slice(5);
}
