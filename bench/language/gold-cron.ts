import { Cron } from "croner";

/**
 * The next times of somebody's cron text, as epoch ms of a clock without zones; undefined for what five fields cannot
 * hold: seconds of their own, a year, "W", or an offset from the last day.
 */
export function cronGold(cron: string, after: number, limit: number): readonly number[] | undefined {
  const five = fiveFields(cron);
  if (five === undefined) return undefined;
  const engine = new Cron(five, { utcOffset: 0, paused: true, mode: "5-part" });
  return engine.nextRuns(limit, new Date(after)).map((date) => date.getTime());
}

/** Quartz and six-field texts start with seconds; AWS ends with a year. Both write "?" for "any". */
export function fiveFields(cron: string, dialect: "cron" | "cron6" | "cronaws" = "cron"): string | undefined {
  const fields = cron.trim().split(/\s+/);
  const minutes = dialect === "cron6" || (dialect === "cron" && fields.length >= 6) ? fields.slice(1) : fields;
  const seconds = minutes === fields ? "0" : fields[0];
  const plain = minutes.slice(0, 5).map((field, index) => stepFrom(field.replace("?", "*"), LAST[index] ?? 0));
  if (plain.length !== 5 || seconds !== "0" || (minutes[5] ?? "*") !== "*") return undefined;
  return plain.some((field) => /W|L-/i.test(field)) ? undefined : plain.join(" ");
}

/** The largest value of each field. */
const LAST = [59, 23, 31, 12, 6];

/** "5/30" is "from 5 on every 30"; five-field engines want the range. */
function stepFrom(field: string, last: number): string {
  return field.replace(/^(\d+)\/(\d+)$/, (_all, from, step) => `${from}-${last}/${step}`);
}
