import { wallFromText, wallText } from "../../../core/kernel/wall-time.ts";
import type { MomentRead, PointRead } from "../../../nlp/time/moments/moment-read.ts";
import { readMoments } from "../../../nlp/time/read-moments.ts";
import { readJson } from "../corpus-file.ts";
import type { Suite } from "../suite.ts";

interface TimeCase {
  readonly text: string;
  readonly kind: string;
  readonly start?: string;
  readonly end?: string;
  readonly grain?: string;
}

interface DurationCase {
  readonly text: string;
  readonly n: number;
  readonly grain: string;
}

const NOW = "2013-02-12T04:30:00";
const ZONED = /\b(?:[CPEM]S?T|GMT|BST|IST|CET)\b/i;

interface TimeFile {
  readonly cases: readonly TimeCase[];
  readonly negatives: readonly string[];
}

const file = (): TimeFile => readJson<TimeFile>("public", "duckling", "time.json");
const reads = (text: string): readonly MomentRead[] => readMoments(text, { nowWall: wallFromText(NOW) ?? 0 });

/** The best reading of the longest moment; durations are none. */
function best(text: string): PointRead | undefined {
  const points = reads(text).filter((found): found is PointRead => found.kind !== "duration");
  return [...points].sort((one, other) => other.end - other.start - (one.end - one.start))[0];
}

function ours(text: string) {
  const found = best(text);
  const [span] = found?.values ?? [];
  return span && { start: wallText(span.from), end: wallText(span.to), open: found?.open };
}

function suite(name: string, goal: number, kinds: readonly string[], withEnd: boolean): Suite<TimeCase> {
  const all = () => file().cases.filter(({ kind }) => kinds.includes(kind));
  return {
    name,
    goal: { share: goal },
    cases: () => all().filter(({ text }) => !ZONED.test(text)),
    run: ({ text, start, end }) => {
      const got = ours(text);
      if (!got) return "silent";
      return got.start === start && (!withEnd || got.end === end) ? "right" : "wrong";
    },
    show: ({ text, start, end, grain }) =>
      `${text}  |  ${start} ${end ?? ""} ${grain}  |  ${JSON.stringify(ours(text))}`,
    outOfScope: () => ({ "with a time zone": all().filter(({ text }) => ZONED.test(text)).length }),
  };
}

const SECONDS: Readonly<Record<string, number>> = {
  Second: 1,
  Minute: 60,
  Hour: 3600,
  Day: 86_400,
  Week: 604_800,
  Month: 2_592_000,
  Year: 31_536_000,
};

/** In seconds; months where they count in months, of which a year has twelve. */
function sameLength(found: MomentRead | undefined, { n, grain }: DurationCase): boolean {
  if (found?.kind !== "duration") return false;
  const months = found.length.parts.reduce(
    (sum, { count, unit }) => sum + count * ({ month: 1, quarter: 3, year: 12 }[unit as string] ?? Number.NaN),
    0,
  );
  if (grain === "Month" && !Number.isNaN(months)) return months === n;
  return found.ms / 1000 === n * (SECONDS[grain] ?? 1);
}

interface DurationFile {
  readonly cases: readonly DurationCase[];
  readonly negatives: readonly string[];
}

const durationFile = (): DurationFile => readJson<DurationFile>("public", "duckling", "durations.json");

const silentOn = (
  name: string,
  texts: () => readonly string[],
  kinds: (found: MomentRead) => boolean,
): Suite<string> => ({
  name,
  goal: { share: 0.95 },
  cases: texts,
  run: (text) => (reads(text).some(kinds) ? "wrong" : "right"),
  show: (text) => `${text}  |  ${JSON.stringify(reads(text))}`,
});

const durations: Suite<DurationCase> = {
  name: "Duckling durations",
  goal: { share: 0.95 },
  cases: () => durationFile().cases,
  run: (one) => {
    const [found, more] = reads(one.text);
    if (found?.kind !== "duration") return "silent";
    return !more && sameLength(found, one) ? "right" : "wrong";
  },
  show: (one) => `${one.text}  |  ${one.n} ${one.grain}  |  ${JSON.stringify(reads(one.text))}`,
};

export const duckling: readonly Suite[] = [
  suite("Duckling points", 0.9, ["datetime"], false),
  suite("Duckling intervals", 0.8, ["datetimeInterval"], true),
  suite("Duckling holidays (extra)", 0.3, ["datetimeHoliday", "datetimeIntervalHoliday"], false),
  silentOn(
    "Duckling negatives",
    () => file().negatives,
    ({ kind }) => kind !== "duration",
  ),
  durations,
  silentOn(
    "Duckling duration negatives",
    () => durationFile().negatives,
    ({ kind }) => kind === "duration",
  ),
];
