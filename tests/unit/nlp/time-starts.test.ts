import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY_PARTS } from "../../../nlp/day-parts.ts";
import { normalise } from "../../../nlp/text/normalise.ts";
import type { Token } from "../../../nlp/text/token.ts";
import { tokenise } from "../../../nlp/text/tokenise.ts";
import type { Around } from "../../../nlp/time/moments/phrase.ts";
import { MOMENT_STARTS } from "../../../nlp/time/moments/sequence.ts";
import type { Start } from "../../../nlp/time/starts.ts";
import { TIME_STARTS } from "../../../nlp/time/time-elements.ts";
import { SATURDAY } from "../../support/language.ts";

const corpus = join(import.meta.dirname, "../../corpus");
const linesOf = (path: string): readonly string[] =>
  readFileSync(join(corpus, path), "utf8")
    .split("\n")
    .filter((line) => line !== "");
const own = ["schedules", "requests", "questions", "follow-ups"].map((name) => `${name}.jsonl`);
const measured = readdirSync(join(corpus, "measured")).map((name) => `measured/${name}`);
const texts = [...own, ...measured.filter((name) => name.endsWith(".jsonl")), "public/recurrence/pool.jsonl"].flatMap(
  (path) => linesOf(path).map((line) => (JSON.parse(line) as { readonly text: string }).text),
);
const said = (
  JSON.parse(linesOf("public/duckling/time.json").join("\n")) as { readonly cases: readonly { text: string }[] }
).cases;
const sentences: readonly (readonly Token[])[] = [...texts, ...said.map(({ text }) => text)].map((text) =>
  tokenise(normalise(text)),
);
const setting = { nowWall: SATURDAY, dayParts: DAY_PARTS };

/** Sentences in which the reader finds something behind a word it is said not to begin with. */
function missed<Reader>(
  { reader, words, also }: Start<Reader>,
  finds: (reader: Reader, tokens: readonly Token[], at: number) => boolean,
): readonly string[] {
  return sentences.flatMap((tokens) =>
    tokens.flatMap((token, at) =>
      !words.has(token.text) && !also(token) && finds(reader, tokens, at)
        ? [`${token.text} | ${tokens.map(({ text }) => text).join(" ")}`]
        : [],
    ),
  );
}

describe("what a reader of time can begin with is complete", () => {
  it.each(TIME_STARTS.map((start, index) => [index, start] as const))("element %i", (_index, start) => {
    const found = missed(start, (reader, tokens, at) => (reader(tokens, at, setting)?.end ?? at) > at);
    expect(found).toEqual([]);
  });

  const nothing: Around = { clock: true, day: true, year: true, said: {} };
  it.each(MOMENT_STARTS.map((start, index) => [index, start] as const))("moment reader %i", (_index, start) => {
    const found = missed(start, (reader, tokens, at) => (reader(tokens, at, setting, nothing)?.end ?? at) > at);
    expect(found).toEqual([]);
  });
});
