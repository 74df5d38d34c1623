import { dayAndTime, timeOfDay } from "../../../../core/kernel/say-instant.ts";
import type { Outage } from "../slack-health.ts";

/** Later than this an outage explains nothing any more. */
const WORTH_SAYING_FOR_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

interface Told {
  readonly now: number;
  /** Until when this room was told of outages. */
  readonly toldUntil: number | undefined;
  /** What should have been shown there meanwhile. */
  readonly waiting: number;
  readonly timeZone: string;
}

/** What the first message in a room says after Slack was out of reach; undefined when there is nothing to say. Pure. */
export function outageNotice(
  outage: Outage | undefined,
  { now, toldUntil = 0, waiting, timeZone }: Told,
): string | undefined {
  if (!outage || now - outage.to > WORTH_SAYING_FOR_MS || toldUntil >= outage.to) return undefined;
  const { from, to } = outage;
  const isLong = to - from > DAY_MS;
  const say = (at: number) => (isLong ? dayAndTime(at, timeZone, now) : timeOfDay(at, timeZone));
  const away = `I was away from ${say(from)} to ${say(to)} (${timeZone}): I could not reach Slack.`;
  if (waiting === 0) return `${away} What was said meanwhile may come late.`;
  return `${away} ${waiting === 1 ? "1 message waited and comes" : `${waiting} messages waited and come`} now.`;
}

/** Stands above a message that may be there twice. */
export const REPEATED_NOTICE = "(repeated) Slack did not say whether it took the first copy of this.";
