import type { LedgerQueryDto } from "../../contract/ledger.ts";
import { LEDGER_CHOICES } from "./ledger-words.ts";
import { instantFrom } from "./wall-input.ts";

/** What the page asks for, as it stands in its address: a link shows others the same. */
export interface LedgerFilter {
  readonly show: string;
  readonly task: string;
  /** "day", "week", "month", "any", or "between" with `from` and `to` as dates. */
  readonly span: string;
  readonly from: string;
  readonly to: string;
}

export const LEDGER_SPANS = [
  ["day", "Last 24 hours"],
  ["week", "Last 7 days"],
  ["month", "Last 30 days"],
  ["any", "Any time"],
  ["between", "Between two days"],
] as const;

const DAY_MS = 86_400_000;
const SPAN_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

/** From the address of the page; what is missing is the last week of everything. */
export function ledgerFilter(search: URLSearchParams): LedgerFilter {
  const of = (name: string) => search.get(name) ?? "";
  return { show: of("show") || "all", task: of("task"), span: of("span") || "week", from: of("from"), to: of("to") };
}

/** The question to the server. What is no task id asks for nothing wrong: it is left out. */
export function ledgerQuery(filter: LedgerFilter, now: number, timeZone: string): LedgerQueryDto {
  const causes = LEDGER_CHOICES.find(({ value }) => value === filter.show)?.causes;
  const task = taskIdFrom(filter.task);
  return { ...(causes && { cause: causes }), ...(task && { task }), ...interval(filter, now, timeZone) };
}

/** "t-17", "17" and "T-17" are the same task. */
export function taskIdFrom(text: string): string | undefined {
  const [, number] = /^\s*(?:t-)?(\d{1,9})\s*$/i.exec(text) ?? [];
  return number === undefined ? undefined : `T-${number}`;
}

function interval({ span, from, to }: LedgerFilter, now: number, timeZone: string): LedgerQueryDto {
  if (span !== "between") {
    const days = SPAN_DAYS[span];
    return days === undefined ? {} : { from: now - days * DAY_MS };
  }
  const first = instantFrom(from, timeZone);
  const last = instantFrom(to, timeZone);
  return {
    ...(first !== undefined && { from: first }),
    // The last day counts whole.
    ...(last !== undefined && { to: last + DAY_MS }),
  };
}
