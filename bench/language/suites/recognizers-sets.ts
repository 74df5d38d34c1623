import { wallFromText } from "../../../core/kernel/wall-time.ts";
import { readJson } from "../corpus-file.ts";
import { ruleGold } from "../gold-rule.ts";
import { OCCURRENCES, ourAnswer } from "../our-times.ts";
import { sameAsRule } from "../same-times.ts";
import type { Suite } from "../suite.ts";

interface SpecCase {
  readonly Input: string;
  readonly Context?: { readonly ReferenceDateTime?: string };
  readonly Results: readonly {
    readonly Text: string;
    readonly TypeName?: string;
    readonly Resolution?: { readonly values: readonly { readonly timex: string }[] };
    readonly Value?: { readonly Timex: string };
  }[];
}

interface SetCase {
  readonly text: string;
  readonly now: string;
  readonly timex: string;
}

/** Repeating times of Recognizers-Text: the right period, and weekday or time where one is named. */
export const recognizersSets: readonly Suite<SetCase>[] = [
  setSuite("Recognizers set parser", { share: 0.95 }, ["SetParser.json"]),
  setSuite("Recognizers sets of model and tasks", { share: 0.95 }, [
    "DateTimeModel.json",
    "DateTimeModelTasksMode.json",
  ]),
];

function setSuite(name: string, goal: NonNullable<Suite["goal"]>, files: readonly string[]): Suite<SetCase> {
  return {
    name,
    goal,
    cases: () =>
      files.flatMap((file) => readJson<readonly SpecCase[]>("public", "recognizers-text", file)).flatMap(setsOf),
    run: ({ text, now, timex }) => {
      const ours = ourAnswer(text, now);
      if (ours === undefined) return "silent";
      const rule = ruleOf(timex);
      const at = wallFromText(now) ?? 0;
      if (rule === undefined || ours.schedule.kind === "once") return "wrong";
      return sameAsRule(ours.times, ruleGold(rule, at, OCCURRENCES), rule, at) ? "right" : "wrong";
    },
    show: ({ text, now, timex }) =>
      `${text.slice(0, 120)}  |  ${timex} = ${ruleOf(timex)}  |  ${JSON.stringify(ourAnswer(text, now)?.schedule ?? null)}`,
  };
}

function setsOf({ Input, Context, Results }: SpecCase): readonly SetCase[] {
  const now = (Context?.ReferenceDateTime ?? "2016-11-07T00:00:00").slice(0, 19);
  return Results.filter(({ TypeName, Value }) => TypeName === "datetimeV2.set" || Value !== undefined).map(
    (result) => ({
      text: Input,
      now,
      timex: result.Resolution?.values[0]?.timex ?? result.Value?.Timex ?? "",
    }),
  );
}

const FREQ: Readonly<Record<string, string>> = { D: "DAILY", W: "WEEKLY", M: "MONTHLY", Y: "YEARLY" };
const DAYS = ["", "MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** "XXXX-WXX-1T16" is each Monday at 16:00, "P2W" every two weeks, "T15" daily at 15:00; a part of the day says no time. */
export function ruleOf(timex: string): string | undefined {
  const [, hour, minute = "0"] = /T(\d\d)(?::(\d\d))?/.exec(timex) ?? [];
  const clock = hour === undefined ? "" : `;BYHOUR=${Number(hour)};BYMINUTE=${Number(minute)}`;
  const [, weekday] = /^XXXX-WXX-(\d|WE)/.exec(timex) ?? [];
  if (weekday === "WE") return `FREQ=WEEKLY;BYDAY=SA,SU${clock}`;
  if (weekday !== undefined) return `FREQ=WEEKLY;BYDAY=${DAYS[Number(weekday)]}${clock}`;
  const [, month, day] = /^XXXX-(\d\d|XX)-(\d\d)/.exec(timex) ?? [];
  if (month === "XX") return `FREQ=MONTHLY;BYMONTHDAY=${Number(day)}${clock}`;
  if (month !== undefined) return `FREQ=YEARLY;BYMONTH=${Number(month)};BYMONTHDAY=${Number(day)}${clock}`;
  return periodRule(timex, clock) ?? (timex.startsWith("T") ? `FREQ=DAILY${clock}` : undefined);
}

function periodRule(timex: string, clock: string): string | undefined {
  const [, count = "1", unit = ""] = /P([\d.]+)(WE|WD|[DWMY])/.exec(timex) ?? [];
  const [, hours, part] = /^PT(\d+)([HMS])/.exec(timex) ?? [];
  if (hours !== undefined) return `FREQ=${{ H: "HOURLY", M: "MINUTELY" }[part ?? ""] ?? "SECONDLY"};INTERVAL=${hours}`;
  const interval = count === "1" ? "" : `;INTERVAL=${count}`;
  if (unit === "WE") return `FREQ=WEEKLY${interval};BYDAY=SA,SU${clock}`;
  if (unit === "WD") return `FREQ=WEEKLY${interval};BYDAY=MO,TU,WE,TH,FR${clock}`;
  if (unit === "Y" && count === "0.5") return "FREQ=MONTHLY;INTERVAL=6";
  return FREQ[unit] && `FREQ=${FREQ[unit]}${interval}${clock}`;
}
