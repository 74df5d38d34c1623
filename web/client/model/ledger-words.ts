import type { LedgerEntryDto, LedgerQueryDto } from "../../contract/ledger.ts";
import type { StateWords } from "./state-words.ts";

type Cause = LedgerEntryDto["cause"];

const missed = { word: "missed", tone: "bad", icon: "warning" } as const;
const skipped = { word: "skipped", tone: "calm", icon: "minus" } as const;
const noMachine = { word: "no machine", tone: "bad", icon: "cross" } as const;
const refused = { word: "refused", tone: "bad", icon: "cross" } as const;

/** What became of an expected run, in one word; the sentence beside it says why. */
export const LEDGER_WORDS: Readonly<Record<Cause, StateWords>> = {
  "on-time": { word: "ran", tone: "good", icon: "check" },
  late: { word: "ran late", tone: "warn", icon: "clock" },
  overlap: skipped,
  calendar: { word: "day off", tone: "calm", icon: "minus" },
  freeze: { word: "blocked", tone: "warn", icon: "pause" },
  "no-machine": noMachine,
  expired: noMachine,
  rights: refused,
  invalid: refused,
  down: missed,
  "clock-step": missed,
  "misfire-skip": missed,
  paused: { word: "paused", tone: "calm", icon: "pause" },
  "paused-by-failures": { word: "paused", tone: "warn", icon: "pause" },
};

/** What one can ask the ledger for: the name of the choice, and the causes it means. */
export const LEDGER_CHOICES: readonly {
  readonly value: string;
  readonly name: string;
  readonly causes?: LedgerQueryDto["cause"];
}[] = [
  { value: "all", name: "All" },
  { value: "ran", name: "Ran", causes: ["on-time"] },
  { value: "late", name: "Late", causes: ["late"] },
  { value: "missed", name: "Missed", causes: ["down", "clock-step", "misfire-skip"] },
  { value: "skipped", name: "Skipped", causes: ["overlap", "calendar", "paused", "paused-by-failures"] },
  { value: "blocked", name: "Blocked", causes: ["freeze", "rights", "invalid"] },
  { value: "no-machine", name: "No machine", causes: ["no-machine", "expired"] },
];
