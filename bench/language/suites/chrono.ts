import { wallFromText, wallText } from "../../../core/kernel/wall-time.ts";
import type { PointRead } from "../../../nlp/time/moments/moment-read.ts";
import { readMoments } from "../../../nlp/time/read-moments.ts";
import { readJson } from "../corpus-file.ts";
import type { Suite } from "../suite.ts";

interface ChronoCase {
  readonly text: string;
  readonly ref: string;
  readonly date: string;
  readonly time: string | null;
}

/** That project takes the nearest day where ours takes the coming one; the first moment of the text counts. */
function ours({ text, ref }: Pick<ChronoCase, "text" | "ref">): readonly string[] {
  const found = readMoments(text, { nowWall: wallFromText(ref) ?? 0 });
  const first = found.find((one): one is PointRead => one.kind !== "duration");
  const values = first?.values.map((span) => (first.kind === "point" ? (span.until ?? span.from) : span.from)) ?? [];
  return values.map((wall) => wallText(wall).slice(0, 16));
}

const right = ({ date, time }: ChronoCase, text: string): boolean =>
  text.startsWith(date) && (time === null || text.endsWith(time));

/** That project refuses them only in its strict mode; read as people say them they mean what they mean to us. */
const STRICT_ONLY = new Set(["in 15m", "15m from now", "5m ago", "within 5hr", "29 February"]);
const negatives = (): readonly string[] => readJson<readonly string[]>("public", "chrono", "negatives.json");

const NEGATIVES_AT = "2012-08-10T12:00:00";

const strict: Suite<string> = {
  name: "chrono negatives",
  goal: { share: 0.95 },
  cases: () => negatives().filter((text) => !STRICT_ONLY.has(text)),
  run: (text) => (ours({ text, ref: NEGATIVES_AT }).length === 0 ? "right" : "wrong"),
  show: (text) => `${text}  |  ${ours({ text, ref: NEGATIVES_AT }).join(", ")}`,
  outOfScope: () => ({
    "that only its strict mode refuses": negatives().filter((text) => STRICT_ONLY.has(text)).length,
  }),
};

const cases: Suite<ChronoCase> = {
  name: "chrono cases",
  goal: { share: 0.9 },
  cases: () => readJson<readonly ChronoCase[]>("public", "chrono", "cases.json"),
  run: (one) => {
    const values = ours(one);
    if (values.length === 0) return "silent";
    return values.some((value) => right(one, value)) ? "right" : "wrong";
  },
  show: (one) => `${one.text}  |  ${one.ref}  |  ${one.date} ${one.time}  |  ${ours(one).join(", ")}`,
};

export const chronoSuites: readonly Suite[] = [cases, strict];
