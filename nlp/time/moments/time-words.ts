import { numberWord, ordinalWord } from "../../text/number-words.ts";
import { monthWord, weekdayWord } from "../calendar-words.ts";
import { timeUnit } from "../durations.ts";

const MORE =
  "ish|end|morning|afternoon|evening|mid|all|full|half|quarter|quarters|day|week|night|time|noon|ampm|whole|early|late|new|year|and|a";
const OTHERS = new Set(MORE.split("|"));

/** A word that may stand in a moment, a number or a duration. */
export const isTimeWord = (text: string): boolean =>
  OTHERS.has(text) ||
  monthWord(text) !== undefined ||
  weekdayWord(text) !== undefined ||
  timeUnit(text) !== undefined ||
  numberWord(text) !== undefined ||
  (text !== "last" && ordinalWord(text) !== undefined);
