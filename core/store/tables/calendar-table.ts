import type { CalendarDay } from "../../model/calendar.ts";
import { defineTable, integer, json, text } from "../define-table.ts";

/** A named list of days that schedules can leave out. */
export interface CalendarRow {
  readonly name: string;
  readonly days: readonly CalendarDay[];
  readonly updated_at: number;
  readonly updated_by: string;
}
export const calendarTable = defineTable<CalendarRow>("calendar", {
  columns: { name: text, days: json, updated_at: integer, updated_by: text },
  key: ["name"],
});
