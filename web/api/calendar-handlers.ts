import type { CalendarSource } from "../../core/calendars/calendar-service.ts";
import type { Calendar } from "../../core/model/calendar.ts";
import type { Actor } from "../../core/model/user.ts";
import type { CalendarDto } from "../contract/calendar.ts";
import type { CALENDAR_ROUTES } from "../contract/routes/calendar-routes.ts";
import type { Handlers } from "./route-handler.ts";

export interface CalendarUseCases {
  all(): readonly Calendar[];
  save(actor: Actor, name: string, source: CalendarSource): Promise<Calendar>;
  remove(actor: Actor, name: string): Promise<void>;
}

export function calendarHandlers({
  calendars,
}: {
  readonly calendars: CalendarUseCases;
}): Handlers<keyof typeof CALENDAR_ROUTES> {
  return {
    "calendar.list": async () => ({ items: calendars.all().map(calendarDto) }),
    "calendar.save": async ({ actor, body }) => {
      const { name, ics, dates = [] } = body;
      return calendarDto(await calendars.save(actor, name, ics === undefined ? { dates } : { ics }));
    },
    "calendar.delete": async ({ actor, params }) => {
      await calendars.remove(actor, params.name);
      return undefined;
    },
  };
}

function calendarDto({ name, days, updatedAt }: Calendar): CalendarDto {
  return { name, dayCount: days.length, days, updatedAt };
}
