import type { FormField, FormValues } from "./form-values.ts";

/** Words of the server's sentences that say which field they are about. */
const FIELDS: readonly (readonly [RegExp, FormField])[] = [
  [/\bjitter\b/i, "jitter"],
  [/\blateLimit\b/, "lateLimit"],
  [/\bwaitForMachine\b/, "waitForMachine"],
  [/\bpauseAfter\b/, "pauseAfter"],
  [/\bskipDates\b/, "skipDates"],
  [/\bcalendar\b/, "calendar"],
  [/\bretryDelay\b/, "retryDelay"],
  [/\bretries\b/, "retries"],
  [/\btimeout\b/, "timeout"],
  [/\bstagger\b/, "stagger"],
  [/\bcanary\b/, "canary"],
  [/\bstopAfter\b/, "stopAfter"],
  [/\bconcurrency\b/, "concurrency"],
  [/\bpick\b/, "pick"],
  [/\btime zone\b/, "tz"],
  [/\bnumber of times\b/, "count"],
  [/\bwould end\b/, "end"],
];
const RHYTHM: Readonly<Record<string, FormField>> = {
  ...{ once: "at", interval: "every", cron: "cron", rrule: "rrule", daily: "time", none: "kind" },
};
const SCHEDULE = /\b(?:cron|schedule|interval|rule|date and time)\b/;

/** Beside which field a sentence of the server belongs; undefined: above the form. */
export function problemField(problem: string, { kind }: Pick<FormValues, "kind">): FormField | undefined {
  const named = FIELDS.find(([pattern]) => pattern.test(problem))?.[1];
  return named ?? (SCHEDULE.test(problem) ? RHYTHM[kind] : undefined);
}
