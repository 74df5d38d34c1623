/** One process that really ran. */
export interface JournalEntry {
  readonly execution: string;
  readonly attempt: number;
  readonly agent: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  /** It came to its own end, as opposed to being killed. */
  completed: boolean;
}

/** The referee's own record of side effects, written by the fake processes and out of reach of the code under test. */
export class Journal {
  readonly entries: JournalEntry[] = [];

  start(entry: Omit<JournalEntry, "endedAt" | "completed">): JournalEntry {
    const full: JournalEntry = { ...entry, endedAt: undefined, completed: false };
    this.entries.push(full);
    return full;
  }

  running(execution: string): readonly JournalEntry[] {
    return this.entries.filter((entry) => entry.execution === execution && entry.endedAt === undefined);
  }

  of(execution: string): readonly JournalEntry[] {
    return this.entries.filter((entry) => entry.execution === execution);
  }
}
