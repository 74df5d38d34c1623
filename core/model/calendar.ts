/** A day on which something else than usual holds, by the wall clock of whoever asks: "2026-12-25". */
export interface CalendarDay {
  readonly date: string;
  /** "Christmas Day"; empty where nobody named it. */
  readonly title: string;
}

/** A named list of days that schedules can leave out. */
export interface Calendar {
  /** As a policy names it: "holidays-de". */
  readonly name: string;
  /** Ascending, each day once. */
  readonly days: readonly CalendarDay[];
  readonly updatedAt: number;
}
