/** Numbers as a cron field, runs of three and more as a range: "1,3-5"; `otherwise` where there are none. */
export function listField(values: readonly number[] | undefined, otherwise: string): string {
  if (!values || values.length === 0) return otherwise;
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const pieces: string[] = [];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (sorted[to + 1] === (sorted[to] ?? 0) + 1) to += 1;
    if (to - from < 2) to = from;
    pieces.push(to > from ? `${sorted[from]}-${sorted[to]}` : String(sorted[from]));
    from = to + 1;
  }
  return pieces.join(",");
}

/** Weekdays as a cron field; all of them are "*". */
export function dayField(weekdays: readonly number[] | undefined): string {
  if (!weekdays || weekdays.length === 0 || weekdays.length === 7) return "*";
  return listField(weekdays, "*");
}
