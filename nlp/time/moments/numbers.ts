import { numberWord, ordinalWord } from "../../text/number-words.ts";
import type { Token } from "../../text/token.ts";

export interface NumberFound {
  readonly value: number;
  readonly end: number;
}

const word = (tokens: readonly Token[], at: number): string => tokens[at]?.text ?? "";

/** "7", "twenty one", "a couple of", "a few" at `at`; up to 9999. */
export function cardinalAt(tokens: readonly Token[], at: number): NumberFound | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.kind === "number" && token.value !== undefined) return { value: token.value, end: at + 1 };
  if (token.kind !== "word") return undefined;
  return vagueAt(tokens, at) ?? wordsAt(tokens, at);
}

const VAGUE: Readonly<Record<string, number>> = { couple: 2, pair: 2, few: 3, several: 3 };

/** "a couple of", "few", "several": what people mean at least. */
function vagueAt(tokens: readonly Token[], at: number): NumberFound | undefined {
  const from = word(tokens, at) === "a" || word(tokens, at) === "the" ? at + 1 : at;
  const value = VAGUE[word(tokens, from)];
  if (value === undefined) return undefined;
  return { value, end: word(tokens, from + 1) === "of" ? from + 2 : from + 1 };
}

/** "twenty one", "two thousand and eighteen", "nineteen hundred" */
function wordsAt(tokens: readonly Token[], at: number): NumberFound | undefined {
  const small = underHundred(tokens, at);
  const [scale, end] = small ? scaleAt(tokens, small.end) : [1, at];
  if (!small || scale === 1) return small;
  const joint = word(tokens, end) === "and" ? end + 1 : end;
  const rest = underHundred(tokens, joint);
  return rest ? { value: small.value * scale + rest.value, end: rest.end } : { value: small.value * scale, end };
}

function scaleAt(tokens: readonly Token[], at: number): readonly [number, number] {
  if (word(tokens, at) === "hundred") return [100, at + 1];
  return word(tokens, at) === "thousand" ? [1000, at + 1] : [1, at];
}

/** "seven", "twenty", "twenty three" */
export function underHundred(tokens: readonly Token[], at: number): NumberFound | undefined {
  const value = tokens[at]?.kind === "word" ? numberWord(word(tokens, at)) : undefined;
  if (value === undefined || value > 99) return undefined;
  const unit = value >= 20 && value % 10 === 0 ? numberWord(word(tokens, at + 1)) : undefined;
  return unit !== undefined && unit > 0 && unit < 10 ? { value: value + unit, end: at + 2 } : { value, end: at + 1 };
}

const TENTHS: Readonly<Record<string, number>> = { thirtieth: 30 };

/** "3rd", "third", "twenty first"; not "last". */
export function ordinalAt(tokens: readonly Token[], at: number): NumberFound | undefined {
  const token = tokens[at];
  if (token?.kind === "ordinal" && token.value !== undefined) return { value: token.value, end: at + 1 };
  if (token?.kind !== "word") return undefined;
  const single = token.text === "last" ? undefined : (ordinalWord(token.text) ?? TENTHS[token.text]);
  if (single !== undefined) return { value: single, end: at + 1 };
  const tens = numberWord(token.text);
  const unit = tens === 20 || tens === 30 ? ordinalWord(word(tokens, at + 1)) : undefined;
  return unit !== undefined && unit > 0 && unit < 10 && tens !== undefined
    ? { value: tens + unit, end: at + 2 }
    : undefined;
}

/** "2014", "'96", "nineteen eighty six", "two thousand eighteen", "345 BC": a year, `bare` where digits say nothing else. */
export function yearAt(tokens: readonly Token[], at: number): (NumberFound & { readonly bare?: boolean }) | undefined {
  const token = tokens[at];
  if (token?.kind === "number" && /^\d{1,4}$/.test(token.text)) return digitYear(tokens, at, token.text);
  const spoken = token?.kind === "word" ? spokenYear(tokens, at) : undefined;
  return spoken && spoken.value >= 1000 && spoken.value < 2200 ? spoken : undefined;
}

function digitYear(tokens: readonly Token[], at: number, text: string) {
  const era = /^(?:(a\.?d|c\.?e)|(b\.?c|b\.?c\.?e)|(b\.?e))\.?$/.exec(word(tokens, at + 1));
  if (era) {
    const value = Number(text);
    return { value: era[2] === undefined ? value - (era[3] === undefined ? 0 : 543) : -value, end: at + 2 };
  }
  if (word(tokens, at + 1) === "s") return undefined;
  return /^(?:1[0-9]|20|21)\d\d$/.test(text) ? { value: Number(text), end: at + 1, bare: true } : undefined;
}

function spokenYear(tokens: readonly Token[], at: number): NumberFound | undefined {
  const thousands = wordsAt(tokens, at);
  if (thousands && thousands.value >= 1000) return thousands;
  const century = underHundred(tokens, at);
  if (!century || century.value < 16 || century.value > 21) return undefined;
  const zero = /^(?:oh|o|zero)$/.test(word(tokens, century.end)) ? century.end + 1 : century.end;
  const rest = underHundred(tokens, zero);
  if (!rest || (rest.value < 10 && zero === century.end)) return undefined;
  return { value: century.value * 100 + rest.value, end: rest.end };
}

/** Two digits of a year: 00-50 are ours, the others of the last century. */
export const fullYear = (year: number): number => (year >= 100 ? year : year < 38 ? 2000 + year : 1900 + year);
