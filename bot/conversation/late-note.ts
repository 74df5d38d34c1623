import { describeMs } from "../../core/kernel/duration.ts";
import { sayInstant } from "./local-time.ts";

/** What arrives later than this is not simply done: the person may have helped themselves since. */
const LATE_MS = 15 * 60_000;

/** The question about something that was said long before it arrived; undefined while it is fresh. */
export function lateNote(saidAt: number, now: number, timeZone: string): string | undefined {
  const lateMs = now - saidAt;
  if (lateMs <= LATE_MS) return undefined;
  const minutes = describeMs(Math.floor(lateMs / 60_000) * 60_000);
  return `This arrived late: you said it at ${sayInstant(saidAt, timeZone, now)}, ${minutes} ago. Still do it?`;
}
