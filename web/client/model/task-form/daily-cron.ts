/** "30 9 * * 1-5" as its weekdays ("12345", 0 for Sunday) and its time ("09:30"); undefined for any other cron. */
export function dailyOf(cron: string): { readonly days: string; readonly time: string } | undefined {
  const [minute = "", hour = "", day, month, weekday = "", ...more] = cron.trim().split(/\s+/);
  if (day !== "*" || month !== "*" || more.length > 0 || !/^\d{1,2}$/.test(minute) || !/^\d{1,2}$/.test(hour)) {
    return undefined;
  }
  const days = daysOf(weekday);
  return days === undefined ? undefined : { days, time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
}

/** The cron of these weekdays and this time; undefined where either is missing. */
export function dailyCron(days: string, time: string): string | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  if (hour === undefined || minute === undefined || days === "") return undefined;
  return `${Number(minute)} ${Number(hour)} * * ${days.length === 7 ? "*" : rangesOf(days)}`;
}

function daysOf(field: string): string | undefined {
  if (field === "*") return "0123456";
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [, first, last = first] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first)) return undefined;
    for (let day = Number(first); day <= Number(last); day += 1) found.add(day % 7);
  }
  return [...found].sort().join("");
}

/** "12345" as "1-5", "135" as "1,3,5". */
function rangesOf(days: string): string {
  const sorted = [...days].map(Number).sort();
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let last = at;
    while (sorted[last + 1] === (sorted[last] ?? 0) + 1) last += 1;
    const [from, to] = [sorted[at], sorted[last]];
    parts.push(last - at >= 2 ? `${from}-${to}` : sorted.slice(at, last + 1).join(","));
    at = last + 1;
  }
  return parts.join(",");
}
