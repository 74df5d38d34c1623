/** The part of RFC 5545 that Octopus speaks. Weekday 0 = Sunday. */
export interface RecurrenceRule {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  readonly byDay: readonly { readonly weekday: number; readonly nth: number }[];
  readonly byMonthDay: readonly number[];
  readonly byMonth: readonly number[];
  /** Days of the year and weeks of ISO 8601, both only with YEARLY. */
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySetPos: readonly number[];
  readonly count?: number;
  /** "20261225T000000" or a date; inclusive as in RFC 5545. */
  readonly until?: string;
}

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;

type Read = { readonly rule: RecurrenceRule } | { readonly problem: string };

/** Reads "FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0"; what is not supported is a problem, never dropped. */
export function readRecurrenceRule(text: string): Read {
  const parts = splitParts(text);
  if (typeof parts === "string") return problem(text, parts);
  const freq = FREQUENCIES.find((one) => one === parts.get("FREQ"));
  if (!freq) return { problem: `The rule "${text}" needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.` };
  const lists = new Map<string, readonly number[]>();
  for (const [name, [low, high]] of Object.entries(LISTS)) {
    const list = readList(parts.get(name), low, high);
    if (!list) return problem(text, name);
    lists.set(name, list);
  }
  const list = (name: string) => lists.get(name) ?? [];
  const byDay = readDays(parts.get("BYDAY"));
  if (!byDay || (byDay.some(({ nth }) => nth !== 0) && (freq === "DAILY" || freq === "WEEKLY")))
    return problem(text, "BYDAY");
  if (freq !== "YEARLY" && [...list("BYYEARDAY"), ...list("BYWEEKNO")].length > 0) return problem(text, freq);
  const ends = readEnds(parts);
  if (typeof ends === "string") return problem(text, ends);
  return {
    rule: {
      freq,
      byDay,
      byMonthDay: list("BYMONTHDAY"),
      byMonth: list("BYMONTH"),
      byYearDay: list("BYYEARDAY"),
      byWeekNo: list("BYWEEKNO"),
      byHour: list("BYHOUR"),
      byMinute: list("BYMINUTE"),
      bySetPos: list("BYSETPOS"),
      ...ends,
    },
  };
}

/** The parts by name, or the part that is unknown, empty or said twice. */
function splitParts(text: string): ReadonlyMap<string, string> | string {
  const parts = new Map<string, string>();
  for (const part of text.replace(/^RRULE:/i, "").split(";")) {
    const [name = "", value = ""] = part.toUpperCase().split("=");
    if (!KNOWN.has(name) || value === "" || parts.has(name)) return part;
    parts.set(name, value);
  }
  return parts;
}

/** Interval and ends, or the name of the part that is wrong. */
function readEnds(parts: ReadonlyMap<string, string>): Pick<RecurrenceRule, "interval" | "count" | "until"> | string {
  const interval = readCount(parts.get("INTERVAL") ?? "1");
  const count = readCount(parts.get("COUNT"));
  const until = parts.get("UNTIL");
  if (interval === undefined || Number.isNaN(interval)) return "INTERVAL";
  if (Number.isNaN(count)) return "COUNT";
  if (until !== undefined && !/^\d{8}(?:T\d{6}Z?)?$/.test(until)) return "UNTIL";
  return { interval, ...(count !== undefined && { count }), ...(until !== undefined && { until }) };
}

/** Smallest and largest value of the number lists; day and position may count from the end, and are never 0. */
const LISTS: Readonly<Record<string, readonly [number, number]>> = {
  BYMONTHDAY: [-31, 31],
  BYMONTH: [1, 12],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [1, 53],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSETPOS: [-366, 366],
};
const KNOWN = new Set(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", ...Object.keys(LISTS)]);

const problem = (text: string, part: string) => ({ problem: `The rule "${text}" has a part I do not know: ${part}.` });

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
}

function readList(text: string | undefined, low: number, high: number): readonly number[] | undefined {
  if (text === undefined) return [];
  const values = text.split(",").map((part) => (/^[+-]?\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (values.some((value) => !(value >= low && value <= high) || (low < 0 && value === 0))) return undefined;
  return [...new Set(values)].sort((a, b) => a - b);
}

function readDays(text: string | undefined): RecurrenceRule["byDay"] | undefined {
  if (text === undefined) return [];
  const days = text.split(",").map((part) => {
    const [, nth = "0", name = ""] = /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(part) ?? [];
    return { weekday: WEEKDAYS.indexOf(name), nth: Number(nth) };
  });
  return days.some(({ weekday }) => weekday < 0) ? undefined : days;
}
