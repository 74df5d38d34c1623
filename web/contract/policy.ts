import { anyObject, count, type Dto, filledText, flag, list, object, oneOf } from "./schema.ts";

export const duration = { type: "string", minLength: 2, maxLength: 40, pattern: "^P" } as const;
const countOrPercent = { type: ["integer", "string"], minimum: 0, pattern: "^\\d{1,3}%$" } as const;

const notify = object(
  {
    on: oneOf(["failure", "success", "always", "threshold", "recovery"]),
    channel: filledText(100),
    user: filledText(100),
  },
  ["channel", "user"],
);

export const policySchema = object(
  {
    retries: { ...count, maximum: 10 },
    retryDelay: duration,
    backoff: oneOf(["fixed", "exponential"]),
    timeout: duration,
    overlap: oneOf(["skip", "queue", "replace", "allow"]),
    misfire: oneOf(["skip", "last", "all"]),
    lateLimit: duration,
    jitter: duration,
    pauseAfter: { ...count, maximum: 100 },
    waitForMachine: duration,
    calendar: filledText(60),
    skipDates: list({ type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" }, 1000),
    skipTimes: list(object({ at: filledText(40), by: filledText(100) }, []), 100),
    pick: countOrPercent,
    concurrency: countOrPercent,
    stagger: duration,
    canary: count,
    stopAfter: countOrPercent,
    check: object({ action: filledText(80), params: anyObject }, ["params"]),
    notify: list(notify, 20),
    priority: oneOf(["low", "normal", "high"]),
    dryRun: flag,
  },
  [
    "retries",
    "retryDelay",
    "backoff",
    "timeout",
    "overlap",
    "misfire",
    "lateLimit",
    "jitter",
    "pauseAfter",
    "waitForMachine",
    "calendar",
    "skipDates",
    "skipTimes",
    "pick",
    "concurrency",
    "stagger",
    "canary",
    "stopAfter",
    "check",
    "notify",
    "priority",
    "dryRun",
  ],
);
export type PolicyDto = Dto<typeof policySchema>;
