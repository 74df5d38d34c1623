import type { Frame } from "../../core/model/frame.ts";
import { filesIn, readLines } from "./corpus-file.ts";

/** A sentence of ours with the whole frame it stands for. */
export interface OwnSentence {
  readonly text: string;
  readonly context?: readonly string[];
  readonly frame: Partial<Frame>;
}

let read: readonly OwnSentence[] | undefined;
/** Those that measure and that people may look at. */
export function visibleSentences(): readonly OwnSentence[] {
  read ??= filesIn("measured", ".jsonl").flatMap((file) => readLines<OwnSentence>("measured", file));
  return read;
}

/** The sentence with what was said before it. */
export const said = ({ text, context = [] }: Omit<OwnSentence, "frame">): string => [...context, text].join(" / ");
