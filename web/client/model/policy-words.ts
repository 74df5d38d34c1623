import type { PolicyDto } from "../../contract/policy.ts";
import { durationWords } from "./schedule-words.ts";

type Words = { readonly [Name in keyof PolicyDto]-?: (value: NonNullable<PolicyDto[Name]>) => string };

const WORDS: Words = {
  retries: (count) => (count === 1 ? "1 retry" : `${count} retries`),
  retryDelay: (span) => `${durationWords(span)} before a retry`,
  backoff: (kind) => (kind === "exponential" ? "waits longer each time" : "waits the same each time"),
  timeout: (span) => `at most ${durationWords(span)}`,
  overlap: (rule) => `while one runs: ${rule}`,
  misfire: (rule) => `when late: ${rule === "last" ? "run once" : rule === "all" ? "run each" : "skip"}`,
  lateLimit: (span) => `made up for when at most ${durationWords(span)} late`,
  jitter: (span) => `spread over ${durationWords(span)}`,
  pauseAfter: (count) => `pauses after ${count} failed runs in a row`,
  waitForMachine: (span) => `waits ${durationWords(span)} for a machine that is away`,
  calendar: (name) => `by the calendar ${name}`,
  skipDates: (dates) => `not on ${dates.join(", ")}`,
  skipTimes: (times) => `skips ${times.length === 1 ? "one due time" : `${times.length} due times`}`,
  pick: (share) => `any ${share} of the machines`,
  concurrency: (share) => `${share} at a time`,
  stagger: (span) => `${durationWords(span)} between machines`,
  canary: (count) => `${count} first, to try`,
  stopAfter: (share) => `stops when more than ${share} fail`,
  check: ({ action }) => `${action} after each batch`,
  notify: (rules) =>
    rules.map(({ on, channel, user }) => `tells ${channel ?? user ?? "the owner"} on ${on}`).join(", "),
  priority: (level) => `${level} priority`,
  dryRun: (dry) => (dry ? "dry run" : "for real"),
};

/** What was said about how a task runs; defaults are silent. */
export function policyWords(policy: PolicyDto): readonly string[] {
  return Object.entries(policy).flatMap(([name, value]) => {
    // The table has a function for every field of the policy, each for the type of that field.
    const words = WORDS[name as keyof PolicyDto] as ((value: unknown) => string) | undefined;
    return value === undefined || !words ? [] : [words(value)];
  });
}
