import { describeMs } from "../../../../core/kernel/duration.ts";
import type { Outage } from "../slack-health.ts";

/** Later than this an outage explains nothing any more. */
const WORTH_SAYING_FOR_MS = 3_600_000;

/** What the first message in a room says after Slack was out of reach; undefined when there is nothing to say. Pure. */
export function outageNotice(
  outage: Outage | undefined,
  toldUntil: number | undefined,
  now: number,
): string | undefined {
  if (!outage || now - outage.to > WORTH_SAYING_FOR_MS || (toldUntil ?? 0) >= outage.to) return undefined;
  const length = describeMs(Math.max(60_000, Math.round((outage.to - outage.from) / 60_000) * 60_000));
  return `I could not reach Slack for ${length}. What was said or ended meanwhile comes late.`;
}

/** Stands above a message that may be there twice. */
export const REPEATED_NOTICE = "(repeated) Slack did not say whether it took the first copy of this.";
