import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../core/model/frame.ts";
import { parseLine } from "../../../nlp/parse-jsonl.ts";
import { builtInActions, corpusWorld } from "../../support/language.ts";

interface Case {
  readonly id: string;
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

const folder = join(import.meta.dirname, "../../corpus");
const read = (file: string): readonly string[] => readFileSync(join(folder, file), "utf8").trim().split("\n");

/** What a sentence means, without how sure we are and where it was said. */
function meaning({ spans: _spans, score: _score, said: _said, assumed: _assumed, ...rest }: Frame): Partial<Frame> {
  return rest;
}

const parsed = (line: unknown): Frame =>
  parseLine(line, corpusWorld, builtInActions, "2026-11-21T10:15:00", "Europe/Paris").frame;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl"))) {
  describe(`sentences of ${file}`, () => {
    const cases = read(file).map((line) => JSON.parse(line) as Case);
    it.each(cases.map((one) => [[...(one.context ?? []), one.text].join(" / "), one] as const))("%s", (_name, one) => {
      expect(meaning(parsed({ id: one.id, text: one.text, ...(one.context && { context: one.context }) }))).toEqual(
        one.frame,
      );
    });
  });
}

describe("sentences that ask for nothing", () => {
  it("start no work, whoever they were meant for", () => {
    const acting = read("noise.txt").filter((text) => {
      const frame = parsed({ id: "1", text });
      return frame.intent === "task.create";
    });
    expect(acting).toEqual([]);
  });
});
