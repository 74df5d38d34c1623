/** How long and how much is kept. */
export interface RetentionRules {
  readonly keepRunsMs: number;
  readonly keepRunCount: number;
  readonly keepInboxMs: number;
  readonly keepHistoryMs: number;
}

/** Instants: what is older may go. */
export interface Cutoffs {
  readonly runs: number;
  readonly inbox: number;
  readonly history: number;
  /** Sessions and tokens end by themselves; they are kept a little, so that people see that they ended. */
  readonly sessions: number;
  readonly tokens: number;
  /** An answer to a question that has expired is still met with the plan as of now; not for ever. */
  readonly questions: number;
}

const DAY_MS = 24 * 3_600_000;
const QUESTIONS_FOUND_EXPIRED_MS = DAY_MS;
const TOKENS_SHOWN_EXPIRED_MS = 30 * DAY_MS;

export function planCutoffs(now: number, rules: RetentionRules): Cutoffs {
  return {
    runs: now - rules.keepRunsMs,
    inbox: now - rules.keepInboxMs,
    history: now - rules.keepHistoryMs,
    sessions: now,
    tokens: now - TOKENS_SHOWN_EXPIRED_MS,
    questions: now - QUESTIONS_FOUND_EXPIRED_MS,
  };
}
