/**
 * What became of one expected run of a schedule, as a stable code. `on-time` and `late` ran; of the others nothing did,
 * or (`expired`) no machine took it. The sentence beside it says the same to people.
 */
export const LEDGER_CAUSES = [
  "on-time",
  "late",
  "overlap",
  "freeze",
  "calendar",
  "no-machine",
  "rights",
  "invalid",
  "down",
  "clock-step",
  "misfire-skip",
  "paused",
  "paused-by-failures",
  "expired",
] as const;
export type LedgerCause = (typeof LEDGER_CAUSES)[number];

/** Those of a run that was expected and did not happen. A pause and a holiday are somebody's wish, not a miss. */
export const MISSED_CAUSES = LEDGER_CAUSES.filter(
  (cause) => !["on-time", "late", "calendar", "paused"].includes(cause),
);
