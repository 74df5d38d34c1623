import type { CalendarDto } from "../../contract/calendar.ts";

type Day = CalendarDto["days"][number];

const FORMAT = new Intl.DateTimeFormat("en-GB", {
  ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
  timeZone: "UTC",
});

/** "Fri 25 Dec 2026, Christmas Day". */
export function dayWords({ date, title }: Day): string {
  const day = FORMAT.format(new Date(`${date}T00:00Z`)).replace(",", "");
  return title === "" ? day : `${day}, ${title}`;
}

/** Its days from `today` ("2026-11-21") on. */
export function daysAhead({ days }: CalendarDto, today: string): readonly Day[] {
  return days.filter(({ date }) => date >= today);
}

/** The dates of a text with one or several in a line; what is no date is named. */
export function datesFrom(text: string): { readonly dates: readonly string[] } | { readonly problem: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !/^\d{4}-\d\d-\d\d$/.test(word) || Number.isNaN(Date.parse(`${word}T00:00Z`)));
  if (wrong !== undefined) return { problem: `“${wrong}” is no date such as 2026-12-25.` };
  return words.length === 0 ? { problem: "Write at least one date such as 2026-12-25." } : { dates: words };
}
