import type { Scalar } from "../column-values.ts";

/** Order of the databases: text by code point (as UTF-8 bytes), false before true, nulls last whatever the direction. */
export function compareValues(a: Scalar, b: Scalar, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = typeof a === "string" ? compareText(a, b as string) : a < b ? -1 : 1;
  return descending ? -order : order;
}

/** UTF-16 units sort like UTF-8 bytes except that surrogates must come after U+E000 to U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return lift(left) - lift(right);
  }
  return a.length - b.length;
}

function lift(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x10000 : unit;
}
