import { compareValue, type SaidCondition, sayAsked, sayValue } from "../model/condition.ts";
import { cleanLine } from "../plugin-api/answers.ts";
import { type PreviousAnswers, valueAt } from "./previous-answers.ts";

export interface Weighed {
  /** The machines whose answer is as asked. */
  readonly met: PreviousAnswers;
  /** Of each other one, why not, as a fragment: "disk use was 41 %, asked for over 90 %". */
  readonly unmet: readonly { readonly machine: string; readonly why: string }[];
}

const LONGEST_VALUE = 60;

/** Where an answer has no such value, or one that cannot be compared so, the condition is not met: nobody knows. Pure. */
export function weighCondition(condition: SaidCondition, answers: PreviousAnswers): Weighed {
  const met: PreviousAnswers[number][] = [];
  const unmet: Weighed["unmet"][number][] = [];
  for (const row of answers) {
    const why = reasonAgainst(condition, row);
    if (why === undefined) met.push(row);
    else unmet.push({ machine: row.agent_name, why });
  }
  return { met, unmet };
}

/** "web-1: disk use was 41 %, asked for over 90 %; web-2: it answered no disk use". Pure. */
export function sayUnmet(unmet: Weighed["unmet"], named: boolean): string {
  const [only, ...more] = unmet;
  if (!only) return "there was no answer to go by";
  return named || more.length > 0 ? unmet.map(({ machine, why }) => `${machine}: ${why}`).join("; ") : only.why;
}

function reasonAgainst(condition: SaidCondition, { response }: PreviousAnswers[number]): string | undefined {
  const { field, title, unit } = condition;
  const asked = `asked for ${sayAsked(condition)}`;
  const value = valueAt(response?.data, field.split("."));
  const isValue = typeof value === "number" || typeof value === "string" || typeof value === "boolean";
  if (!isValue) return `it answered no ${title}, ${asked}`;
  const fits = compareValue(condition, value);
  if (fits === true) return undefined;
  const shown = typeof value === "string" ? cleanLine(value, LONGEST_VALUE) : value;
  return `${title} was ${sayValue(shown, unit)}, ${fits === undefined ? `which cannot be compared: ${asked}` : asked}`;
}
