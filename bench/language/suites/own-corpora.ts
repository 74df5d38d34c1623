import { isDeepStrictEqual } from "node:util";
import type { Frame } from "../../../core/model/frame.ts";
import { filesIn, readLines } from "../corpus-file.ts";
import { ourFrame } from "../our-frame.ts";
import { plainFrame } from "../plain-frame.ts";
import type { Suite } from "../suite.ts";

interface OwnCase {
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

/** One suite per file of a folder of sentences with whole frames, in the world of tests/corpus/world.json. */
export function ownCorpora(folder: "measured" | "reserved"): readonly Suite<OwnCase>[] {
  return filesIn(folder, ".jsonl").map((file) => ({
    name: `own ${folder} / ${file.replace(".jsonl", "")}`,
    goal: { share: 0.92 },
    ...(folder === "reserved" && { reserved: true as const }),
    cases: () => readLines<OwnCase>(folder, file),
    run: (one) => {
      const frame = ourFrame(one.text, one.context);
      if (isDeepStrictEqual(plainFrame(frame), plainFrame(one.frame))) return "right";
      return frame.outcome === "act" ? "wrong" : "silent";
    },
    show: (one) =>
      `${[...(one.context ?? []), one.text].join(" / ")}\n         wanted ${JSON.stringify(plainFrame(one.frame))}\n         got    ${JSON.stringify(plainFrame(ourFrame(one.text, one.context)))}`,
  }));
}
