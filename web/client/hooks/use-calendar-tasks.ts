import type { TaskDto } from "../../contract/task.ts";
import { call } from "../api/call.ts";
import { useResource } from "./use-resource.ts";

/** Tasks looked at, newest first: more than a page of theirs is seldom, and each costs a question. */
const MOST_PAGES = 4;
const PAGE = 500;

export interface CalendarTasks {
  /** By the name of the calendar. */
  readonly byCalendar: ReadonlyMap<string, readonly TaskDto[]>;
  /** There are more schedules than were looked at. */
  readonly more: boolean;
}

/** Which schedules leave out the days of which calendar; undefined until that is known. */
export function useCalendarTasks(): CalendarTasks | undefined {
  return useResource("tasks of calendars", (signal) => load(signal)).data;
}

async function load(signal: AbortSignal): Promise<CalendarTasks> {
  const byCalendar = new Map<string, TaskDto[]>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { state: ["active", "paused"], limit: PAGE, ...(cursor !== undefined && { cursor }) } as const;
    const { items, next } = await call("task.list", { query, signal });
    for (const task of items) {
      const name = task.policy.calendar;
      if (name !== undefined) byCalendar.set(name, [...(byCalendar.get(name) ?? []), task]);
    }
    cursor = next;
    if (cursor === undefined) return { byCalendar, more: false };
  }
  return { byCalendar, more: true };
}
