import type { AuditRecorder } from "../audit/audit-recorder.ts";
import type { Clock } from "../kernel/clock.ts";
import { OctopusError } from "../kernel/errors.ts";
import { wallFromText } from "../kernel/wall-time.ts";
import type { Calendar, CalendarDay } from "../model/calendar.ts";
import { decideAccess } from "../model/permission.ts";
import type { Actor } from "../model/user.ts";
import type { Store } from "../store/rows.ts";
import { calendarTable } from "../store/tables/calendar-table.ts";
import { MOST_DAYS, readIcs } from "./read-ics.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditRecorder;
}

/** Where the days come from: an ICS file, or dates one by one. */
export type CalendarSource = { readonly ics: string } | { readonly dates: readonly string[] };

/** Lists of days that schedules can leave out; kept in memory too, because every firing asks. */
export class CalendarService {
  readonly #deps: Deps;
  #byName: ReadonlyMap<string, Calendar> = new Map();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Reads everything again; also the way to learn of what another server changed. */
  async load(): Promise<void> {
    const rows = await this.#deps.store.select(calendarTable, { orderBy: [{ column: "name" }] });
    this.#byName = new Map(rows.map(({ name, days, updated_at: updatedAt }) => [name, { name, days, updatedAt }]));
  }

  all(): readonly Calendar[] {
    return [...this.#byName.values()];
  }

  find(name: string): Calendar | undefined {
    return this.#byName.get(name);
  }

  /** A calendar of this name is replaced. Throws `request.invalid` for what holds no day. */
  async save(actor: Actor, name: string, source: CalendarSource): Promise<Calendar> {
    const rule = assertMay(actor);
    const { audit, clock, store } = this.#deps;
    const now = clock.now();
    const days = "ics" in source ? readIcs(source.ics, now) : readDates(source.dates);
    if (days.length === 0) throw new OctopusError("request.invalid", "There is no all-day entry in it.");
    await store.write(async (writer) => {
      await writer.delete(calendarTable, { name });
      await writer.insert(calendarTable, [{ name, days, updated_at: now, updated_by: actor.name }]);
      const detail = { days: days.length };
      await audit.record(writer, actor, { action: "calendar.save", object: name, decision: "allowed", rule, detail });
    });
    await this.load();
    return { name, days, updatedAt: now };
  }

  /** Throws `calendar.not-found`. Schedules that name it are skipped from then on, and say so. */
  async remove(actor: Actor, name: string): Promise<void> {
    const rule = assertMay(actor);
    const { audit, store } = this.#deps;
    await store.write(async (writer) => {
      if ((await writer.delete(calendarTable, { name })) === 0) {
        throw new OctopusError("calendar.not-found", `There is no calendar "${name}".`, { name });
      }
      await audit.record(writer, actor, { action: "calendar.delete", object: name, decision: "allowed", rule });
    });
    await this.load();
  }
}

function assertMay(actor: Actor): string {
  const access = decideAccess(actor, { name: "settings.manage" });
  if (access.allowed) return access.rule;
  throw new OctopusError("access.denied", `You may not change calendars: ${access.why}.`, { rule: access.rule });
}

function readDates(dates: readonly string[]): readonly CalendarDay[] {
  const wrong = dates.find((date) => !/^\d{4}-\d\d-\d\d$/.test(date) || wallFromText(date) === undefined);
  if (wrong !== undefined) throw new OctopusError("request.invalid", `"${wrong}" is no date such as 2026-12-25.`);
  return [...new Set(dates)]
    .sort()
    .slice(0, MOST_DAYS)
    .map((date) => ({ date, title: "" }));
}
