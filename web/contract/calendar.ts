import { count, type Dto, filledText, instant, list, object, text } from "./schema.ts";

const name = { type: "string", pattern: "^[a-z0-9][a-z0-9_.-]{0,59}$" } as const;
const date = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" } as const;

export const calendarSchema = object({
  name,
  dayCount: count,
  days: list(object({ date, title: text(100) }), 5_000),
  updatedAt: instant,
});
export type CalendarDto = Dto<typeof calendarSchema>;

export const calendarListSchema = object({ items: list(calendarSchema) });
export type CalendarListDto = Dto<typeof calendarListSchema>;

export const calendarNameParams = object({ name });

/** Either the text of an ICS file, or dates one by one. A calendar of this name is replaced. */
export const saveCalendarSchema = {
  ...object({ name, ics: filledText(1_000_000), dates: list(date, 5_000) }, ["ics", "dates"]),
  minProperties: 2,
  maxProperties: 2,
} as const;
