import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validator } from "../../../core/kernel/validator.ts";
import type { Frame } from "../../../core/model/frame.ts";
import { parse } from "../../../nlp/parse.ts";
import { builtInActions, corpusCatalog, SATURDAY } from "../../support/language.ts";

const context = { now: SATURDAY, timeZone: "Europe/Paris", addressed: true };
const words = (text: string): readonly string[] => text.split(" ");
const VERBS = words(
  "restart stop start show check run cancel pause update tail ping back list drain retry undo yes no help",
);
const THINGS = words(
  "nginx web-1 db-1 web-* /etc/hosts disk 10.0.0.1 https://a.b/c `x` openssl task 17 T-5 #ops @anna <@U1> <http://a.b|a.b> &amp; label",
);
const TIMES = words(
  "every 5 minutes at 9 tomorrow monday until friday in 0 99:99 */5 31st of feb cron * 2026-13-45 for 3 times except 1e9 -1",
);
const HOSTILE = words(
  "__proto__ constructor prototype toString hasOwnProperty valueOf null undefined NaN Infinity {} [] $x \\u0000 %s ../.. <script> ' \" ` ``` ((( ]]] --",
);
const SIGNS = [
  "\n",
  "\t",
  " ",
  ",",
  ".",
  "?",
  "!",
  ":",
  ";",
  "\u00a0",
  "\u200b",
  "\u202e",
  "é",
  "日本",
  "😀",
  "👩‍👩‍👧",
  "\ud800",
  "\u0000",
];

const piece = fc.oneof(
  fc.constantFrom(...VERBS),
  fc.constantFrom(...THINGS),
  fc.constantFrom(...TIMES),
  fc.constantFrom(...HOSTILE),
  fc.constantFrom(...SIGNS),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const mixed = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(" "));
const glued = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(""));
/** One piece again and again, to the cap. */
const longest = fc
  .tuple(piece, fc.constantFrom("", " ", ",", "\n"))
  .map(([one, by]) => `${one}${by}`.repeat(2_000).slice(0, 2_000));
const anyText = fc.oneof(
  { weight: 600, arbitrary: mixed },
  { weight: 300, arbitrary: glued },
  { weight: 99, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  { weight: 1, arbitrary: longest },
);

/** Each parameter alone against its schema: what is missing is asked for, what is there must fit. */
const fits = new Map(
  builtInActions.map(({ name, params }) => [
    name,
    validator({ type: "object", properties: params.properties, additionalProperties: false }),
  ]),
);

function misfits({ action = "", params, then: steps = [] }: Frame): readonly string[] {
  const works = [...(params ? [{ action, params }] : []), ...steps];
  return works.flatMap((work) => {
    const checked = fits.get(work.action)?.(work.params);
    return checked === undefined || checked.ok ? [] : [`${work.action}: ${checked.problem}`];
  });
}

const RUNS = 50_000;

describe("S04: whatever is typed", () => {
  it("is read without an error, into parameters that fit", { timeout: 300_000 }, () => {
    const property = fc.property(anyText, (text) => {
      expect(misfits(parse(text, corpusCatalog, context).frame)).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS });
  });

  it("is read the same way twice, byte for byte", { timeout: 300_000 }, () => {
    const read = (text: string) => JSON.stringify(parse(text, corpusCatalog, context));
    const property = fc.property(anyText, (text) => {
      expect(read(text)).toBe(read(text));
    });
    fc.assert(property, { numRuns: RUNS / 25 });
  });
});
