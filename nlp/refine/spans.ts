import type { Span } from "../../core/model/frame.ts";
import type { Draft } from "../draft.ts";
import type { Candidate } from "../match/candidate.ts";
import type { Token } from "../text/token.ts";

/** Where in the message each slot was said, in order. */
export function spansOf(draft: Draft, best: Candidate | undefined): readonly Span[] {
  const { tokens } = draft;
  const ranges = [
    ...draft.time.used.map((range) => ({ ...range, slot: "schedule" })),
    ...draft.policy.used.map((range) => ({ ...range, slot: "policy" })),
    ...draft.targets.used,
  ];
  const spans = ranges.map(({ from, to, slot }) => spanOf(tokens, from, to, slot));
  if (best) {
    const { match, stream, hosts } = best;
    spans.push(...wordSpans(stream, match.from, match.to, match.holes));
    for (const hole of match.holes) spans.push(spanOf(stream, hole.from, hole.to, hole.name));
    for (const host of hosts) spans.push({ start: host.start, end: host.end, slot: "targets" });
  }
  return spans.filter((span) => span.end > span.start).sort((a, b) => a.start - b.start || a.end - b.end);
}

function spanOf(tokens: readonly Token[], from: number, to: number, slot: string): Span {
  return { start: tokens[from]?.start ?? 0, end: tokens[Math.min(to, tokens.length) - 1]?.end ?? 0, slot };
}

/** The words of the request itself, without what stands in its holes. */
function wordSpans(
  stream: readonly Token[],
  from: number,
  to: number,
  holes: readonly { readonly from: number; readonly to: number }[],
): readonly Span[] {
  const spans: Span[] = [];
  for (let at = from; at < to; at += 1) {
    const token = stream[at];
    if (!token || token.kind === "comma" || holes.some((hole) => at >= hole.from && at < hole.to)) continue;
    const last = spans.at(-1);
    if (last && token.start - last.end <= 1) spans[spans.length - 1] = { ...last, end: token.end };
    else spans.push({ start: token.start, end: token.end, slot: "action" });
  }
  return spans;
}
