/** ISO 8601 duration with days as the largest exact unit: "PT90S", "PT2H", "P1D". */
export type IsoDuration = string;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PATTERN = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,3})?)S)?)?$/;

/** Milliseconds, or undefined when the text is no duration or has months or years (they have no fixed length). */
export function durationToMs(duration: IsoDuration): number | undefined {
  const match = PATTERN.exec(duration);
  if (!match || duration === "P" || duration.endsWith("T")) return undefined;
  const [, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  return Math.round(
    Number(weeks) * 7 * DAY +
      Number(days) * DAY +
      Number(hours) * HOUR +
      Number(minutes) * MINUTE +
      Number(seconds) * SECOND,
  );
}

/** The one canonical text of a span: seconds under two minutes, then the largest unit that divides it. */
export function msToDuration(ms: number): IsoDuration {
  if (ms > 0 && ms % DAY === 0) return `P${ms / DAY}D`;
  if (ms > 0 && ms % HOUR === 0) return `PT${ms / HOUR}H`;
  if (ms > 0 && ms % MINUTE === 0) return `PT${ms / MINUTE}M`;
  return `PT${ms / SECOND}S`;
}

/** For people: "850 ms", "3.8 s", "4 min 12 s", "2 h 5 min", "3 days". */
export function describeMs(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return pair(ms, MINUTE, "min", SECOND, "s");
  if (ms < 2 * DAY) return pair(ms, HOUR, "h", MINUTE, "min");
  return pair(ms, DAY, "days", HOUR, "h");
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rounded = Math.round(ms / small) * small;
  const rest = (rounded % large) / small;
  const first = `${Math.floor(rounded / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
