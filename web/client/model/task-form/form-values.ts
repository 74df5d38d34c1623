/** The fields of the form, each as the text that stands in it. */
export interface FormValues {
  /** How it repeats: "none" has no schedule, "daily" is a cron that says days and one time. */
  readonly kind: string;
  /** Weekdays of "daily" as digits, 0 for Sunday: "12345". */
  readonly days: string;
  readonly time: string;
  readonly every: string;
  readonly cron: string;
  readonly rrule: string;
  readonly at: string;
  readonly tz: string;
  readonly start: string;
  readonly end: string;
  readonly count: string;
  readonly misfire: string;
  readonly lateLimit: string;
  readonly overlap: string;
  readonly jitter: string;
  readonly waitForMachine: string;
  readonly calendar: string;
  readonly skipDates: string;
  readonly pauseAfter: string;
  readonly retries: string;
  readonly retryDelay: string;
  readonly backoff: string;
  readonly timeout: string;
  readonly pick: string;
  readonly concurrency: string;
  readonly stagger: string;
  readonly canary: string;
  readonly stopAfter: string;
  readonly priority: string;
}

export type FormField = keyof FormValues;

/** What is wrong, beside the field that it is about. */
export type FormErrors = Readonly<Partial<Record<FormField, string>>>;
