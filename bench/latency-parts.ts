import type { Exchange } from "./client/chat-plan.ts";
import type { RunMarks } from "./stopwatch.ts";

export interface Part {
  readonly name: string;
  readonly ms: number;
}

type Stop = readonly [name: string, at: number | undefined];

/** Where the agent gave its want in advance. */
const WITH_OFFER = "offer and go -> result: both ways, plugin check, spool twice, run";

export type Seen = Partial<RunMarks> & { readonly shownAt: number };

/**
 * One message's way to its final card, cut into parts that add up. Undefined when a part was not seen, or was seen out
 * of order because messages overlapped: then the parts cannot be told from one another. Pure.
 */
export function partsOf(exchange: Exchange, seen: Seen): readonly Part[] | undefined {
  const { handledAt, unitAt, committedAt, offeredAt, wantedAt, wentAt, resultAt, ranMs, rackedAt, shownAt } = seen;
  const wentWithOffer = wantedAt === undefined && wentAt === undefined;
  const started: readonly Stop[] = [
    ["offer -> want: both ways, plugin check, spool", wantedAt],
    ["want -> go: unit", wentAt],
    ["go -> result: both ways, spool twice, run", resultAt],
  ];
  const stops: readonly Stop[] = [
    ["request: HTTP, who it is, rate limit", handledAt],
    ["read, parse, plan", unitAt],
    ["store: message, task, run and card in one unit", committedAt],
    ["offer: unit, to the channel", offeredAt],
    ...(wentWithOffer ? [[WITH_OFFER, resultAt] as const] : started),
    ["result: unit", rackedAt],
    ["card: render", shownAt],
    ["card: push to the browser", exchange.endedAt],
  ];
  const parts: Part[] = [];
  let before = exchange.sentAt;
  for (const [name, at] of stops) {
    if (at === undefined || !(at >= before)) return undefined;
    parts.push({ name, ms: at - before });
    before = at;
  }
  return ranMs === undefined ? parts : splitRun(parts, ranMs);
}

/** The agent's own figure for the action is taken out of the part that it belongs to. */
function splitRun(parts: readonly Part[], ranMs: number): readonly Part[] {
  return parts.flatMap((part) =>
    part.name.endsWith(", run")
      ? [
          { name: part.name.slice(0, -", run".length), ms: Math.max(0, part.ms - ranMs) },
          { name: "run on the agent", ms: Math.min(part.ms, ranMs) },
        ]
      : [part],
  );
}
