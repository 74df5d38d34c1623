import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withTypo } from "../../../bench/language/typo.ts";
import type { Frame } from "../../../core/model/frame.ts";
import type { TargetSelector } from "../../../core/model/target.ts";
import { riskOf } from "../../../core/plugin-api/manifest.ts";
import { parseLine } from "../../../nlp/parse-jsonl.ts";
import "../../support/fixed-chance.ts";
import { builtInActions, corpusWorld } from "../../support/language.ts";

interface Said {
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

const folder = join(import.meta.dirname, "../../corpus/measured");
const SENTENCES = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line) as Said)
  .filter(({ frame }) => frame.outcome === "act");

const read = (text: string, context?: readonly string[]): Frame =>
  parseLine(
    { id: "1", text, ...(context && { context }) },
    corpusWorld,
    builtInActions,
    "2026-11-21T10:15:00",
    "Europe/Paris",
  ).frame;

const AGENTS = Object.entries(corpusWorld.agents);

/** The machines of a term that the frame speaks of; a name that nothing has is answered with those there are. */
function machinesOf(term: string): readonly string[] {
  const value = term.slice(term.indexOf(":") + 1);
  const pattern = new RegExp(`^${value.replaceAll("*", ".*")}$`);
  return AGENTS.filter(
    ([name, labels]) =>
      term === "all" ||
      (term.startsWith("host:") ? pattern.test(name) : labels.includes(value) || labels.includes(term)),
  ).map(([name]) => name);
}

function meant({ include, exclude }: TargetSelector): ReadonlySet<string> {
  const out = new Set(exclude.flatMap(machinesOf));
  const all = include.length > 0 ? include.flatMap(machinesOf) : AGENTS.map(([name]) => name);
  return new Set(all.filter((name) => !out.has(name)));
}

const LOOKS = /^(?:.*\.(?:list|show|results)|why|explain|help|select)$/;

function changes({ intent, action, params, then: steps = [] }: Partial<Frame>): boolean {
  if (action === undefined) return !LOOKS.test(intent ?? "");
  return [{ action, params }, ...steps].some((work) => {
    const known = builtInActions.find(({ name }) => name === work.action);
    return known === undefined || riskOf(known, work.params ?? {}) !== "read";
  });
}

/** What starts or changes something at once. */
const isUnasked = (frame: Frame): boolean => frame.outcome === "act" && frame.confirm !== true && changes(frame);

const sentence = fc.constantFrom(...SENTENCES);
const attempt = fc.integer({ min: 1, max: 10_000 });
const vocabulary = (word: string): boolean => !AGENTS.some(([name, labels]) => name === word || labels.includes(word));

describe("a slip in any word of any sentence", () => {
  it("changes nothing unasked on a machine that was not meant", () => {
    fc.assert(
      fc.property(sentence, attempt, ({ text, context, frame: { targets } }, slip) => {
        const frame = read(withTypo(text, vocabulary, slip) ?? text, context);
        if (!isUnasked(frame) || !targets || !frame.targets) return;
        const wanted = meant(targets);
        expect([...meant(frame.targets)].filter((name) => !wanted.has(name))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never makes a change of what only looks", () => {
    fc.assert(
      fc.property(sentence, attempt, ({ text, context, frame }, slip) => {
        if (changes(frame)) return;
        const typed = withTypo(text, vocabulary, slip) ?? text;
        expect([typed, isUnasked(read(typed, context))]).toEqual([typed, false]);
      }),
      { numRuns: 300 },
    );
  });
});
