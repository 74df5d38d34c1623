import type { ResultSeries } from "../../../core/model/action-response.ts";

/** As wide as a phone. */
const WIDEST = 24;
const SHOWN = 5;
const BARS = "▁▂▃▄▅▆▇█";

/** "load: ▁▂▇ last 0.9, least 0.2, most 1.1": one line for each course of values, so that it reads anywhere. Pure. */
export function seriesLines(series: readonly ResultSeries[] = []): readonly string[] {
  const lines = series.slice(0, SHOWN).flatMap((one) => lineOf(one));
  const more = series.length - SHOWN;
  return more > 0 ? [...lines, `and ${more} more in the results over REST`] : lines;
}

function lineOf({ name, points, unit }: ResultSeries): readonly string[] {
  const values = [...points].sort(([a], [b]) => a - b).map(([, value]) => value);
  const last = values.at(-1);
  if (last === undefined) return [];
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [last, last],
  );
  const say = (value: number) => `${Math.round(value * 100) / 100}${unit === undefined ? "" : ` ${unit}`}`;
  return [`${name}: ${bars(values, least, most)} last ${say(last)}, least ${say(least)}, most ${say(most)}`];
}

/** Where there are more values than bars, each bar is the highest of its part: a peak must not vanish. */
function bars(values: readonly number[], least: number, most: number): string {
  const width = Math.min(WIDEST, values.length);
  return Array.from({ length: width }, (_, at) => {
    const part = values.slice(Math.floor((at * values.length) / width), Math.floor(((at + 1) * values.length) / width));
    const high = part.reduce((highest, value) => Math.max(highest, value), least);
    const level = most === least ? 0 : Math.round(((high - least) / (most - least)) * (BARS.length - 1));
    return BARS[level] ?? "";
  }).join("");
}
