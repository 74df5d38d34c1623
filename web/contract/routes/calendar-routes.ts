import type { Route } from "../route.ts";

/** Lists of days that schedules can leave out. */
export const CALENDAR_ROUTES = {
  "calendar.list": {
    method: "GET",
    path: "/calendars",
    summary: "List calendars with their days.",
    access: "person",
    capability: "see",
    response: "CalendarList",
  },
  "calendar.save": {
    method: "POST",
    path: "/calendars",
    summary: "Add or replace a calendar, from an ICS file or from dates.",
    access: "person",
    capability: "settings.manage",
    body: "SaveCalendar",
    response: "Calendar",
    status: 201,
  },
  "calendar.delete": {
    method: "DELETE",
    path: "/calendars/{name}",
    summary: "Delete a calendar; schedules that name it are skipped from then on.",
    access: "person",
    capability: "settings.manage",
    params: "CalendarNameParams",
  },
} as const satisfies Record<string, Route>;
