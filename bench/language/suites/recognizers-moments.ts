import { type WallMs, wallFromText, wallText } from "../../../core/kernel/wall-time.ts";
import { nextRuns } from "../../../core/schedules/next-runs.ts";
import { normalise } from "../../../nlp/text/normalise.ts";
import { tokenise } from "../../../nlp/text/tokenise.ts";
import { buildSchedule } from "../../../nlp/time/build-schedule.ts";
import { findTime } from "../../../nlp/time/find-time.ts";
import type { MomentRead } from "../../../nlp/time/moments/moment-read.ts";
import { readMoments } from "../../../nlp/time/read-moments.ts";
import { readJson } from "../corpus-file.ts";
import type { Suite } from "../suite.ts";

interface SpecResult {
  readonly Text: string;
  readonly Start: number;
  readonly End?: number;
  readonly Length?: number;
  readonly TypeName?: string;
  readonly Type?: string;
  readonly Value?: { readonly FutureResolution: Fields; readonly PastResolution: Fields };
  readonly Resolution?: { readonly values: readonly Fields[] };
}

type Fields = Readonly<Record<string, string>>;

interface SpecCase {
  readonly Input: string;
  readonly Context?: { readonly ReferenceDateTime?: string };
  readonly Results: readonly SpecResult[];
}

/** One entity of a sentence, or that there is none. */
interface MomentCase {
  readonly text: string;
  readonly now: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;
  /** Any of these: a value, or "start/end". */
  readonly values: readonly string[];
}

const REFERENCE = "2016-11-07T00:00:00";
/** What their specifications write where a date does not exist. */
const IMPOSSIBLE = new Set(["not resolved", "0001-01-01", "0001-01-01 00:00:00"]);

const specs = (file: string): readonly SpecCase[] => readJson<readonly SpecCase[]>("public", "recognizers-text", file);

function casesOf({ Input, Context, Results }: SpecCase): readonly MomentCase[] {
  const now = (Context?.ReferenceDateTime ?? REFERENCE).slice(0, 19);
  return Results.map((result) => ({
    text: Input,
    now,
    type: (result.TypeName ?? result.Type ?? "").replace("datetimeV2.", ""),
    from: result.Start,
    to: result.End === undefined ? result.Start + (result.Length ?? 1) : result.End + 1,
    values: (
      result.Resolution?.values ?? [result.Value?.FutureResolution ?? {}, result.Value?.PastResolution ?? {}]
    ).map(writtenValue),
  }));
}

function writtenValue(fields: Fields): string {
  const one = fields["value"] ?? fields["date"] ?? fields["time"] ?? fields["dateTime"] ?? fields["duration"];
  return one ?? `${fields["start"] ?? fields["startDateTime"] ?? ""}/${fields["end"] ?? fields["endDateTime"] ?? ""}`;
}

const silent = ({ Input, Context }: SpecCase): MomentCase => ({
  text: Input,
  now: (Context?.ReferenceDateTime ?? REFERENCE).slice(0, 19),
  type: "silent",
  from: 0,
  to: Input.length,
  values: [],
});

type Read = (text: string, nowWall: WallMs) => readonly MomentRead[];

const read: Read = (text, nowWall) => readMoments(text, { nowWall });

function judge(one: MomentCase, reads: readonly MomentRead[]) {
  const over = reads.filter(({ start, end }) => start < one.to && end > one.from);
  const ours = over.flatMap((found) => textsOf(found, one.type));
  const impossible = one.values.every((value) => IMPOSSIBLE.has(value));
  if (over.length === 0 || ours.length === 0) return impossible ? "right" : "silent";
  return ours.some((text) => one.values.includes(text)) ? "right" : "wrong";
}

const spaced = (wall: WallMs): string => wallText(wall).replace("T", " ");

/** Our values written as theirs, of their type. */
function textsOf(found: MomentRead, type: string): readonly string[] {
  if (found.kind === "duration") return type === "duration" ? [String(found.ms / 1000)] : [];
  if (type === "duration" || found.open !== undefined) return [];
  const at = found.values.map((span) => (found.kind === "point" ? (span.until ?? span.from) : span.from));
  if (type === "date") return at.map((wall) => wallText(wall).slice(0, 10));
  if (type === "time") return at.map((wall) => wallText(wall).slice(11));
  return at.map(spaced);
}

function momentSuite(name: string, share: number, cases: () => readonly MomentCase[]): Suite<MomentCase> {
  return {
    name,
    goal: { share },
    cases,
    run: (one) => judge(one, read(one.text, wallFromText(one.now) ?? 0)),
    show: (one) => {
      const reads = read(one.text, wallFromText(one.now) ?? 0);
      const ours = reads.map((found) => `[${one.text.slice(found.start, found.end)}] ${textsOf(found, one.type)}`);
      return `${one.text.slice(0, 130)}  |  ${one.now}  |  ${one.type}: ${one.text.slice(one.from, one.to)} = ${one.values.join(", ")}  |  ${ours.join("; ")}`;
    },
  };
}

