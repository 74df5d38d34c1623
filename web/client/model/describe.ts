import type { TargetsDto } from "../../contract/task.ts";

/** Whom a task is for: "web-1, label web; not web-3". */
export function targetsText(targets: TargetsDto): string {
  const term = (text: string) => (text === "all" ? "all machines" : text.replace(/^host:/, "").replace(":", " "));
  const include = targets.include.map(term).join(", ");
  return targets.exclude.length === 0 ? include : `${include}; not ${targets.exclude.map(term).join(", ")}`;
}

/** Parameters as one line: "service: nginx, lines: 50". */
export function paramsText(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** A size as people write it, in powers of 1024: "16 GB". */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value >= 10 || unit === 0 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** "never", "once", "63 times". */
export function timesText(count: number): string {
  if (count === 0) return "never";
  return count === 1 ? "once" : `${count} times`;
}
