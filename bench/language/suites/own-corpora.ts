import { isDeepStrictEqual } from "node:util";
import type { Frame } from "../../../core/model/frame.ts";
import { filesIn, readLines } from "../corpus-file.ts";
import { ourFrame } from "../our-frame.ts";
import type { Suite } from "../suite.ts";

interface OwnCase {
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

/** What a sentence means, without how sure we are, where it was said and what was offered. */
const LEFT_OUT = new Set(["spans", "score", "said", "assumed", "options"]);

/** One suite per file of a folder of sentences with whole frames, in the world of tests/corpus/world.json. */
export function ownCorpora(folder: "measured" | "reserved"): readonly Suite<OwnCase>[] {
  return filesIn(folder, ".jsonl").map((file) => ({
    name: `own ${folder} / ${file.replace(".jsonl", "")}`,
    goal: { share: 0.92 },
    ...(folder === "reserved" && { reserved: true as const }),
    cases: () => readLines<OwnCase>(folder, file),
    run: (one) => {
      const frame = ourFrame(one.text, one.context);
      if (isDeepStrictEqual(plain(frame), plain(one.frame))) return "right";
      return frame.outcome === "act" ? "wrong" : "silent";
    },
    show: (one) =>
      `${[...(one.context ?? []), one.text].join(" / ")}\n         wanted ${JSON.stringify(plain(one.frame))}\n         got    ${JSON.stringify(plain(ourFrame(one.text, one.context)))}`,
  }));
}

/** Empty lists, empty objects and what is absent are the same. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !LEFT_OUT.has(key))
    .map(([key, inner]) => [key, plain(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
