import type { CountOrPercent, Notify, Policy } from "../../core/model/policy.ts";
import { sayDuration } from "./say-duration.ts";

/** "retry 2 times after 30 seconds, timeout 5 minutes, one at a time"; empty when nothing was asked for. */
export function describePolicy(policy: Policy): string {
  const { retries, retryDelay, backoff, timeout, overlap, misfire, concurrency, stagger, canary, stopAfter, priority } =
    policy;
  const parts = [
    retries === undefined ? "" : sayRetries(retries, retryDelay, backoff),
    timeout === undefined ? "" : `timeout ${sayDuration(timeout)}`,
    concurrency === undefined ? "" : `${sayCount(concurrency)} at a time`,
    stagger === undefined ? "" : `leave ${sayDuration(stagger)} between machines`,
    canary === undefined ? "" : `${canary} canary first`,
    stopAfter === undefined ? "" : `stop if more than ${sayCount(stopAfter)} fail`,
    overlap === undefined ? "" : `${overlap === "allow" ? "run it anyway" : overlap} if it is still running`,
    misfire === undefined ? "" : MISSED[misfire],
    ...sayTiming(policy),
    priority === undefined ? "" : `${priority} priority`,
    ...(policy.notify ?? []).map(sayNotify),
    policy.dryRun ? "dry run" : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

const MISSED: Readonly<Record<NonNullable<Policy["misfire"]>, string>> = {
  skip: "skip missed runs",
  last: "run the last missed run",
  all: "make up for all missed runs",
};

const sayCount = (count: CountOrPercent): string => (count === 1 ? "one" : String(count));

function sayRetries(retries: number, delay: string | undefined, backoff: string | undefined): string {
  if (retries === 0) return "no retries";
  const pause = delay === undefined ? "" : ` after ${sayDuration(delay)}`;
  return `retry ${retries} ${retries === 1 ? "time" : "times"}${pause}${backoff === undefined ? "" : ` with ${backoff} backoff`}`;
}

const WHEN: Readonly<Record<Notify["on"], string>> = {
  failure: "if it fails",
  success: "if it succeeds",
  always: "when it is done",
  recovery: "when it recovers",
  threshold: "at the threshold",
};

function sayNotify({ on, channel, user }: Notify): string {
  const who = channel ?? (user === "me" || user === undefined ? "me" : `@${user}`);
  return `notify ${who} ${WHEN[on]}`;
}

function sayTiming({ jitter, lateLimit, pauseAfter, waitForMachine }: Policy): readonly string[] {
  return [
    jitter === undefined ? "" : `spread over ${sayDuration(jitter)}`,
    lateLimit === undefined ? "" : `no more than ${sayDuration(lateLimit)} late`,
    pauseAfter === undefined ? "" : sayPause(pauseAfter),
    waitForMachine === undefined ? "" : `wait for the machine ${sayDuration(waitForMachine)}`,
  ];
}

const sayPause = (count: number): string =>
  count === 0 ? "never pause it after failures" : `pause it after ${count} failures in a row`;