function silentSuite(name: string, share: number, file: string, reader: Read): Suite<MomentCase> {
  return {
    name,
    goal: { share },
    cases: () =>
      specs(file)
        .filter(({ Results }) => Results.length === 0)
        .map(silent),
    run: ({ text, now }) => (reader(text, wallFromText(now) ?? 0).length === 0 ? "right" : "wrong"),
    show: ({ text, now }) =>
      `${text.slice(0, 200)}  |  ${reader(text, wallFromText(now) ?? 0)
        .map(({ start, end }) => text.slice(start, end))
        .join("; ")}`,
  };
}

const ofTypes = (file: string, types: readonly string[]) =>
  specs(file)
    .flatMap(casesOf)
    .filter(({ type }) => types.includes(type));

const MOMENTS = ["date", "time", "datetime"];

/** The times of day that project's task mode gives the parts of the day. */
const TASK_PARTS = {
  morning: { hour: 6, minute: 0 },
  daytime: { hour: 16, minute: 0 },
  noon: { hour: 12, minute: 0 },
  afternoon: { hour: 12, minute: 0 },
  evening: { hour: 18, minute: 0 },
  night: { hour: 21, minute: 0 },
};

/** In task mode a time is the coming one, and a part of the day the time that stands for it. */
const tasks: Read = (text, nowWall) => readMoments(text, { nowWall, dayParts: TASK_PARTS, forTask: true });

const allTaskCases = () =>
  ofTypes("DateTimeModelTasksMode.json", [...MOMENTS, "datetimerange", "timerange", "daterange", "set"]);
/** "daily sunday 4pm" is every day and only on Sundays: a contradiction, which is to be asked about and has no next time. */
const contradicts = ({ text }: MomentCase): boolean => /\bdaily sunday\b/.test(text);
const taskCases = () => allTaskCases().filter((one) => !contradicts(one));

function judgeTask(one: MomentCase) {
  if (one.type === "set") return judgeSet(one);
  const range = one.type.endsWith("range");
  const over = tasks(one.text, wallFromText(one.now) ?? 0).filter(({ start, end }) => start < one.to && end > one.from);
  const ours = over.flatMap((found) => (range ? rangesOf(found, one.type) : textsOf(found, one.type)));
  if (ours.length === 0) return "silent";
  return ours.some((text) => one.values.includes(text)) ? "right" : "wrong";
}

/** "start/end"; either may be open. */
function rangesOf(found: MomentRead, type: string): readonly string[] {
  if (found.kind === "duration") return [];
  const write =
    type === "daterange"
      ? (wall: WallMs) => wallText(wall).slice(0, 10)
      : type === "timerange"
        ? (wall: WallMs) => wallText(wall).slice(11)
        : spaced;
  return found.values.map((span) => {
    const to = found.kind === "point" ? span.from : (span.until ?? span.to);
    if (found.open === "after") return `${write(span.from)}/`;
    return `${write(span.from)}/${write(to)}`;
  });
}

/** The next time a repeating one comes, counted from the reference on. */
function judgeSet({ text, now, values }: MomentCase) {
  const setting = { nowWall: wallFromText(now) ?? 0, dayParts: TASK_PARTS };
  const { schedule } = buildSchedule(findTime(tokenise(normalise(text)), [], setting).facts, setting);
  if (!schedule || schedule.kind === "once") return "silent";
  const [first] = nextRuns(schedule, setting.nowWall, 1, { timeZone: "UTC", anchorAt: setting.nowWall });
  const next = spaced(first ?? 0);
  return values.some((value) => next === value || next.slice(0, 10) === value) ? "right" : "wrong";
}

export const recognizersMoments: readonly Suite<MomentCase>[] = [
  momentSuite("Recognizers date, time and date-time parsers", 0.96, () => [
    ...ofTypes("DateParser.json", MOMENTS),
    ...ofTypes("TimeParser.json", MOMENTS),
    ...ofTypes("DateTimeParser.json", MOMENTS),
  ]),
  momentSuite("Recognizers model, moments", 0.93, () => ofTypes("DateTimeModel.json", MOMENTS)),
  silentSuite("Recognizers model, silent", 0.95, "DateTimeModel.json", read),
  {
    ...momentSuite("Recognizers tasks mode", 0.9, taskCases),
    run: judgeTask,
    outOfScope: () => ({ "that is daily and on Sundays at once": allTaskCases().filter(contradicts).length }),
    show: (one) =>
      `${one.text}  |  ${one.now}  |  ${one.type}: ${one.values.join(", ")}  |  ${JSON.stringify(tasks(one.text, wallFromText(one.now) ?? 0).map((found) => [one.text.slice(found.start, found.end), ...rangesOf(found, "")]))}`,
  },
  silentSuite("Recognizers tasks mode, silent", 0.94, "DateTimeModelTasksMode.json", tasks),
  momentSuite("Recognizers durations", 0.97, () => [
    ...ofTypes("DurationParser.json", ["duration"]),
    ...ofTypes("DateTimeModel.json", ["duration"]),
  ]),
];
